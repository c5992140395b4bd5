package dev.rethread.live;

/** Told now and then, on the reading thread, how far a snapshot has come. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (keys, bytes) -> {};

    /** The bytes received so far, and 0 keys; once more at the end, with how many keys there are. */
    void advanced(long keys, long bytes);
}
