/**
 * A damaged source read as far as it can be, with an account of what cannot.
 *
 * <p>Above it {@code inventory}, which opens sources that are recognised; below it only {@code command}, which has
 * {@code dump} write what was read. Invariant: the bytes read and the bytes lost are all of the source.
 */
@NullMarked
package dev.rethread.salvage;

import org.jspecify.annotations.NullMarked;
