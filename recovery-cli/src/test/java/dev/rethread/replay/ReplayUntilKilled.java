package dev.rethread.replay;

import dev.rethread.live.LiveAddress;
import java.nio.file.Path;

/** A process of its own: replays what is planned in a folder. Says 'b' when it begins. */
final class ReplayUntilKilled {
    private ReplayUntilKilled() {}

    public static void main(String[] args) {
        try (Staged staged = Staged.open(Path.of(args[0]))) {
            ReplayOrder order = staged.order();
            System.out.print('b');
            System.out.flush();
            if (staged.ledger().plan(order.plan().digest()).orElseThrow().consumed()) {
                return;
            }
            LiveAddress address = LiveAddress.of("127.0.0.1", Integer.parseInt(args[1]));
            Replay.execute(order, address, Staged.CLOCK, ReplayProgress.NONE, () -> false);
        }
    }
}
