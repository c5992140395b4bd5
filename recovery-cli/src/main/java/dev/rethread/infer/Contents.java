package dev.rethread.infer;

import dev.rethread.keyspace.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the keys of one shape hold, in bounded memory. */
final class Contents {
    private static final int FIELDS = 128;
    private static final int SAMPLE = 512;
    /** What a field takes that has been seen once. */
    private static final int FIELD = 160;

    private final Room room;
    final KeyShape shape;
    final Map<Type, Long> types = new EnumMap<>(Type.class);
    /** What stands in the place of each segment that is not literal. */
    final List<Values> variables = new ArrayList<>();
    /** The ids in the keys, where there is one in each. */
    final IdSet ids;
    /** Fields of hashes that an application may have named. */
    final Map<String, Values> fields = new TreeMap<>();
    /** Other fields, and what they hold; of a single hash all. */
    final Values names;

    final Values named;
    /** Properties of JSON objects in such fields. */
    final Map<String, Values> properties = new TreeMap<>();
    /** Members, elements, strings. */
    final Values elements;

    final Values scores;
    final Forms forms;
    /** Id in the key to how many elements there are. */
    final Sample cardinality;
    /** For each variable, member to what stands there. */
    final List<Sample> holders = new ArrayList<>();
    /** Pairs of the key's id and the member, and the other way round. */
    final Sample pairs;

    final Sample swapped;
    long expiring;
    long keys;
    long searched;
    long secretNames;
    long packed;

    Contents(KeyShape shape, int exact, Room room) {
        this.room = room;
        this.shape = shape;
        String pattern = shape.pattern();
        for (int i = 0; i < shape.variables(); i++) {
            variables.add(new Values(pattern, room));
            holders.add(new Sample(SAMPLE, room));
        }
        ids = new IdSet(exact, room);
        names = new Values(pattern, room);
        named = new Values(pattern, room);
        elements = new Values(pattern, room);
        scores = new Values("score", room);
        forms = new Forms(room);
        cardinality = new Sample(SAMPLE, room);
        pairs = new Sample(SAMPLE, room);
        swapped = new Sample(SAMPLE, room);
    }

    /** The type of most. */
    Type type() {
        return types.entrySet().stream()
                .max(Map.Entry.<Type, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(Type.STRING);
    }

    boolean oneType() {
        return types.size() == 1;
    }

    /** Those of the {@link #type} of most. */
    Share ofOneType() {
        long most = types.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new Share(most, keys);
    }

    /** The values of a field, or null where there are too many to be an application's. */
    @org.jspecify.annotations.Nullable
    Values field(String name, Map<String, Values> among) {
        Values values = among.get(name);
        if (values == null && among.size() < FIELDS && room.take(FIELD)) {
            values = new Values(name, room);
            among.put(name, values);
        }
        return values;
    }

    Share expiring() {
        return new Share(expiring, keys);
    }

    /** Whether its hashes are dictionaries whose fields are data, not objects with named fields. */
    boolean dictionary() {
        long literal = fields.values().stream().mapToLong(Values::count).sum();
        return shape.variables() == 0 || names.count() > literal;
    }

    /** Whether its hashes hold a JSON object in each numbered field. */
    boolean packing() {
        return packed > 0 && names.numbers().part() == 1 && new Share(packed, named.count()).atLeast(0.95);
    }
}
