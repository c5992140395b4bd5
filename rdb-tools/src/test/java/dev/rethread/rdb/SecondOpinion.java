package dev.rethread.rdb;

import com.moilioncircle.redis.replicator.Configuration;
import com.moilioncircle.redis.replicator.FileType;
import com.moilioncircle.redis.replicator.RedisReplicator;
import com.moilioncircle.redis.replicator.Replicator;
import com.moilioncircle.redis.replicator.event.Event;
import com.moilioncircle.redis.replicator.rdb.datatype.ExpiredType;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueHash;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueList;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueSet;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueString;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueTTLHash;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueZSet;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyValuePair;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What redis-replicator, an independent reader, decodes from the same file. */
final class SecondOpinion {
    private SecondOpinion() {}

    /** Hands every key to {@code facts} until the end, or until the library fails. */
    static @Nullable Exception read(Path file, BiConsumer<String, Facts.Fact> facts) {
        return events(file, event -> {
            if (event instanceof KeyValuePair<?, ?> pair) {
                Entry entry = entry(pair);
                facts.accept(Facts.name(entry.key()), Facts.of(entry));
            }
        });
    }

    /** Hands every event to {@code events}; returns what the library failed with, if it did. */
    static @Nullable Exception events(Path file, Consumer<Event> events) {
        Configuration quiet = Configuration.defaultSetting().setUseDefaultExceptionListener(false);
        try (Replicator replicator = new RedisReplicator(file.toFile(), FileType.RDB, quiet)) {
            replicator.addEventListener((source, event) -> events.accept(event));
            replicator.open();
            return null;
        } catch (Exception | AssertionError failure) {
            return new IOException(failure);
        }
    }

    private static Entry entry(KeyValuePair<?, ?> pair) {
        int database = pair.getDb() == null ? 0 : Math.toIntExact(pair.getDb().getDbNumber());
        Key key = new Key(database, Bytes.wrap((byte[]) pair.getKey()));
        return new Entry(key, value(pair), expireAt(pair), new Span(0, 0));
    }

    private static long expireAt(KeyValuePair<?, ?> pair) {
        Long expiry = pair.getExpiredValue();
        if (pair.getExpiredType() == ExpiredType.NONE || expiry == null) {
            return Entry.NEVER;
        }
        return pair.getExpiredType() == ExpiredType.SECOND ? expiry * 1000 : expiry;
    }

    private static Value value(KeyValuePair<?, ?> pair) {
        if (pair instanceof KeyStringValueString string) {
            return new StringValue(Bytes.wrap(string.getValue()));
        } else if (pair instanceof KeyStringValueList list) {
            return new ListValue(list.getValue().stream().map(Bytes::wrap).toList());
        } else if (pair instanceof KeyStringValueSet set) {
            Set<Bytes> members = new LinkedHashSet<>();
            set.getValue().forEach(member -> members.add(Bytes.wrap(member)));
            return new SetValue(members);
        } else if (pair instanceof KeyStringValueZSet sorted) {
            Map<Bytes, Double> scores = new LinkedHashMap<>();
            sorted.getValue().forEach(entry -> scores.put(Bytes.wrap(entry.getElement()), entry.getScore()));
            return new SortedSetValue(scores);
        } else if (pair instanceof KeyStringValueHash hash) {
            Map<Bytes, Bytes> fields = new LinkedHashMap<>();
            hash.getValue().forEach((field, value) -> fields.put(Bytes.wrap(field), Bytes.wrap(value)));
            return new HashValue(fields);
        } else if (pair instanceof KeyStringValueTTLHash hash) {
            return timed(hash);
        }
        boolean stream = pair.getClass().getSimpleName().contains("Stream");
        return new OpaqueValue(stream ? Type.STREAM : Type.MODULE, pair.getValueRdbType(), Bytes.EMPTY);
    }

    private static Value timed(KeyStringValueTTLHash hash) {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        Map<Bytes, Long> expiries = new LinkedHashMap<>();
        hash.getValue().forEach((name, value) -> {
            Bytes field = Bytes.wrap(name);
            fields.put(field, Bytes.wrap(value.getValue()));
            Long expiry = value.getExpires();
            if (expiry != null && expiry > 0) {
                expiries.put(field, expiry);
            }
        });
        return new HashValue(fields, expiries);
    }
}
