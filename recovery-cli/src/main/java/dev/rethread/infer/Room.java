package dev.rethread.infer;

/** What all samples together may still take of the memory; one that gets no more knows less of what comes. */
final class Room {
    private long left;

    /** @param numbers of 64 bits */
    Room(long numbers) {
        left = numbers;
    }

    boolean take(long numbers) {
        boolean enough = numbers <= left;
        left -= enough ? numbers : 0;
        return enough;
    }
}
