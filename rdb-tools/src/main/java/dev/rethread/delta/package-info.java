/**
 * What differs between keyspaces, element by element and by meaning: two snapshots make a
 * {@link dev.rethread.delta.Delta}, three values make a {@link dev.rethread.delta.Verdict}.
 *
 * <p>Reads {@code keyspace} only; knows no file format, no server and no forum. Invariant: applying the changes of a
 * delta to the base gives the evidence, as far as the evidence is complete.
 */
@NullMarked
package dev.rethread.delta;

import org.jspecify.annotations.NullMarked;
