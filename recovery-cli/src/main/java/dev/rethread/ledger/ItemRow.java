package dev.rethread.ledger;

import dev.rethread.keyspace.Bytes;

/**
 * An item as reports name it.
 *
 * @param at when it was made, Unix ms; 0 if unknown
 * @param waiting how many items wait for this one
 */
public record ItemRow(String kind, Bytes id, String label, long at, long waiting) {}
