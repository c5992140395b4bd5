package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Puts entries into a server with ordinary commands. */
record Filling(Jedis jedis) {
    void entries(Collection<Entry> entries) {
        for (Entry entry : entries) {
            jedis.select(entry.key().database());
            Bytes key = entry.key().name();
            put(key, entry.value());
            entry.expiry().ifPresent(deadline -> run("PEXPIREAT", List.of(key, Bytes.of(deadline))));
        }
    }

    void function() {
        String code = "#!lua name=lib\nredis.register_function('f', function() return 1 end)";
        run("FUNCTION", List.of(Bytes.of("LOAD"), Bytes.of(code)));
    }

    private void put(Bytes key, Value value) {
        if (value instanceof StringValue string) {
            run("SET", List.of(key, string.bytes()));
        } else if (value instanceof ListValue list) {
            run("RPUSH", with(key, list.elements()));
        } else if (value instanceof SetValue set) {
            run("SADD", with(key, set.members()));
        } else if (value instanceof SortedSetValue scored) {
            List<Bytes> arguments = with(key, List.of());
            scored.scores().forEach((member, score) -> {
                arguments.add(Bytes.of(score.toString().replace("Infinity", "inf")));
                arguments.add(member);
            });
            run("ZADD", arguments);
        } else if (value instanceof HashValue hash) {
            hash(key, hash);
        } else if (value instanceof StreamValue stream) {
            stream(key, stream);
        }
    }

    private void hash(Bytes key, HashValue hash) {
        List<Bytes> arguments = with(key, List.of());
        hash.fields().forEach((field, value) -> arguments.addAll(List.of(field, value)));
        run("HMSET", arguments);
        hash.fieldExpiries()
                .forEach((field, deadline) ->
                        run("HPEXPIREAT", List.of(key, Bytes.of(deadline), Bytes.of("FIELDS"), Bytes.of("1"), field)));
    }

    /** Entries, a group that has read half of them and acknowledged one, and a deleted entry. */
    private void stream(Bytes key, StreamValue stream) {
        run("XGROUP", List.of(Bytes.of("CREATE"), key, Bytes.of("group"), Bytes.of("0"), Bytes.of("MKSTREAM")));
        for (StreamEntry entry : stream.entries()) {
            List<Bytes> arguments = with(key, List.of(Bytes.of(entry.id().toString())));
            arguments.addAll(entry.fields());
            run("XADD", arguments);
        }
        if (stream.entries().size() > 2) {
            Bytes first = Bytes.of(stream.entries().get(0).id().toString());
            Bytes second = Bytes.of(stream.entries().get(1).id().toString());
            Bytes count = Bytes.of(stream.entries().size() / 2 + 1);
            run(
                    "XREADGROUP",
                    List.of(
                            Bytes.of("GROUP"),
                            Bytes.of("group"),
                            Bytes.of("anna"),
                            Bytes.of("COUNT"),
                            count,
                            Bytes.of("STREAMS"),
                            key,
                            Bytes.of(">")));
            run("XACK", List.of(key, Bytes.of("group"), first));
            run("XDEL", List.of(key, second));
        }
    }

    private static List<Bytes> with(Bytes key, Collection<Bytes> more) {
        List<Bytes> arguments = new ArrayList<>();
        arguments.add(key);
        arguments.addAll(more);
        return arguments;
    }

    private void run(String command, List<Bytes> arguments) {
        Asked.of(jedis, Bytes.of(command), arguments.toArray(Bytes[]::new));
    }
}
