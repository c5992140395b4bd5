/**
 * A live server's keyspace at one moment, taken as a replica would take it: {@link dev.rethread.live.LiveSnapshot}.
 *
 * <p>The only package that opens a socket, and it can send no command but {@code AUTH}, {@code REPLCONF} and
 * {@code PSYNC}. redis-replicator carries the bytes and decodes all but streams and modules,
 * which {@link dev.rethread.rdb.RdbPayload} does; nothing of it is visible outside. The dump stays
 * in memory: it holds the forum's credentials and must not reach a file.
 */
@NullMarked
package dev.rethread.live;

import org.jspecify.annotations.NullMarked;
