package dev.rethread.aof;

/**
 * Keys that commands removed (DEL, UNLINK, the last element of a collection), whether users or an expiry asked for it.
 *
 * @param count how many; a key removed twice counts twice
 * @param part the file with the last of them, empty where there is none
 * @param lastOffset where the last command begins that removed one, -1 where there is none
 */
public record Deletions(long count, String part, long lastOffset) {
    static final Deletions NONE = new Deletions(0, "", -1);

    Deletions and(long more, String where, long offset) {
        return new Deletions(count + more, where, offset);
    }
}
