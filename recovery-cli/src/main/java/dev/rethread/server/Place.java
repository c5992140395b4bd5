package dev.rethread.server;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;

/**
 * Where something is that can be read.
 *
 * @param element hash field or member; empty for strings and lists, which are read whole, and for what is of the key
 */
public record Place(Key key, Type type, Bytes element, Aspect aspect) {
    /** What is read there. */
    public enum Aspect {
        /** What the element holds. */
        ELEMENT,
        /** Until when the key lives, in Unix ms; empty for ever. */
        DEADLINE,
        /** The key as DUMP gives it. */
        PAYLOAD,
        /** How many elements the hash, set or sorted set has. */
        SIZE
    }

    public Place(Key key, Type type, Bytes element) {
        this(key, type, element, Aspect.ELEMENT);
    }

    /** The deadline of a key, whatever its type. */
    public static Place deadline(Key key) {
        return new Place(key, Type.STRING, Aspect.DEADLINE);
    }

    /** Something of the key as a whole. */
    public Place(Key key, Type type, Aspect aspect) {
        this(key, type, Bytes.EMPTY, aspect);
    }
}
