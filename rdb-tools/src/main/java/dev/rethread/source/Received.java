package dev.rethread.source;

import java.nio.file.Path;

/**
 * Bytes that come in from elsewhere, kept until all are there and then read as a file. Where they lie is told at
 * {@link SourceFile}: they are not seen on any disk. Closing it before {@link #file} was taken gives them up.
 */
public final class Received implements AutoCloseable {
    private final String name;
    private final Basin basin;
    private boolean taken;

    /** @param name where they come from, for messages */
    public Received(String name) {
        this.name = name;
        this.basin = new Basin(name);
    }

    /**
     * Adds the first {@code length} of {@code bytes}.
     *
     * @throws SourceException if there is no room
     */
    public void add(byte[] bytes, int length) {
        basin.add(bytes, length);
    }

    public long size() {
        return basin.size();
    }

    /** All of them; nothing can be added any more. Closing it gives them up. */
    public SourceFile file() {
        taken = true;
        return SourceFile.received(Path.of(name), basin.content());
    }

    @Override
    public void close() {
        if (!taken) {
            basin.abandon();
        }
    }
}
