/**
 * The words of a keyspace: {@link dev.rethread.keyspace.Key}, {@link dev.rethread.keyspace.Value},
 * {@link dev.rethread.keyspace.Entry}, {@link dev.rethread.keyspace.Snapshot}.
 *
 * <p>Every reader (rdb, aof, live) produces these and {@code delta} compares them. Keys and values are bytes from end
 * to end; they become text only in reports. Everything here is immutable unless its Javadoc says otherwise.
 */
@NullMarked
package dev.rethread.keyspace;

import org.jspecify.annotations.NullMarked;
