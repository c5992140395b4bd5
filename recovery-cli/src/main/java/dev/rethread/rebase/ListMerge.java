package dev.rethread.rebase;

import dev.rethread.delta.ListEncoding;
import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a list that both branches added to at the same end: live with what the lost branch added, next to the
 * base since it is older. Nothing that live has goes.
 *
 * <pre>
 * base a b c   evidence a b c x   live a b c y   merged a b c x y     appended
 * base a b c   evidence x a b c   live y a b c   merged y x a b c     prepended
 * base a b c   evidence b c x     live b c y     merged b c x y       appended, and cut to a length
 * </pre>
 */
final class ListMerge {
    private ListMerge() {}

    /**
     * Both, as {@link ListEncoding} writes them: live itself where it has all of the evidence; null where the two do not
     * go together, or where the base has nothing that tells at which end they grow.
     */
    static @Nullable Bytes of(@Nullable Bytes base, Bytes lost, Bytes live) {
        List<Bytes> before = base == null ? List.of() : ListEncoding.decode(base);
        List<Bytes> gap = ListEncoding.decode(lost);
        List<Bytes> since = ListEncoding.decode(live);
        if (holds(since, gap) && (before.isEmpty() || holds(gap, before))) {
            return live;
        }
        return appended(before, gap, since)
                .or(() -> appended(reversed(before), reversed(gap), reversed(since))
                        .map(ListMerge::reversed))
                .map(ListEncoding::encode)
                .orElse(null);
    }

    private static Optional<List<Bytes>> appended(List<Bytes> before, List<Bytes> gap, List<Bytes> since) {
        int old = kept(before, gap);
        int held = kept(before, since);
        if (old == 0 || held == 0 || gap.size() == old) {
            return Optional.empty();
        }
        List<Bytes> added = gap.subList(old, gap.size());
        List<Bytes> newer = since.subList(held, since.size());
        List<Bytes> merged = new ArrayList<>(since.subList(0, held));
        merged.addAll(startsWith(newer, added) ? List.of() : added);
        merged.addAll(newer);
        return Optional.of(merged);
    }

    /**
     * How much of the base a list that was appended to begins with: all, or the end of it where the beginning was cut
     * off without making the list shorter; 0 for nothing.
     */
    private static int kept(List<Bytes> before, List<Bytes> now) {
        if (now.size() < before.size()) {
            return 0;
        }
        int[] borders = borders(now);
        int kept = 0;
        for (Bytes element : before) {
            kept = matched(now, element, kept, borders);
        }
        return kept;
    }

    /** For every beginning of the list, how long its longest other beginning is that it also ends with. */
    private static int[] borders(List<Bytes> list) {
        int[] borders = new int[list.size()];
        for (int i = 1; i < borders.length; i++) {
            borders[i] = matched(list, list.get(i), borders[i - 1], borders);
        }
        return borders;
    }

    /** How much of the list's beginning is matched after one more element (Knuth, Morris, Pratt). */
    private static int matched(List<Bytes> list, Bytes element, int before, int[] borders) {
        int matched = before;
        while (matched > 0 && (matched == list.size() || !list.get(matched).equals(element))) {
            matched = borders[matched - 1];
        }
        return list.get(matched).equals(element) ? matched + 1 : matched;
    }

    /** At its beginning or at its end. */
    private static boolean holds(List<Bytes> list, List<Bytes> part) {
        return startsWith(list, part) || startsWith(reversed(list), reversed(part));
    }

    private static boolean startsWith(List<Bytes> list, List<Bytes> start) {
        return list.size() >= start.size() && list.subList(0, start.size()).equals(start);
    }

    private static List<Bytes> reversed(List<Bytes> list) {
        List<Bytes> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    /** Times of both, newest first where both are, else oldest first; null where one is in neither order. */
    static @Nullable Bytes times(Bytes lost, Bytes live) {
        Comparator<Bytes> order = Comparator.comparingLong(Numbers::orZero);
        List<Bytes> gap = ListEncoding.decode(lost);
        List<Bytes> since = ListEncoding.decode(live);
        for (Comparator<Bytes> one : List.of(order.reversed(), order)) {
            if (gap.equals(sorted(gap, one)) && since.equals(sorted(since, one))) {
                List<Bytes> merged = new ArrayList<>(since);
                gap.stream().filter(time -> !merged.contains(time)).forEach(merged::add);
                return ListEncoding.encode(sorted(merged, one));
            }
        }
        return null;
    }

    private static List<Bytes> sorted(List<Bytes> times, Comparator<Bytes> order) {
        return times.stream().sorted(order).toList();
    }
}
