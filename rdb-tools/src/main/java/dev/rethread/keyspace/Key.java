package dev.rethread.keyspace;

import java.util.Comparator;

/** A key: its name within a numbered database, counted from 0. */
public record Key(int database, Bytes name) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
            Comparator.comparingInt(Key::database).thenComparing(Key::name);

    public static Key of(String name) {
        return new Key(0, Bytes.of(name));
    }

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return database == 0 ? name.toString() : database + "/" + name;
    }
}
