package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Entries of every type, small and large, with every kind of string: numbers, repetitive, random, empty. */
final class RandomEntries {
    /** 2033, which 32-bit seconds can say; a whole second, for the servers that know no smaller unit. */
    private static final long DEADLINE = 2_000_000_000_000L;

    private static final double[] SCORES = {
        0, -0.0, 1, -1, 0.1, 1e300, Double.MIN_VALUE, 1.0 / 3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    private final Random random;

    RandomEntries(long seed) {
        random = new Random(seed);
    }

    /** So many entries, in databases 0, 1 and 7, of what the target has a place for. */
    List<Entry> entries(int count, RdbTarget target) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Key key = new Key(new int[] {0, 1, 7}[i * 3 / count], Bytes.of("key " + i + " " + bytes(i % 40)));
            long expireAt = random.nextInt(4) == 0 ? DEADLINE + 1000L * random.nextInt(1000) : Entry.NEVER;
            entries.add(new Entry(key, value(i, target), expireAt, new Span(0, 0)));
        }
        return entries;
    }

    private Value value(int i, RdbTarget target) {
        return switch (i % 7) {
            case 0 -> new StringValue(bytes(random.nextInt(20) == 0 ? 100_000 : 200));
            case 1 -> new ListValue(list());
            case 2 -> new SetValue(new LinkedHashSet<>(list()));
            case 3 -> scores();
            case 4 -> hash(false);
            case 5 -> hash(target.carriesFieldExpiries());
            default -> target.carriesStreams() ? stream() : new SetValue(integers());
        };
    }

    private List<Bytes> list() {
        List<Bytes> list = new ArrayList<>();
        int size = 1 + random.nextInt(random.nextInt(10) == 0 ? 700 : 12);
        for (int i = 0; i < size; i++) {
            list.add(bytes(100));
        }
        return list;
    }

    private Set<Bytes> integers() {
        Set<Bytes> set = new LinkedHashSet<>();
        for (int i = 0; i < 20; i++) {
            set.add(Bytes.of(random.nextLong() >> random.nextInt(64)));
        }
        return set;
    }

    private SortedSetValue scores() {
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        list().forEach(member -> scores.put(
                member, random.nextBoolean() ? SCORES[random.nextInt(SCORES.length)] : random.nextGaussian()));
        return new SortedSetValue(scores);
    }

    private HashValue hash(boolean expiring) {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        Map<Bytes, Long> expiries = new HashMap<>();
        for (Bytes field : list()) {
            fields.put(field, bytes(100));
            if (expiring && random.nextInt(3) == 0) {
                expiries.put(field, DEADLINE + random.nextInt(1_000_000));
            }
        }
        return new HashValue(fields, expiries);
    }

    StreamValue stream() {
        List<StreamEntry> entries = new ArrayList<>();
        StreamId id = new StreamId(1_526_919_030_474L, 3);
        List<Bytes> fields = fields();
        for (int left = random.nextInt(random.nextInt(4) == 0 ? 400 : 8); left > 0; left--) {
            id = random.nextBoolean()
                    ? new StreamId(id.milliseconds(), id.sequence() + 1)
                    : new StreamId(id.milliseconds() + 1 + random.nextInt(100_000), random.nextInt(3));
            List<Bytes> parts = new ArrayList<>();
            for (Bytes field : random.nextInt(5) == 0 ? fields() : fields) {
                parts.add(field);
                parts.add(bytes(100));
            }
            entries.add(new StreamEntry(id, parts));
        }
        Map<Bytes, Group> groups = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            groups.put(Bytes.of("group " + i), group(entries, id));
        }
        return new StreamValue(
                entries, id, new StreamId(1_526_919_030_474L, 1), entries.size() + 2, groups, Bytes.EMPTY);
    }

    private List<Bytes> fields() {
        List<Bytes> fields = new ArrayList<>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            fields.add(bytes(20));
        }
        return fields;
    }

    private Group group(List<StreamEntry> entries, StreamId last) {
        Map<Bytes, Consumer> consumers = new HashMap<>();
        consumers.put(Bytes.of("anna"), new Consumer(1_600_000_000_000L, 1_600_000_000_500L));
        consumers.put(Bytes.of("bert"), new Consumer(1_600_000_000_001L, -1));
        Map<StreamId, Pending> pending = new HashMap<>();
        for (StreamEntry entry : entries) {
            if (random.nextInt(3) == 0) {
                Bytes consumer = Bytes.of(random.nextInt(4) == 0 ? "bert" : "anna");
                pending.put(entry.id(), new Pending(consumer, 1_600_000_000_000L, 1 + random.nextInt(100)));
            }
        }
        return new Group(last, random.nextBoolean() ? -1 : entries.size() + 2, pending, consumers);
    }

    private Bytes bytes(int most) {
        int length = random.nextInt(most + 1);
        return switch (random.nextInt(5)) {
            case 0 -> Bytes.of(random.nextLong() >> random.nextInt(64));
            case 1 -> Bytes.of("the quick brown fox ".repeat(length / 20 + 1).substring(0, length));
            case 2 -> Bytes.of("0" + random.nextInt(1000));
            default -> random(length);
        };
    }

    private Bytes random(int length) {
        byte[] content = new byte[length];
        int letters = 1 << random.nextInt(9);
        for (int i = 0; i < length; i++) {
            content[i] = (byte) random.nextInt(letters);
        }
        return Bytes.wrap(content);
    }
}
