/**
 * Writes what is readable of a damaged source as a sound RDB, with an account of what is not.
 *
 * <p>Above it {@code inventory}, which opens sources; below it only {@code command}. Invariant: what was salvaged says so
 * in the file itself, so that no later stage takes it for whole.
 */
@NullMarked
package dev.rethread.salvage;

import org.jspecify.annotations.NullMarked;
