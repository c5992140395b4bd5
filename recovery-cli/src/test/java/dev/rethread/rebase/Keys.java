package dev.rethread.rebase;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.MemorySnapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A small Muut-shaped keyspace, written down in a few lines of test. */
final class Keys {
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    Keys copy() {
        Keys copy = new Keys();
        copy.entries.putAll(entries);
        return copy;
    }

    MemorySnapshot snapshot(String name) {
        return new MemorySnapshot(name, true, entries);
    }

    MemorySnapshot partial(String name) {
        return new MemorySnapshot(name, false, entries);
    }

    Keys put(String key, Value value) {
        entries.put(Key.of(key), new Entry(Key.of(key), value, Entry.NEVER, new Span(entries.size() * 10L, 10)));
        return this;
    }

    Keys string(String key, String value) {
        return put(key, new Value.StringValue(Bytes.of(value)));
    }

    /** Sets fields of a hash, keeping those it has. */
    Keys hash(String key, String... namesAndValues) {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        Entry before = entries.get(Key.of(key));
        if (before != null) {
            fields.putAll(((Value.HashValue) before.value()).fields());
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(Bytes.of(namesAndValues[i]), Bytes.of(namesAndValues[i + 1]));
        }
        return put(key, new Value.HashValue(fields));
    }

    Keys set(String key, String... members) {
        return put(key, new Value.SetValue(new LinkedHashSet<>(bytes(members))));
    }

    Keys list(String key, String... elements) {
        return put(key, new Value.ListValue(bytes(elements)));
    }

    Keys remove(String key) {
        entries.remove(Key.of(key));
        return this;
    }

    Keys account(int id, String name, int joined) {
        hash("user:" + id, "id", "" + id, "name", name, "display", name, "joined", "" + joined, "posts", "0");
        if (!name.contains(":")) {
            hash("user:" + id, "password", "$2b$12$secretsecretsecret" + id);
        }
        return hash("usernames", name, "" + id);
    }

    Keys forum(String name, int owner) {
        hash("forum:" + name, "name", name, "title", name, "owner", "" + owner, "created", "1", "posts", "0");
        return this;
    }

    Keys channel(String forum, String name) {
        String path = "/" + forum + "/" + name;
        return hash("channel:" + path, "path", path, "forum", forum, "title", name, "created", "2", "threads", "0");
    }

    Keys thread(String path, int user, int time) {
        String channel = path.substring(0, path.indexOf('#'));
        return hash(
                "thread:" + path,
                "path",
                path,
                "channel",
                channel,
                "title",
                "T" + time,
                "body",
                "[\"b" + time + "\"]",
                "user",
                "" + user,
                "time",
                "" + time,
                "replies",
                "0",
                "likes",
                "0",
                "last",
                "" + time);
    }

    Keys reply(int id, String thread, int user, int time) {
        return hash(
                "reply:" + id,
                "id",
                "" + id,
                "thread",
                thread,
                "body",
                "[\"b" + time + "\"]",
                "user",
                "" + user,
                "time",
                "" + time,
                "likes",
                "0");
    }

    private static List<Bytes> bytes(String... texts) {
        return new ArrayList<>(Arrays.stream(texts).map(Bytes::of).toList());
    }
}
