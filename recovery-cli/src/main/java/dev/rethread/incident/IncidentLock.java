package dev.rethread.incident;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two processes from working in one incident folder. The operating system releases it when its holder dies, so
 * there is no stale lock to remove. The file names the holder; its content decides nothing.
 */
public final class IncidentLock implements AutoCloseable {
    private static final int HOLDER_BYTES = 200;

    /** The byte that is locked lies behind the holder's name, which others must be able to read. */
    private static final long LOCKED_BYTE = 1 << 20;

    private final FileChannel channel;

    private IncidentLock(FileChannel channel) {
        this.channel = channel;
    }

    static IncidentLock take(Path file, String command) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new OperatorException(
                        file.getParent() + ": in use by " + holder,
                        "Wait for it to end, or stop it: a stopped run is resumable.",
                        ExitCode.LOCKED);
            }
            channel.truncate(0);
            String holder = "'rethread " + command + "', process "
                    + ProcessHandle.current().pid();
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            return new IncidentLock(channel);
        } catch (IOException e) {
            throw new OperatorException(
                    file + ": cannot be locked: " + e.getMessage(),
                    "Check that you may write to the incident folder.",
                    ExitCode.PRECONDITION,
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(HOLDER_BYTES);
        channel.read(text, 0);
        String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
        return holder.isEmpty() ? "another process" : holder;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new OperatorException(
                    "the lock cannot be released: " + e.getMessage(),
                    "It is released when this process ends.",
                    ExitCode.BUG,
                    e);
        }
    }
}
