/**
 * A live server's keyspace at one moment, taken as a replica would take it: {@link dev.rethread.live.LiveSnapshot}.
 *
 * <p>The only package that opens a socket, and it can send no command but {@code AUTH}, {@code REPLCONF} and
 * {@code PSYNC}. redis-replicator carries the conversation, nothing of it is visible outside; the dump is read by
 * {@link dev.rethread.rdb.RdbSnapshot} as any file's. It holds the forum's credentials, so where it is too large for
 * memory it is kept encrypted, under no name, with a key that dies with this process.
 */
@NullMarked
package dev.rethread.live;

import org.jspecify.annotations.NullMarked;
