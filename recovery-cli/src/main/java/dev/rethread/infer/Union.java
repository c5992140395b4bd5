package dev.rethread.infer;

import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.KeySink;
import dev.rethread.keyspace.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Several snapshots of one keyspace as one: a key in several is read in the largest that has it. */
final class Union {
    private final List<Snapshot> snapshots;
    private final Runnable pulse;

    /** @param pulse called at every visit to a key of a snapshot */
    Union(List<Snapshot> snapshots, Runnable pulse) {
        this.snapshots = snapshots.stream()
                .sorted(Comparator.comparing(
                        (Snapshot snapshot) -> -snapshot.keys().size()))
                .toList();
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

    /** @param always keys that are handed over from every snapshot */
    void walk(KeySink sink, Predicate<Key> always) {
        for (int i = 0; i < snapshots.size(); i++) {
            int number = i;
            snapshots.get(i).walk((key, expireAt, sure) -> {
                pulse.run();
                return isFirst(key, number) || always.test(key) ? sink.key(key, expireAt, sure) : null;
            });
        }
    }

    private boolean isFirst(Key key, int number) {
        return number == 0
                || snapshots.subList(0, number).stream()
                        .noneMatch(earlier -> earlier.keys().contains(key));
    }
}
