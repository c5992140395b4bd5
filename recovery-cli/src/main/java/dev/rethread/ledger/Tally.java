package dev.rethread.ledger;

import dev.rethread.item.Outcome;

/**
 * So many items of a kind in a forum.
 *
 * @param forum empty where the items belong to none
 * @param written whether a run has written them
 */
public record Tally(String kind, String forum, Outcome outcome, boolean written, long items) {}
