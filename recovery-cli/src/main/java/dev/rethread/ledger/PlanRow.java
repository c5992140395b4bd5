package dev.rethread.ledger;

/**
 * A plan that was written.
 *
 * @param staging the staging it was made from; with another one in the ledger the plan is stale
 * @param created Unix ms
 * @param consumed whether a run has finished it
 */
public record PlanRow(
        String digest, String file, String staging, int steps, int writes, long created, boolean consumed) {}
