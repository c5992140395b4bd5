package dev.rethread.ledger;

import dev.rethread.item.Reference;

/** What must appear in live first, why, and how many items of which forum wait for it. */
public record WaitingRow(Reference cause, String reason, String forum, long items) {}
