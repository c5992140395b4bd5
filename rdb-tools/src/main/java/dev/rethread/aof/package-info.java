/**
 * Append-only files: commands with absolute offsets, and the keyspace they leave when replayed as Redis does.
 *
 * <p>{@link dev.rethread.aof.AofReader} cuts a file into records; {@link dev.rethread.aof.AofManifest} says which files
 * make up a multi-part directory; {@link dev.rethread.aof.AofSnapshot} replays them. Neighbours: {@code rdb} below it,
 * which reads the RDB that an AOF may begin with. What always holds: the spans of records tile the file, no damaged
 * length allocates memory, a command that was not understood is counted and never passed over, and nothing expires by
 * the clock of the reader.
 */
@NullMarked
package dev.rethread.aof;

import org.jspecify.annotations.NullMarked;
