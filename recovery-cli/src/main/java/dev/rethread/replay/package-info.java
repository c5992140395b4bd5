/**
 * The only package that writes to a live server: executes a plan, exactly once in effect. Start reading at
 * {@link dev.rethread.replay.Replay}, then {@code Course}, then {@code step.lua}, which is what the server runs.
 *
 * <p>The invariant: before a write is sent, the ledger's journal holds it durably; the script that makes it leaves what
 * became of it in a marker in the same atomic step; the marker's entry goes only after the journal has it durably. So
 * at any instant, for every write, either the journal or the marker knows what became of it, or nothing has become of
 * it yet.
 *
 * <p>A run belongs to the attempt that entered it last ({@code marker.lua}); what an earlier one still sends is refused.
 * So a copy of the incident folder cannot write what another copy of it has written in the same run. A copy made before
 * the run's first write is another run: it finds every object in place, but an item that is an amount only, as views,
 * it adds again.
 */
@NullMarked
package dev.rethread.replay;

import org.jspecify.annotations.NullMarked;
