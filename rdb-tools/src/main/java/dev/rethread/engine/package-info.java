/**
 * A real redis-server as the reader of what Java does not interpret: scripts, modules, whatever comes later.
 *
 * <p>It stands on {@code aof}, which says how far to read, and on {@code rdb}, which reads what the server saved. The
 * server works on copies in a folder of its own that only its owner may enter, listens nowhere but on a socket in it, and
 * both are gone when the snapshot is there. Where this process is killed outright ({@code kill -9}), the folder stays, with
 * the keyspace in it as a server writes it, until another process makes one.
 */
@NullMarked
package dev.rethread.engine;

import org.jspecify.annotations.NullMarked;
