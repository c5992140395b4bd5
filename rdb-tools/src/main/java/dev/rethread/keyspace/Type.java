package dev.rethread.keyspace;

/** What {@code TYPE key} answers. */
public enum Type {
    STRING,
    LIST,
    SET,
    ZSET,
    HASH,
    STREAM,
    MODULE;

    /** The word Redis uses: {@code string}, {@code zset} and so on. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
