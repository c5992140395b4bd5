package dev.rethread.aof;

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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.Tuple;

/** What a live server answers for every key, asked with ordinary commands. */
final class ServerKeyspace {
    private static final byte[] ALL = {'*'};

    private ServerKeyspace() {}

    static Map<Key, Entry> of(Jedis jedis, int databases) {
        Map<Key, Entry> entries = new HashMap<>();
        for (int database = 0; database < databases; database++) {
            jedis.select(database);
            for (byte[] name : jedis.keys(ALL)) {
                Key key = new Key(database, Bytes.copyOf(name));
                entries.put(key, new Entry(key, value(jedis, name), expiry(jedis, name), new Span(0, 0)));
            }
        }
        return entries;
    }

    /** The deadline; before 7.0 only what is left can be asked, which is exact to some milliseconds. */
    private static long expiry(Jedis jedis, byte[] name) {
        long left = jedis.pttl(name);
        return left < 0 ? Entry.NEVER : System.currentTimeMillis() + left;
    }

    private static Value value(Jedis jedis, byte[] name) {
        return switch (jedis.type(name)) {
            case "string" -> new StringValue(Bytes.wrap(jedis.get(name)));
            case "list" -> new ListValue(wrap(jedis.lrange(name, 0, -1)));
            case "set" -> new SetValue(new HashSet<>(wrap(List.copyOf(jedis.smembers(name)))));
            case "zset" -> new SortedSetValue(scores(jedis.zrangeWithScores(name, 0, -1)));
            case "stream" -> ServerStream.of(jedis, name);
            default -> hash(jedis, name);
        };
    }

    private static HashValue hash(Jedis jedis, byte[] name) {
        Map<Bytes, Bytes> fields = fields(jedis.hgetAll(name));
        Map<Bytes, Long> expiries = new HashMap<>();
        try {
            for (Bytes field : fields.keySet()) {
                long at = jedis.hpexpireTime(name, field.toArray()).get(0);
                if (at >= 0) {
                    expiries.put(field, at);
                }
            }
        } catch (JedisDataException olderServer) {
            expiries.clear();
        }
        return new HashValue(fields, expiries);
    }

    private static List<Bytes> wrap(List<byte[]> content) {
        return content.stream().map(Bytes::copyOf).toList();
    }

    private static Map<Bytes, Double> scores(List<Tuple> tuples) {
        Map<Bytes, Double> scores = new HashMap<>();
        tuples.forEach(tuple -> scores.put(Bytes.copyOf(tuple.getBinaryElement()), tuple.getScore() + 0.0));
        return scores;
    }

    private static Map<Bytes, Bytes> fields(Map<byte[], byte[]> answer) {
        Map<Bytes, Bytes> fields = new HashMap<>();
        answer.forEach((field, value) -> fields.put(Bytes.copyOf(field), Bytes.copyOf(value)));
        return fields;
    }
}
