package dev.rethread.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A running SHA-256. Not thread-safe. */
public final class Sha256 {
    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public void add(byte[] bytes) {
        add(bytes, bytes.length);
    }

    public void add(byte[] bytes, int length) {
        digest.update(bytes, 0, length);
    }

    /** 64 hex digits; further bytes begin anew. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** {@code sha256:} and 64 hex digits; further bytes begin anew. */
    public String text() {
        return "sha256:" + hex();
    }
}
