package dev.rethread.rdb;

import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stretch of a source on a thread of its own, a few chunks ahead, and sums the checksum of each chunk once it
 * has been handed over, so that reading, summing and framing share two cores.
 *
 * <p>One thread takes chunks; a chunk is its until it takes the next. The buffers are all the memory there is.
 */
final class ReadAhead {
    private static final int CHUNK = 1 << 19;
    private static final int CHUNKS = 4;
    /** Below this the second thread is not worth its start. */
    private static final long WORTHWHILE = 1 << 23;

    /** What was read at once. */
    static final class Chunk {
        final byte[] content;
        final int length;
        /** The checksum of everything before the chunk. */
        final long crcBefore;

        Chunk(byte[] content, int length, long crcBefore) {
            this.content = content;
            this.length = length;
            this.crcBefore = crcBefore;
        }
    }

    private final SourceFile source;
    private final long end;
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final Thread thread;
    private long position;
    private @Nullable Chunk current;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    private ReadAhead(SourceFile source, long from, long end) {
        this.source = source;
        this.position = from;
        this.end = end;
        this.thread = new Thread(this::run, "rdb-read-ahead");
        thread.setDaemon(true);
        for (int i = 0; i < CHUNKS; i++) {
            free.add(new byte[CHUNK]);
        }
    }

    static boolean worthwhile(long length) {
        return length >= WORTHWHILE && Runtime.getRuntime().availableProcessors() > 1;
    }

    static ReadAhead start(SourceFile source, long from, long end) {
        ReadAhead ahead = new ReadAhead(source, from, end);
        ahead.thread.start();
        return ahead;
    }

    private void run() {
        try {
            Crc64 crc = new Crc64();
            int length = 1;
            while (length > 0) {
                byte[] content = free.take();
                if (closed) {
                    return;
                }
                length = source.read(position, content, 0, (int) Math.min(CHUNK, end - position));
                position += length;
                filled.add(new Chunk(content, length, crc.value()));
                crc.update(content, 0, length);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            failure = e;
            filled.add(new Chunk(new byte[0], 0, 0));
        }
    }

    /** The next chunk; an empty one at the end of the stretch or of the file. The one before it must no longer be used. */
    Chunk next() {
        Chunk last = current;
        if (last == null || last.length > 0) {
            giveBack();
            last = take();
            current = last;
        }
        return whole(last);
    }

    private void giveBack() {
        if (current != null) {
            free.add(current.content);
            current = null;
        }
    }

    /** The chunk that a failure ends with is the last; it fails again for whoever asks again. */
    private Chunk whole(Chunk chunk) {
        Throwable broken = failure;
        if (broken != null && chunk.length == 0) {
            throw broken instanceof SourceException known ? known : new IllegalStateException(broken);
        }
        return chunk;
    }

    private Chunk take() {
        try {
            return filled.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(source.name() + ": reading was interrupted", "Start again.", e);
        }
    }

    /** Ends the thread; the current chunk stays as it is. Not by an interrupt, which would close the source. */
    void close() {
        closed = true;
        free.offer(new byte[0]);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
