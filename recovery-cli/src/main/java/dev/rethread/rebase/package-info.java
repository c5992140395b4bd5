/**
 * The rebase of the lost branch onto live: evidence is folded into one {@link dev.rethread.rebase.LostBranch}, its ids
 * are aligned with live's, every item gets its outcome, and what restoring it writes is derived by the profile.
 *
 * <p>Pure: snapshots and documents in, items out. Only what differs from the base is held in memory, so the cost is the
 * gap's size, not the forum's. Secret values are dropped where a change is first seen and exist nowhere here.
 */
@NullMarked
package dev.rethread.rebase;

import org.jspecify.annotations.NullMarked;
