/**
 * The H2 database of an incident: what was staged, with the source and offset of every element; the id map; plans; the
 * journal of every run. All SQL lives here. No credential ever does: what {@code rebase} withholds is stored by name
 * and reason only.
 *
 * <p>{@link dev.rethread.ledger.Ledger} is the way in; {@code schema.sql} beside it is the reference.
 */
@NullMarked
package dev.rethread.ledger;

import org.jspecify.annotations.NullMarked;
