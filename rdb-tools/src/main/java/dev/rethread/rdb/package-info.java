/**
 * RDB files: framing with absolute offsets, decoding of values, and the snapshot of a whole file.
 *
 * <p>{@link dev.rethread.rdb.RdbReader} walks records by their lengths and turns what it cannot read into
 * {@link dev.rethread.source.Damage}; {@link dev.rethread.rdb.RdbSnapshot} indexes the keys and decodes on demand;
 * {@link dev.rethread.rdb.RdbWriter} writes entries for the servers of one {@link dev.rethread.rdb.RdbTarget}.
 * Neighbours: {@code source} below it, {@code aof} above it (an AOF may begin with an RDB). What always holds: the spans
 * of records and damage tile the bytes read, and no damaged length allocates memory.
 */
@NullMarked
package dev.rethread.rdb;

import org.jspecify.annotations.NullMarked;
