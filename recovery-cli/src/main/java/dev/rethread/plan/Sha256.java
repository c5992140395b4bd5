package dev.rethread.plan;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A running SHA-256. */
final class Sha256 {
    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(byte[] bytes) {
        add(bytes, bytes.length);
    }

    void add(byte[] bytes, int length) {
        digest.update(bytes, 0, length);
    }

    /** {@code sha256:} and 64 hex digits; further bytes begin anew. */
    String text() {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
}
