package dev.rethread.server;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;

/**
 * Where an element is.
 *
 * @param element hash field or member; empty for strings and lists, which are read whole
 */
public record Place(Key key, Type type, Bytes element) {}
