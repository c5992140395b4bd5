package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** {@code SORT key [BY pattern] [LIMIT offset count] [GET pattern]... [ASC|DESC] [ALPHA] STORE to}. */
final class SortCommand {
    private static final Bytes ITSELF = Bytes.of("#");

    private final Call call;
    private final List<Bytes> gets = new ArrayList<>();
    private @Nullable Bytes by;
    private long offset;
    private long count = -1;
    private boolean descending;
    private boolean alphabetic;
    private int target;
    private boolean tied;

    private SortCommand(Call call) {
        this.call = call;
    }

    /** An element with what it is sorted by: a number, or a text, which may be missing. */
    private record Sorted(
            Bytes element, double number, @Nullable Bytes text) {}

    static void run(Call call) {
        SortCommand sort = new SortCommand(call);
        int at = 2;
        while (at < call.count()) {
            at += sort.option(at);
        }
        if (sort.target > 0) {
            sort.store();
        }
    }

    /** Takes one option and returns how many arguments it has. */
    private int option(int at) {
        switch (call.word(at)) {
            case "ASC" -> descending = false;
            case "DESC" -> descending = true;
            case "ALPHA" -> alphabetic = true;
            case "BY" -> {
                by = call.argument(at + 1);
                return 2;
            }
            case "GET" -> {
                gets.add(call.argument(at + 1));
                return 2;
            }
            case "STORE" -> {
                target = at + 1;
                return 2;
            }
            case "LIMIT" -> {
                offset = call.integer(at + 1);
                count = call.integer(at + 2);
                return 3;
            }
            default -> throw new RefusedException("syntax");
        }
        return 1;
    }

    private void store() {
        Working source = call.findAny(call.key(1));
        List<Bytes> sorted = sort(source);
        int from = (int) Math.min(Math.max(offset, 0), sorted.size());
        int to = (int) (count < 0 ? sorted.size() : Math.min(sorted.size(), from + count));
        WorkingList result = new WorkingList();
        for (Bytes element : sorted.subList(from, to)) {
            if (gets.isEmpty()) {
                result.addLast(element);
            }
            for (Bytes pattern : gets) {
                Bytes got = look(pattern, element);
                result.addLast(got == null ? Bytes.EMPTY : got);
            }
        }
        call.put(call.key(target), result);
        Doubts.carry(call, 1, 2, target);
        if (tied) {
            call.inexact(call.key(target), "the order of elements with equal weights is the server's");
        }
    }

    private List<Bytes> sort(@Nullable Working source) {
        List<Bytes> elements = elements(source);
        Bytes pattern = by;
        boolean unsorted = pattern != null && !contains(pattern, '*');
        if (unsorted && source instanceof WorkingSet) {
            return order(elements, null, true);
        }
        if (unsorted) {
            if (descending) {
                Collections.reverse(elements);
            }
            return elements;
        }
        return order(elements, pattern, alphabetic);
    }

    private static List<Bytes> elements(@Nullable Working source) {
        if (source == null) {
            return new ArrayList<>();
        }
        if (source instanceof WorkingList list) {
            return list.elements();
        }
        if (source instanceof WorkingSet set) {
            return new ArrayList<>(set.members);
        }
        if (source instanceof WorkingSortedSet sortedSet) {
            List<Bytes> members = new ArrayList<>();
            sortedSet.order().forEach(scored -> members.add(scored.member()));
            return members;
        }
        throw new RefusedException("the key holds another type");
    }

    private List<Bytes> order(List<Bytes> elements, @Nullable Bytes pattern, boolean byText) {
        List<Sorted> sorted = new ArrayList<>();
        for (Bytes element : elements) {
            Bytes weight = pattern == null ? element : look(pattern, element);
            sorted.add(new Sorted(element, byText || weight == null ? 0 : number(weight), byText ? weight : null));
        }
        Comparator<Sorted> order = byText
                ? Comparator.comparing(Sorted::text, Comparator.nullsFirst(Comparator.naturalOrder()))
                : SortCommand::compareNumbers;
        sorted.sort(descending ? order.reversed() : order);
        for (int i = 1; byText && i < sorted.size(); i++) {
            Sorted before = sorted.get(i - 1);
            Sorted next = sorted.get(i);
            if (order.compare(before, next) == 0 && !before.element().equals(next.element())) {
                tied = true;
            }
        }
        return sorted.stream().map(Sorted::element).toList();
    }

    /** The two zeros are equal; equals are ordered by their bytes. */
    private static int compareNumbers(Sorted left, Sorted right) {
        if (left.number() < right.number()) {
            return -1;
        }
        return left.number() > right.number() ? 1 : left.element().compareTo(right.element());
    }

    private static double number(Bytes text) {
        if (text.isEmpty()) {
            return 0;
        }
        OptionalDouble number = Numbers.score(text);
        if (number.isEmpty()) {
            throw new RefusedException("a weight is not a number");
        }
        return number.getAsDouble();
    }

    private static boolean contains(Bytes text, char wanted) {
        return indexOf(text, wanted, 0) >= 0;
    }

    private static int indexOf(Bytes text, char wanted, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.at(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The string, or with {@code ->field} in the pattern the field of the hash, at the pattern with the element in it. */
    private @Nullable Bytes look(Bytes pattern, Bytes element) {
        int star = indexOf(pattern, '*', 0);
        if (pattern.equals(ITSELF)) {
            return element;
        }
        if (star < 0) {
            return null;
        }
        int arrow = indexOf(pattern, '-', star + 1);
        while (arrow >= 0 && !(arrow + 2 < pattern.length() && pattern.at(arrow + 1) == '>')) {
            arrow = indexOf(pattern, '-', arrow + 1);
        }
        int end = arrow < 0 ? pattern.length() : arrow;
        Bytes name = join(pattern.slice(0, star), element, pattern.slice(star + 1, end));
        Working value = call.findAny(new Key(call.database, name));
        if (arrow < 0) {
            return value instanceof WorkingString string ? string.bytes() : null;
        }
        return value instanceof WorkingHash hash ? hash.get(pattern.slice(arrow + 2, pattern.length())) : null;
    }

    private static Bytes join(Bytes left, Bytes middle, Bytes right) {
        byte[] joined = new byte[left.length() + middle.length() + right.length()];
        System.arraycopy(left.unsafeArray(), 0, joined, 0, left.length());
        System.arraycopy(middle.unsafeArray(), 0, joined, left.length(), middle.length());
        System.arraycopy(right.unsafeArray(), 0, joined, left.length() + middle.length(), right.length());
        return Bytes.wrap(joined);
    }
}
