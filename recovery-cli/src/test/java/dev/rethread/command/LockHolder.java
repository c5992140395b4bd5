package dev.rethread.command;

import dev.rethread.incident.Incident;
import dev.rethread.incident.IncidentLock;
import java.nio.file.Path;

/** Another process that works in an incident folder: says {@code l} once it has it, and keeps it until it is killed. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
        IncidentLock lock = Incident.open(Path.of(arguments[0])).lock("hold");
        try {
            System.out.print('l');
            System.out.flush();
            Thread.sleep(60_000);
        } finally {
            lock.close();
        }
    }
}
