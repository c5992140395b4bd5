/**
 * A keyspace as JSON lines ({@link dev.rethread.json.JsonLines}), at the speed at which it is read.
 *
 * <p>Writes entries of {@code keyspace}; knows no file format and no JSON library. Invariant: every byte string comes
 * back from its JSON as it was, see {@link dev.rethread.json.JsonLines#text}.
 */
@NullMarked
package dev.rethread.json;

import org.jspecify.annotations.NullMarked;
