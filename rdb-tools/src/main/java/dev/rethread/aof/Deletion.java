package dev.rethread.aof;

import dev.rethread.keyspace.Key;

/**
 * That a key was removed: evidence that it was there before.
 *
 * @param part the file with the command
 * @param offset where the command begins
 * @param command its name, as the file has it
 */
public record Deletion(Key key, String part, long offset, String command) {
    @Override
    public String toString() {
        return part + " @0x" + Long.toHexString(offset) + " " + command + " " + key;
    }
}
