package dev.rethread.rdb;

/** The elements of a value one after the other, whatever encloses them. */
interface Cursor {
    /**
     * Makes {@code into} the next element, or returns false where the last one was the last. The element is good until
     * the next call, unless it is kept.
     *
     * @throws MalformedException if what encloses the elements contradicts itself
     */
    boolean next(Slice into);
}
