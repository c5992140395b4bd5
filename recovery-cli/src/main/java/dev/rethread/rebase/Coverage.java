package dev.rethread.rebase;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.KeySink;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.ValueSink;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Profile;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of a forum one source holds, and of when. Times are those that items carry, not those of the file: a dump
 * written yesterday can hold the forum of last month.
 *
 * @param items kind of item to how many
 * @param from the oldest creation time of an item, Unix ms; 0 if none is known
 * @param to the newest moment that any item names, Unix ms; 0 if none is known
 */
public record Coverage(Map<String, Long> items, long from, long to) {
    public Coverage {
        items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }

    /** Reads all of {@code evidence} once. */
    public static Coverage of(Profile profile, Evidence evidence) {
        Counter counter = new Counter(profile);
        if (evidence instanceof Evidence.Keyspace keyspace) {
            keyspace.snapshot().walk(counter);
        } else if (evidence instanceof Evidence.Documents documents) {
            DocumentMapper mapper = new DocumentMapper(profile);
            documents
                    .reader()
                    .forEach(document -> mapper.map(documents.name(), document).stream()
                            .filter(partial -> !partial.mention())
                            .forEach(partial -> counter.item(partial.kind(), partial.fields())));
        }
        return counter.result();
    }

    private static final class Counter implements KeySink {
        private final Profile profile;
        private final KeyRoles roles;
        private final Map<String, Moments> moments = new HashMap<>();
        private final Map<String, Long> items = new LinkedHashMap<>();
        private long from = Long.MAX_VALUE;
        private long to;

        Counter(Profile profile) {
            this.profile = profile;
            this.roles = new KeyRoles(profile);
            profile.items().keySet().forEach(kind -> items.put(kind, 0L));
        }

        /** Of anything but items no value is decoded. */
        @Override
        public @Nullable ValueSink key(Key key, long expireAt, boolean sure) {
            return roles.of(key) instanceof KeyRole.ItemKey item
                    ? moments.computeIfAbsent(item.kind(), kind -> new Moments(kind, this))
                    : null;
        }

        void item(String kind, Map<String, Bytes> fields) {
            ItemRule rule = profile.item(kind);
            items.merge(kind, 1L, Long::sum);
            long at = LostRecord.made(rule, fields);
            from = at > 0 ? Math.min(from, at) : from;
            to = Math.max(to, LostRecord.newestTime(rule, fields));
        }

        Coverage result() {
            items.values().removeIf(count -> count == 0);
            return new Coverage(items, from == Long.MAX_VALUE ? 0 : from, to);
        }
    }

    /** Takes the times out of the items of one kind, and passes over everything else. */
    private static final class Moments implements ValueSink {
        private final String kind;
        private final Counter counter;
        private final Map<String, byte[]> names = new LinkedHashMap<>();
        private final Map<String, Bytes> found = new HashMap<>();

        Moments(String kind, Counter counter) {
            this.kind = kind;
            this.counter = counter;
            ItemRule rule = counter.profile.item(kind);
            rule.fields().forEach((name, field) -> {
                if (field.kind() == FieldKind.TIME || name.equals(rule.time())) {
                    names.put(name, Bytes.of(name).unsafeArray());
                }
            });
        }

        @Override
        public void begin(Type type) {
            found.clear();
        }

        @Override
        public void field(
                byte[] field, int offset, int length, byte[] value, int valueOffset, int valueLength, long expireAt) {
            for (Map.Entry<String, byte[]> name : names.entrySet()) {
                byte[] wanted = name.getValue();
                if (Arrays.equals(wanted, 0, wanted.length, field, offset, offset + length)) {
                    found.put(
                            name.getKey(),
                            Bytes.wrap(Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength)));
                }
            }
        }

        @Override
        public void end() {
            counter.item(kind, found);
        }

        @Override
        public void string(byte[] bytes, int offset, int length) {}

        @Override
        public void element(byte[] bytes, int offset, int length) {}

        @Override
        public void member(byte[] bytes, int offset, int length) {}

        @Override
        public void scored(byte[] bytes, int offset, int length, double score) {}

        @Override
        public void whole(Value value) {}

        @Override
        public void opaque(int rdbType, byte[] raw, int offset, int length) {}
    }
}
