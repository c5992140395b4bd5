package dev.rethread.item;

import dev.rethread.keyspace.Span;

/**
 * Where bytes were found.
 *
 * @param source the name of the source in the incident
 * @param span the bytes of its file that say so
 */
public record Provenance(String source, Span span) {
    @Override
    public String toString() {
        return source + " " + span;
    }
}
