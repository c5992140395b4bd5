/**
 * A keyspace written into a file: {@link dev.rethread.dump.Dump} writes the entries, {@link dev.rethread.dump.PartFile}
 * makes sure that a file under the wanted name is always a whole one.
 *
 * <p>Reads snapshots; knows no forum and no console. Invariant: nothing is overwritten unasked, and no one but the
 * operator can read what is written.
 */
@NullMarked
package dev.rethread.dump;

import org.jspecify.annotations.NullMarked;
