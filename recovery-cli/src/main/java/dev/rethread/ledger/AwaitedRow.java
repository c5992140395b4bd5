package dev.rethread.ledger;

import dev.rethread.item.Reference;

/**
 * Items of one kind that wait for the same thing.
 *
 * @param cause what must appear in live
 * @param reason the same in words
 * @param since when the oldest of them was made, Unix ms; 0 if none says
 */
public record AwaitedRow(Reference cause, String kind, String reason, long items, long since) {}
