package dev.rethread.rebase;

import dev.rethread.delta.ListEncoding;
import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list that both branches added to, at its end or at its beginning: both additions, in the order of their time. */
final class ListMerge {
    private ListMerge() {}

    /** Times of both, newest first where both are, else oldest first; null where one is in neither order. */
    static @Nullable Bytes times(Bytes lost, Bytes live) {
        Comparator<Bytes> order = Comparator.comparingLong(Numbers::orZero);
        List<Bytes> gap = ListEncoding.decode(lost);
        List<Bytes> since = ListEncoding.decode(live);
        for (Comparator<Bytes> one : List.of(order.reversed(), order)) {
            if (gap.equals(sorted(gap, one)) && since.equals(sorted(since, one))) {
                List<Bytes> merged = new ArrayList<>(since);
                add(gap, merged);
                return ListEncoding.encode(sorted(merged, one));
            }
        }
        return null;
    }

    private static List<Bytes> sorted(List<Bytes> times, Comparator<Bytes> order) {
        return times.stream().sorted(order).toList();
    }

    /** The merged list as {@code ListEncoding}; null where a branch did anything but add at the same end. */
    static @Nullable Bytes of(@Nullable Bytes base, Bytes lost, Bytes live) {
        List<Bytes> before = base == null ? List.of() : ListEncoding.decode(base);
        List<Bytes> gap = ListEncoding.decode(lost);
        List<Bytes> since = ListEncoding.decode(live);
        int old = before.size();
        if (old == 0 || gap.size() < old || since.size() < old) {
            return null;
        }
        List<Bytes> merged = new ArrayList<>();
        if (before.equals(gap.subList(0, old)) && before.equals(since.subList(0, old))) {
            merged.addAll(before);
            add(gap.subList(old, gap.size()), merged);
            add(since.subList(old, since.size()), merged);
        } else if (before.equals(gap.subList(gap.size() - old, gap.size()))
                && before.equals(since.subList(since.size() - old, since.size()))) {
            merged.addAll(since.subList(0, since.size() - old));
            add(gap.subList(0, gap.size() - old), merged);
            merged.addAll(before);
        } else {
            return null;
        }
        return ListEncoding.encode(merged);
    }

    /** What an earlier recovery has added already is there. */
    private static void add(List<Bytes> elements, List<Bytes> merged) {
        elements.stream().filter(element -> !merged.contains(element)).forEach(merged::add);
    }
}
