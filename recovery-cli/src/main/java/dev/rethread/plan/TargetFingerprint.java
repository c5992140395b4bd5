package dev.rethread.plan;

/**
 * The live server as a plan saw it. A server with another {@code runId} was restarted, and may have rolled back again.
 *
 * @param address {@code host:port}
 * @param keys how many keys its database held, for the reader
 */
public record TargetFingerprint(
        String address, String runId, String replicationId, String version, String role, long keys) {}
