package dev.rethread.rebase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.delta.ListEncoding;
import dev.rethread.delta.Score;
import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.rdb.RdbPayload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a merge by key must come to, worked out without the product's merge; and a target for its writes. */
final class KeyOracle {
    private KeyOracle() {}

    static Map<Key, Entry> merged(Map<Key, Entry> base, Map<Key, Entry> lost, Map<Key, Entry> live) {
        Set<Key> all = new TreeSet<>(lost.keySet());
        all.addAll(live.keySet());
        Map<Key, Entry> merged = new TreeMap<>();
        for (Key key : all) {
            Entry entry = merged(key, base.get(key), lost.get(key), live.get(key));
            if (entry != null) {
                merged.put(key, entry);
            }
        }
        return merged;
    }

    private static @Nullable Entry merged(Key key, @Nullable Entry base, @Nullable Entry lost, @Nullable Entry live) {
        if (lost == null || (base != null && base.value().equals(lost.value()) && base.expireAt() == lost.expireAt())) {
            return live;
        }
        Value value = value(value(base), lost.value(), value(live));
        return value == null ? null : new Entry(key, value, deadline(base, lost, live), new Span(0, 1));
    }

    private static @Nullable Value value(@Nullable Entry entry) {
        return entry == null ? null : entry.value();
    }

    /** Live keeps its deadline, but where only the gap changed it and nothing else of the key is in dispute. */
    private static long deadline(@Nullable Entry base, Entry lost, @Nullable Entry live) {
        if (live == null) {
            return lost.expireAt();
        }
        boolean changed = base != null && lost.expireAt() != base.expireAt() && lost.expireAt() != Entry.NEVER;
        boolean alone = base != null && live.expireAt() == base.expireAt() && agree(base, lost, live);
        return changed && alone ? lost.expireAt() : live.expireAt();
    }

    private static boolean agree(Entry base, Entry lost, Entry live) {
        if (base.value() instanceof Value.ListValue || base.value() instanceof StreamValue) {
            Value merged = value(base.value(), lost.value(), live.value());
            return lost.value().equals(base.value())
                    || lost.value().equals(live.value())
                    || !Objects.equals(merged, live.value())
                    || (base.value() instanceof StreamValue && live.value().equals(base.value()))
                    || (base.value() instanceof Value.ListValue before && settled(before, lost.value(), live.value()));
        }
        Map<Bytes, Bytes> before = elements(base.value());
        Map<Bytes, Bytes> wanted = elements(lost.value());
        Map<Bytes, Bytes> now = elements(live.value());
        Set<Bytes> names = new TreeSet<>(before.keySet());
        names.addAll(wanted.keySet());
        return names.stream()
                .allMatch(name -> Objects.equals(wanted.get(name), before.get(name))
                        || Objects.equals(wanted.get(name), now.get(name))
                        || Objects.equals(before.get(name), now.get(name)));
    }

    /** Whether live has all that a list got, so that it is the merge. */
    private static boolean settled(Value.ListValue base, Value lost, Value live) {
        String now = text(live);
        return holds(base, lost, live)
                || now.equals(appended(text(base), text(lost), now, false))
                || now.equals(appended(text(base), text(lost), now, true));
    }

    private static boolean holds(Value.ListValue base, Value lost, Value live) {
        String before = text(base);
        String wanted = text(lost);
        String now = text(live);
        return (wanted.startsWith(before) || wanted.endsWith(before))
                && (now.startsWith(wanted) || now.endsWith(wanted));
    }

    private static @Nullable Value value(@Nullable Value base, Value lost, @Nullable Value live) {
        if (lost instanceof Value.ListValue) {
            return list(base, lost, live);
        } else if (lost instanceof StreamValue) {
            return base == null && live == null ? lost : live;
        } else if (lost instanceof Value.HashValue && base != null && live == null) {
            return null;
        }
        Map<Bytes, Bytes> before = elements(base);
        Map<Bytes, Bytes> merged = elements(live);
        Map<Bytes, Bytes> now = Map.copyOf(merged);
        elements(lost).forEach((name, wanted) -> {
            boolean untouched = Objects.equals(now.get(name), before.get(name));
            if (untouched && !wanted.equals(before.get(name))) {
                merged.put(name, wanted);
            }
        });
        return merged.isEmpty() ? null : like(lost, merged);
    }

    /** In letters: every element of these keyspaces is as long as the next. */
    private static @Nullable Value list(@Nullable Value base, Value lost, @Nullable Value live) {
        if (Objects.equals(base, live)) {
            return lost;
        } else if (live == null || base == null || lost.equals(base)) {
            return live;
        }
        String before = text(base);
        String wanted = text(lost);
        String now = text(live);
        if (holds((Value.ListValue) base, lost, live)) {
            return live;
        }
        String appended = appended(before, wanted, now, false);
        String merged = appended == null ? appended(before, wanted, now, true) : appended;
        return merged == null ? live : listOf(merged);
    }

    /** By trying every piece of the base, the longest first. */
    private static @Nullable String appended(String before, String wanted, String now, boolean atTheBeginning) {
        String old = piece(before, wanted, atTheBeginning);
        String held = piece(before, now, atTheBeginning);
        if (old.isEmpty() || held.isEmpty() || old.equals(wanted)) {
            return null;
        } else if (atTheBeginning) {
            String added = wanted.substring(0, wanted.length() - old.length());
            String newer = now.substring(0, now.length() - held.length());
            return newer.endsWith(added) ? now : newer + added + held;
        }
        String added = wanted.substring(old.length());
        String newer = now.substring(held.length());
        return newer.startsWith(added) ? now : held + added + newer;
    }

    private static String piece(String before, String now, boolean atTheBeginning) {
        for (int cut = 0; cut < before.length() && now.length() >= before.length(); cut += 2) {
            String piece = atTheBeginning ? before.substring(0, before.length() - cut) : before.substring(cut);
            if (atTheBeginning ? now.endsWith(piece) : now.startsWith(piece)) {
                return piece;
            }
        }
        return "";
    }

    private static String text(Value list) {
        StringBuilder text = new StringBuilder();
        ((Value.ListValue) list).elements().forEach(element -> text.append(element.utf8()));
        return text.toString();
    }

    private static Value listOf(String text) {
        List<Bytes> elements = new ArrayList<>();
        for (int at = 0; at < text.length(); at += 2) {
            elements.add(Bytes.of(text.substring(at, at + 2)));
        }
        return new Value.ListValue(elements);
    }

    private static Map<Bytes, Bytes> elements(@Nullable Value value) {
        Map<Bytes, Bytes> elements = new LinkedHashMap<>();
        if (value instanceof Value.StringValue string) {
            elements.put(Bytes.EMPTY, string.bytes());
        } else if (value instanceof Value.HashValue hash) {
            elements.putAll(hash.fields());
        } else if (value instanceof Value.SetValue set) {
            set.members().forEach(member -> elements.put(member, Bytes.EMPTY));
        } else if (value instanceof Value.SortedSetValue sorted) {
            sorted.scores().forEach((member, score) -> elements.put(member, Score.format(score)));
        }
        return elements;
    }

    private static Value like(Value kind, Map<Bytes, Bytes> elements) {
        if (kind instanceof Value.StringValue) {
            return new Value.StringValue(Objects.requireNonNull(elements.get(Bytes.EMPTY)));
        } else if (kind instanceof Value.HashValue) {
            return new Value.HashValue(elements);
        } else if (kind instanceof Value.SetValue) {
            return new Value.SetValue(elements.keySet());
        }
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        elements.forEach((member, score) -> scores.put(member, Score.parse(score)));
        return new Value.SortedSetValue(scores);
    }

    /** Does one write, whose precondition must hold. */
    static void apply(Effect effect, RandomKeys.Keyspace live) {
        Key key = new Key(effect.database(), effect.key().lost());
        Entry entry = live.entries().get(key);
        Bytes value = effect.value().lost();
        if (effect.operation() == Operation.EXPIRE) {
            Bytes held =
                    Objects.requireNonNull(entry).expireAt() == Entry.NEVER ? Bytes.EMPTY : Bytes.of(entry.expireAt());
            assertThat(Objects.requireNonNull(effect.expected()).lost()).isEqualTo(held);
            live.expire(key, Long.parseLong(value.utf8()));
        } else if (effect.operation() == Operation.LOAD) {
            assertThat(entry).isNull();
            live.put(key, RdbPayload.decode(value).orElseThrow());
        } else if (effect.type() == dev.rethread.keyspace.Type.LIST) {
            assertThat(effect.operation() == Operation.CREATE).isEqualTo(entry == null);
            live.put(key, new Value.ListValue(ListEncoding.decode(value)));
        } else {
            Map<Bytes, Bytes> elements = elements(value(entry));
            Bytes expected =
                    effect.expected() == null ? null : effect.expected().lost();
            assertThat(elements.get(effect.element().lost())).isEqualTo(expected);
            elements.put(effect.element().lost(), value);
            live.put(key, like(kind(effect), elements));
        }
    }

    private static Value kind(Effect effect) {
        return switch (effect.type()) {
            case STRING -> new Value.StringValue(Bytes.EMPTY);
            case HASH -> new Value.HashValue(Map.of());
            case SET -> new Value.SetValue(Set.of());
            default -> new Value.SortedSetValue(Map.of());
        };
    }
}
