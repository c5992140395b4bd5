package dev.rethread.ledger;

import dev.rethread.incident.OperatorException;
import dev.rethread.item.Operation;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A process of its own: writes one journal row after the other, and says a dot when one is said to be on the disk. */
final class JournalUntilEnd {
    private JournalUntilEnd() {}

    public static void main(String[] args) {
        try (Ledger ledger = Ledger.open(Path.of(args[0]))) {
            RunRow run = ledger.begin("plan", "marker", "server", Instant.EPOCH);
            for (int step = 1; ; step++) {
                ledger.journal(run, List.of(row(step)));
                System.out.print('.');
                System.out.flush();
            }
        } catch (OperatorException e) {
            System.out.print(e.getMessage());
            System.exit(e.exitCode().code());
        }
    }

    private static JournalRow row(int step) {
        Bytes value = Bytes.of("x".repeat(5000));
        Bytes key = Bytes.of("k" + step);
        return new JournalRow(
                step,
                step,
                0,
                key,
                Type.HASH,
                Bytes.of("f"),
                Operation.CREATE,
                null,
                value,
                key,
                Bytes.of("f"),
                null,
                "");
    }
}
