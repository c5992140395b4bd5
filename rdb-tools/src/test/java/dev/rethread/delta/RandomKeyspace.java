package dev.rethread.delta;

import dev.rethread.keyspace.ArrayValue;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.MemorySnapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small keyspaces over few names and values, so that two of them share, change and retype many keys. */
final class RandomKeyspace {
    private static final double[] SCORES = {0, -0.0, 1, -1, 0.1, 1e300, Double.POSITIVE_INFINITY, -7.25};

    private final Random random;

    RandomKeyspace(long seed) {
        random = new Random(seed);
    }

    MemorySnapshot snapshot(String name, boolean complete) {
        Map<Key, Entry> entries = new LinkedHashMap<>();
        int size = random.nextInt(40);
        for (int i = 0; i < size; i++) {
            Key key = new Key(random.nextInt(2), bytes());
            long expireAt = random.nextInt(3) == 0 ? 1_395_914_400_000L + random.nextInt(3) : Entry.NEVER;
            entries.put(key, new Entry(key, value(), expireAt, new Span(i, 1)));
        }
        return new MemorySnapshot(name, complete, entries);
    }

    private Value value() {
        return switch (random.nextInt(8)) {
            case 0 -> new StringValue(bytes());
            case 1 -> new ListValue(list());
            case 2 -> new SetValue(set());
            case 3 -> new SortedSetValue(scores());
            case 4 -> hash();
            case 5 -> stream();
            case 6 -> array();
            default -> new OpaqueValue(Type.MODULE, 7, bytes());
        };
    }

    private List<Bytes> list() {
        List<Bytes> list = new ArrayList<>();
        int size = 1 + random.nextInt(4);
        for (int i = 0; i < size; i++) {
            list.add(bytes());
        }
        return list;
    }

    private Set<Bytes> set() {
        return new LinkedHashSet<>(list());
    }

    private Map<Bytes, Double> scores() {
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        list().forEach(member -> scores.put(member, SCORES[random.nextInt(SCORES.length)]));
        return scores;
    }

    private HashValue hash() {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        Map<Bytes, Long> expiries = new LinkedHashMap<>();
        for (Bytes field : list()) {
            fields.put(field, bytes());
            if (random.nextInt(4) == 0) {
                expiries.put(field, 1_395_914_400_000L + random.nextInt(3));
            }
        }
        return new HashValue(fields, expiries);
    }

    private StreamValue stream() {
        List<StreamEntry> entries = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            entries.add(new StreamEntry(id(i), list()));
        }
        Map<Bytes, Group> groups = new LinkedHashMap<>();
        set().forEach(name -> groups.put(name, group()));
        Bytes producers = random.nextBoolean() ? Bytes.EMPTY : bytes();
        return new StreamValue(entries, id(4), StreamId.ZERO, size + random.nextInt(2), groups, producers);
    }

    private Group group() {
        Map<StreamId, Pending> pending = new LinkedHashMap<>();
        Map<Bytes, Consumer> consumers = new LinkedHashMap<>();
        for (Bytes consumer : set()) {
            consumers.put(consumer, new Consumer(random.nextInt(2), random.nextInt(2)));
            Bytes owner = random.nextInt(3) == 0 ? null : consumer;
            pending.put(id(random.nextInt(3)), new Pending(owner, random.nextInt(2), random.nextInt(2)));
        }
        return new Group(id(0), random.nextInt(2), pending, consumers);
    }

    private StreamId id(int milliseconds) {
        return new StreamId(milliseconds, random.nextInt(2));
    }

    private ArrayValue array() {
        SortedMap<Long, Bytes> elements = new TreeMap<>();
        list().forEach(element -> elements.put((long) random.nextInt(4), element));
        return new ArrayValue(elements, random.nextInt(3) - 1);
    }

    private Bytes bytes() {
        byte[] content = new byte[random.nextInt(3)];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (0x7f + random.nextInt(3));
        }
        return Bytes.wrap(content);
    }
}
