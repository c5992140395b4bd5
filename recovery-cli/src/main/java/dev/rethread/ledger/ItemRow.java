package dev.rethread.ledger;

import dev.rethread.keyspace.Bytes;

/**
 * An item as reports name it.
 *
 * @param at when it was made, Unix ms; 0 if unknown
 */
public record ItemRow(String kind, Bytes id, String label, long at) {}
