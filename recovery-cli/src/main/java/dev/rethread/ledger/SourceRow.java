package dev.rethread.ledger;

/**
 * A source that a staging was made from.
 *
 * @param role base, evidence or live
 * @param sha256 of the file, or of a directory's files in order; empty for a server
 */
public record SourceRow(String name, String role, String kind, String path, long bytes, String sha256) {}
