package dev.rethread.rebase;

import dev.rethread.delta.Element;
import dev.rethread.delta.Elements;
import dev.rethread.delta.Score;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What live and the lost branch have alike under one key, element by element: of lists the longest common beginning or
 * end, of what does not merge inside all or nothing.
 */
final class CommonEntry {
    private final Entry live;
    private final List<Entry> lost;
    private final BiPredicate<Bytes, Bytes> sameThing;
    private final Predicate<Bytes> counts;

    private CommonEntry(Entry live, List<Entry> lost, BiPredicate<Bytes, Bytes> sameThing, Predicate<Bytes> counts) {
        this.live = live;
        this.lost = lost;
        this.sameThing = sameThing;
        this.counts = counts;
    }

    /**
     * Finds it.
     *
     * @param lost what evidence has there, the newest first
     * @param sameThing whether an element, by its name and value, is of the same thing in both, and names the same
     * @param counts whether an element is a number that both add to: where they differ the lost branch's is taken, so
     *     that nothing is added
     * @return null for nothing
     */
    static @Nullable Entry of(
            Entry live, List<Entry> lost, BiPredicate<Bytes, Bytes> sameThing, Predicate<Bytes> counts) {
        List<Entry> alike = lost.stream()
                .filter(entry -> entry.value().type() == live.value().type())
                .toList();
        return alike.isEmpty() ? null : new CommonEntry(live, alike, sameThing, counts).entry();
    }

    private @Nullable Entry entry() {
        Value value = value();
        return value == null ? null : new Entry(live.key(), value, deadline(), live.span());
    }

    /** Live's where any evidence has it, else that of the newest evidence: the gap then changed nothing. */
    private long deadline() {
        boolean alike = lost.stream().anyMatch(entry -> entry.expireAt() == live.expireAt());
        return alike ? live.expireAt() : lost.get(0).expireAt();
    }

    private @Nullable Value value() {
        Value value = live.value();
        if (value instanceof HashValue || value instanceof SetValue || value instanceof SortedSetValue) {
            return elements(value);
        } else if (!sameThing.test(Bytes.EMPTY, value instanceof StringValue string ? string.bytes() : Bytes.EMPTY)) {
            return null;
        } else if (value instanceof ListValue list) {
            return list(list.elements());
        } else if (lost.stream().anyMatch(entry -> entry.value().equals(value))) {
            return value;
        }
        return value instanceof StringValue && counts.test(Bytes.EMPTY)
                ? lost.get(0).value()
                : null;
    }

    private @Nullable Value list(List<Bytes> held) {
        List<Bytes> longest = List.of();
        for (Entry entry : lost) {
            List<Bytes> other = ((ListValue) entry.value()).elements();
            List<Bytes> beginning = beginning(held, other);
            List<Bytes> end = reversed(beginning(reversed(held), reversed(other)));
            List<Bytes> longer = end.size() > beginning.size() ? end : beginning;
            longest = longer.size() > longest.size() ? longer : longest;
        }
        return longest.isEmpty() ? null : new ListValue(longest);
    }

    private static List<Bytes> beginning(List<Bytes> one, List<Bytes> other) {
        int length = 0;
        while (length < Math.min(one.size(), other.size()) && one.get(length).equals(other.get(length))) {
            length++;
        }
        return one.subList(0, length);
    }

    private static List<Bytes> reversed(List<Bytes> list) {
        List<Bytes> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    private @Nullable Value elements(Value kind) {
        SortedMap<Element, Bytes> common = new TreeMap<>();
        List<SortedMap<Element, Bytes>> others = lost.stream().map(Elements::of).toList();
        Elements.of(live).forEach((element, value) -> {
            Bytes alike = element instanceof Element.Expiry || !sameThing.test(element.name(), value)
                    ? null
                    : alike(element, value, others);
            if (alike != null) {
                common.put(element, alike);
            }
        });
        return common.isEmpty() ? null : like(kind, common);
    }

    private @Nullable Bytes alike(Element element, Bytes value, List<SortedMap<Element, Bytes>> others) {
        if (others.stream().anyMatch(other -> value.equals(other.get(element)))) {
            return value;
        }
        return counts.test(element.name())
                ? others.stream()
                        .filter(other -> other.containsKey(element))
                        .findFirst()
                        .map(other -> other.get(element))
                        .orElse(null)
                : null;
    }

    private static @Nullable Value like(Value kind, SortedMap<Element, Bytes> elements) {
        Map<Bytes, Bytes> values = new LinkedHashMap<>();
        Map<Bytes, Long> deadlines = new LinkedHashMap<>();
        elements.forEach((element, value) -> {
            if (!(element instanceof Element.FieldExpiry)) {
                values.put(element.name(), value);
            } else if (values.containsKey(element.name())) {
                deadlines.put(element.name(), Long.parseLong(value.utf8()));
            }
        });
        if (values.isEmpty()) {
            return null;
        } else if (kind instanceof HashValue) {
            return new HashValue(values, deadlines);
        } else if (kind instanceof SetValue) {
            return new SetValue(values.keySet());
        }
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        values.forEach((member, score) -> scores.put(member, Score.parse(score)));
        return new SortedSetValue(scores);
    }
}
