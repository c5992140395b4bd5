package dev.rethread.aof;

/**
 * Commands of one name that were not replayed.
 *
 * @param count how many
 * @param part the file with the first of them
 * @param firstOffset where the first begins
 * @param reason why the first was not
 */
public record Uninterpreted(long count, String part, long firstOffset, String reason) {
    Uninterpreted andOneMore() {
        return new Uninterpreted(count + 1, part, firstOffset, reason);
    }
}
