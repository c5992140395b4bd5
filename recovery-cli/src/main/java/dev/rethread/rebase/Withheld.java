package dev.rethread.rebase;

import dev.rethread.item.Provenance;

/**
 * Something kept out of the recovery, named without its value.
 *
 * @param key the key, masked where it is a secret itself
 * @param field the hash field; empty for a whole key
 * @param reason why, in words for the operator
 */
public record Withheld(String kind, String key, String field, String reason, Provenance from) {}
