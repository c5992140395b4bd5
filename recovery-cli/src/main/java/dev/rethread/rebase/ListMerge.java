package dev.rethread.rebase;

import dev.rethread.delta.ListEncoding;
import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a list that both branches changed: where both only went on from the base at the same end, what both
 * added stays, what the lost branch added nearer to the base, since it is older.
 *
 * <pre>
 * base a b   evidence a b x   live a b y   merged a b x y       appended
 * base a b   evidence x a b   live y a b   merged y x a b       prepended
 * </pre>
 */
final class ListMerge {
    private ListMerge() {}

    /**
     * Both, as {@link ListEncoding} writes them: live itself where it has all of the evidence, empty where the two do
     * not go together, or where the base has nothing that tells at which end they grow.
     */
    static Optional<Bytes> merge(Bytes base, Bytes evidence, Bytes live) {
        List<Bytes> before = ListEncoding.decode(base);
        List<Bytes> lost = ListEncoding.decode(evidence);
        List<Bytes> now = ListEncoding.decode(live);
        boolean grew = startsWith(lost, before) || endsWith(lost, before);
        if (grew && (startsWith(now, lost) || endsWith(now, lost))) {
            return Optional.of(live);
        } else if (startsWith(lost, before) && startsWith(now, before)) {
            return appended(before, lost, now);
        } else if (endsWith(lost, before) && endsWith(now, before)) {
            return prepended(before, lost, now);
        }
        return Optional.empty();
    }

    private static Optional<Bytes> appended(List<Bytes> before, List<Bytes> lost, List<Bytes> now) {
        List<Bytes> merged = new ArrayList<>(lost);
        merged.addAll(now.subList(before.size(), now.size()));
        return before.isEmpty() ? Optional.empty() : Optional.of(ListEncoding.encode(merged));
    }

    private static Optional<Bytes> prepended(List<Bytes> before, List<Bytes> lost, List<Bytes> now) {
        List<Bytes> merged = new ArrayList<>(now.subList(0, now.size() - before.size()));
        merged.addAll(lost);
        return Optional.of(ListEncoding.encode(merged));
    }

    private static boolean startsWith(List<Bytes> list, List<Bytes> start) {
        return list.size() >= start.size() && list.subList(0, start.size()).equals(start);
    }

    private static boolean endsWith(List<Bytes> list, List<Bytes> end) {
        return list.size() >= end.size()
                && list.subList(list.size() - end.size(), list.size()).equals(end);
    }
}
