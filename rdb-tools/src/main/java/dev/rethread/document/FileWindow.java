package dev.rethread.document;

import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;

/** The part of a file that is looked at: slides forward in large steps, and grows to hold one document. */
final class FileWindow {
    private static final int STEP = 1 << 18;

    private final SourceFile file;
    private byte[] buffer = new byte[0];
    private long base;
    private int filled;

    FileWindow(SourceFile file) {
        this.file = file;
    }

    /** What {@link #index} points into; another array after the next {@link #index}. */
    byte[] buffer() {
        return buffer;
    }

    /**
     * Where {@code buffer()} holds the {@code length} bytes at {@code offset}, which must lie in the file.
     *
     * @throws SourceException if the file has become shorter since it was opened
     */
    int index(long offset, int length) {
        if (offset < base || offset + length > base + filled) {
            fill(offset, length);
        }
        return (int) (offset - base);
    }

    private void fill(long offset, int length) {
        int wanted = (int) Math.min(file.size() - offset, Math.max(length, STEP));
        if (buffer.length < wanted) {
            buffer = new byte[wanted];
        }
        base = offset;
        filled = file.read(offset, buffer, 0, wanted);
        if (filled < length) {
            throw new SourceException(
                    file.name() + " became shorter while it was read", "Copy the file first, then read the copy.");
        }
    }
}
