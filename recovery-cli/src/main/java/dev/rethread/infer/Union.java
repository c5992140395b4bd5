package dev.rethread.infer;

import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.KeySink;
import dev.rethread.keyspace.Snapshot;
import java.util.List;
import java.util.function.Consumer;

/** Several snapshots of one keyspace as one: a key in several counts in the first of them. */
final class Union {
    private final List<Snapshot> snapshots;
    private final Runnable pulse;

    /** @param pulse called at every visit to a key of a snapshot */
    Union(List<Snapshot> snapshots, Runnable pulse) {
        this.snapshots = List.copyOf(snapshots);
        this.pulse = pulse;
    }

    void keys(Consumer<Key> visit) {
        for (int i = 0; i < snapshots.size(); i++) {
            for (Key key : snapshots.get(i).keys()) {
                pulse.run();
                if (isFirst(key, i)) {
                    visit.accept(key);
                }
            }
        }
    }

    void walk(KeySink sink) {
        for (int i = 0; i < snapshots.size(); i++) {
            int number = i;
            snapshots.get(i).walk((key, expireAt, sure) -> {
                pulse.run();
                return isFirst(key, number) ? sink.key(key, expireAt, sure) : null;
            });
        }
    }

    private boolean isFirst(Key key, int number) {
        return snapshots.subList(0, number).stream()
                .noneMatch(earlier -> earlier.keys().contains(key));
    }
}
