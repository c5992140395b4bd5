package dev.rethread.keyspace;

/** What {@code TYPE key} answers. */
public enum Type {
    STRING,
    LIST,
    SET,
    ZSET,
    HASH,
    STREAM,
    MODULE,
    /** Redis 8.8. */
    ARRAY,
    /** The state of a rate limiter, in builds of Redis 8.10 that have it. */
    GCRA;

    /** The word Redis uses: {@code string}, {@code zset} and so on. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
