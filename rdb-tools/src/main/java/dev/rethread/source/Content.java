package dev.rethread.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes of a known number, read by position: a file's, what it unpacked to, or a stretch of either. Thread-safe. */
interface Content extends Closeable {
    long size();

    /** Reads up to {@code length} bytes at {@code offset} and returns how many there were: fewer only at the end. */
    int read(long offset, byte[] into, int at, int length) throws IOException;

    /** How many of {@code length} bytes at {@code offset} lie inside. */
    default int clip(long offset, int length) {
        return (int) Math.max(0, Math.min(length, size() - offset));
    }

    @Override
    default void close() throws IOException {}

    /** A file as it lies on disk. Its size stays what it was when it was opened. */
    record Stored(FileChannel channel, long size) implements Content {
        @Override
        public int read(long offset, byte[] into, int at, int length) throws IOException {
            int wanted = clip(offset, length);
            ByteBuffer target = ByteBuffer.wrap(into, at, wanted);
            while (target.hasRemaining()) {
                if (channel.read(target, offset + wanted - target.remaining()) < 0) {
                    break;
                }
            }
            return wanted - target.remaining();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Few enough bytes to hold; the first {@code size} of the array. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Held(byte[] bytes, long size) implements Content {
        @Override
        public int read(long offset, byte[] into, int at, int length) {
            int wanted = clip(offset, length);
            if (wanted > 0) {
                System.arraycopy(bytes, (int) offset, into, at, wanted);
            }
            return wanted;
        }
    }

    /** A member of an archive; closing it leaves the archive open. */
    record Stretch(Content whole, long offset, long size) implements Content {
        @Override
        public int read(long from, byte[] into, int at, int length) throws IOException {
            int wanted = clip(from, length);
            return wanted == 0 ? 0 : whole.read(offset + from, into, at, wanted);
        }
    }
}
