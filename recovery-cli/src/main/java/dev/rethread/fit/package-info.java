/**
 * How well a profile fits a keyspace: {@link dev.rethread.fit.FitFinder} walks it twice and says what no rule claims, which
 * ids name nothing, which numbers are no times and which counts disagree.
 *
 * <p>Reads snapshots and profiles; knows no incident, no file and no console. Invariant: no value gets into a
 * {@link dev.rethread.fit.Fit}; names of keys and fields do with their numbers and tokens masked. The memory it takes
 * grows with the number of items (eight bytes each) and with the largest element, not with the keyspace.
 */
@NullMarked
package dev.rethread.fit;

import org.jspecify.annotations.NullMarked;
