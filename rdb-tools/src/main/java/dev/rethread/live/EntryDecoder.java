package dev.rethread.live;

import com.moilioncircle.redis.replicator.rdb.datatype.ExpiredType;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueHash;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueList;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueSet;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueString;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueTTLHash;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyStringValueZSet;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyValuePair;
import com.moilioncircle.redis.replicator.rdb.datatype.TTLValue;
import com.moilioncircle.redis.replicator.rdb.datatype.ZSetEntry;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import dev.rethread.rdb.RdbPayload;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns the library's pairs into entries; takes their byte arrays over. */
final class EntryDecoder {
    private static final Span NOWHERE = new Span(0, 0);
    private static final long MILLIS = 1000;

    private EntryDecoder() {}

    static Entry entry(KeyValuePair<?, ?> pair) {
        int database = pair.getDb() == null ? 0 : Math.toIntExact(pair.getDb().getDbNumber());
        Key key = new Key(database, Bytes.wrap((byte[]) pair.getKey()));
        return new Entry(key, value(pair), expireAt(pair), NOWHERE);
    }

    private static long expireAt(KeyValuePair<?, ?> pair) {
        if (pair.getExpiredType() == ExpiredType.NONE || pair.getExpiredValue() == null) {
            return Entry.NEVER;
        }
        return pair.getExpiredType() == ExpiredType.SECOND ? pair.getExpiredValue() * MILLIS : pair.getExpiredValue();
    }

    private static Value value(KeyValuePair<?, ?> pair) {
        if (pair instanceof KeyStringValueString string) {
            return new StringValue(Bytes.wrap(string.getValue()));
        } else if (pair instanceof KeyStringValueList list) {
            return list(list.getValue());
        } else if (pair instanceof KeyStringValueSet set) {
            return set(set.getValue());
        } else if (pair instanceof KeyStringValueZSet sorted) {
            return scores(sorted.getValue());
        } else if (pair instanceof KeyStringValueHash hash) {
            return hash(hash.getValue());
        } else if (pair instanceof KeyStringValueTTLHash hash) {
            return expiringHash(hash.getValue());
        } else if (pair instanceof OpaquePair opaque) {
            return RdbPayload.value(opaque.getValueRdbType(), opaque.getValue());
        }
        throw new UnsupportedOperationException("a value of RDB type " + pair.getValueRdbType());
    }

    private static Value list(List<byte[]> list) {
        return new ListValue(list.stream().map(Bytes::wrap).toList());
    }

    private static Value set(Set<byte[]> set) {
        Set<Bytes> members = new LinkedHashSet<>();
        set.forEach(member -> members.add(Bytes.wrap(member)));
        return new SetValue(members);
    }

    private static Value scores(Set<ZSetEntry> set) {
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        set.forEach(entry -> scores.put(Bytes.wrap(entry.getElement()), entry.getScore()));
        return new SortedSetValue(scores);
    }

    private static Value hash(Map<byte[], byte[]> hash) {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        hash.forEach((field, content) -> fields.put(Bytes.wrap(field), Bytes.wrap(content)));
        return new HashValue(fields);
    }

    private static Value expiringHash(Map<byte[], TTLValue> hash) {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        Map<Bytes, Long> expiries = new LinkedHashMap<>();
        hash.forEach((name, content) -> {
            Bytes field = Bytes.wrap(name);
            fields.put(field, Bytes.wrap(content.getValue()));
            if (content.getExpires() != null) {
                expiries.put(field, content.getExpires());
            }
        });
        return new HashValue(fields, expiries);
    }
}
