package dev.rethread.live;

/** Told now and then, on the reading thread, how far a snapshot has come. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (keys, bytes) -> {};

    /** The total of keys read and of bytes received so far; called once more at the end. */
    void advanced(long keys, long bytes);
}
