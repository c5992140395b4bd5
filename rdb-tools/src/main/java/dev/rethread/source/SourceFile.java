package dev.rethread.source;

import dev.rethread.keyspace.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of evidence, opened read-only. Offsets are absolute and 64-bit, so files over 2 GiB are as good as small ones.
 *
 * <p>The size is fixed when the file is opened: bytes that a running server appends later are not seen; where a file
 * shrinks later, reads come back short, which the readers take as damage. Positional
 * reads share no cursor, so several readers may use one source file; closing it is the opener's job.
 */
public final class SourceFile implements AutoCloseable {
    private static final int HASH_CHUNK = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private SourceFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens a file that must hold something.
     *
     * @throws SourceException if it is missing, not a regular file, unreadable or empty
     */
    public static SourceFile open(Path path) {
        SourceFile file = openPart(path);
        if (file.size == 0) {
            file.close();
            throw new SourceException(path + ": the file is empty", "Look for an older copy; this one holds nothing.");
        }
        return file;
    }

    /**
     * Opens one part of a source of several files, where an empty part is ordinary: an AOF just begun, an empty
     * collection.
     *
     * @throws SourceException if it is missing, not a regular file or unreadable
     */
    public static SourceFile openPart(Path path) {
        if (Files.isDirectory(path)) {
            throw new SourceException(path + ": is a directory, not a file", "Name the file in it that you mean.");
        }
        if (!Files.exists(path)) {
            throw new SourceException(path + ": no such file", "Check the path.");
        }
        if (!Files.isRegularFile(path)) {
            throw new SourceException(
                    path + ": is a pipe or a device, not a file", "Copy what comes out of it into a file first.");
        }
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new SourceFile(path, channel, channel.size());
        } catch (IOException e) {
            throw new SourceException(path + ": cannot be opened: " + e, "Check that you may read it.", e);
        }
    }

    public Path path() {
        return path;
    }

    /** What messages call this source: the path as it was given. */
    public String name() {
        return path.toString();
    }

    public long size() {
        return size;
    }

    /**
     * Reads up to {@code length} bytes at {@code offset} and returns how many there were: fewer only at the end of the
     * file, 0 beyond it.
     */
    public int read(long offset, byte[] into, int at, int length) {
        int wanted = (int) Math.max(0, Math.min(length, size - offset));
        ByteBuffer target = ByteBuffer.wrap(into, at, wanted);
        try {
            while (target.hasRemaining()) {
                if (channel.read(target, offset + wanted - target.remaining()) < 0) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new SourceException(
                    name() + " " + new Span(offset, wanted) + ": read failed: " + e,
                    "Copy the file from its failing disk first, with ddrescue or the like.",
                    e);
        }
        return wanted - target.remaining();
    }

    /**
     * The SHA-256 of the whole file in hex, read as a stream.
     *
     * @throws SourceException if the file has become shorter since it was opened
     */
    public String sha256() {
        Sha256 digest = new Sha256();
        byte[] chunk = new byte[HASH_CHUNK];
        long offset = 0;
        for (int n = read(0, chunk, 0, chunk.length); n > 0; n = read(offset, chunk, 0, chunk.length)) {
            digest.add(chunk, n);
            offset += n;
        }
        if (offset < size) {
            throw new SourceException(
                    name() + ": had " + size + " bytes when it was opened, now has " + offset,
                    "Something still writes to it; work on a copy.");
        }
        return digest.hex();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SourceException(name() + ": cannot be closed: " + e, "Check the disk it lies on.", e);
        }
    }
}
