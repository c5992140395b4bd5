/**
 * Two keyspaces side by side: {@link dev.rethread.diff.Comparison} says by meaning which keys differ and in what, in
 * words that hold no value.
 *
 * <p>Reads snapshots and deltas; knows no forum, no file and no console. Invariant: a value of either side never gets
 * into a {@link dev.rethread.diff.Difference}, only names, lengths and deadlines do.
 */
@NullMarked
package dev.rethread.diff;

import org.jspecify.annotations.NullMarked;
