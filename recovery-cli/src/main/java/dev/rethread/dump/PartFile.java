package dev.rethread.dump;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * A file that appears under its name only when it is whole: until {@link #commit} it is {@code NAME.part} beside it, of
 * mode 0600, and it is deleted when it is closed uncommitted or the virtual machine ends.
 */
public final class PartFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final boolean replace;
    private final FileChannel channel;
    private boolean committed;

    private PartFile(Path target, Path part, boolean replace, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.replace = replace;
        this.channel = channel;
    }

    /**
     * Begins the file that is to be {@code target}.
     *
     * @param replace whether one that is there already may be replaced
     * @throws OperatorException if there is one and it may not be, or nothing can be written there
     */
    public static PartFile create(Path target, boolean replace) {
        checkFree(target, replace);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            FileChannel channel = FileChannel.open(
                    part,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            part.toFile().deleteOnExit();
            return new PartFile(target, part, replace, channel);
        } catch (FileAlreadyExistsException e) {
            throw new OperatorException(
                    part + ": is there already",
                    "Another run writes it, or one was killed; in the latter case delete it.",
                    ExitCode.PRECONDITION,
                    e);
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    private static void checkFree(Path target, boolean replace) {
        if (Files.isDirectory(target) || (Files.exists(target) && !replace)) {
            throw new OperatorException(
                    target + ": is there already",
                    "Choose another name; --force replaces a file.",
                    ExitCode.PRECONDITION);
        }
    }

    /**
     * Sees to it that {@code target} is neither {@code source} nor lies in it, by whatever way it is named.
     *
     * @throws OperatorException if it does
     */
    public static void checkApart(Path target, Path source) {
        Path folder = target.resolveSibling(".");
        if (real(folder).resolve(String.valueOf(target.getFileName())).startsWith(real(source))) {
            throw new OperatorException(
                    target + ": is the source itself, or in it",
                    "Sources are never changed; name another file.",
                    ExitCode.USAGE);
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            return path.normalize();
        }
    }

    private static OperatorException unwritable(Path path, IOException e) {
        return new OperatorException(
                path + ": cannot be written: " + e,
                "Check that the directory is there, that you may write to it and that its disk has room.",
                ExitCode.PRECONDITION,
                e);
    }

    /** What does the writing. */
    public interface Writing<T> {
        T to(OutputStream out) throws IOException;
    }

    /**
     * Lets {@code writing} write the content, which needs a buffer of its own.
     *
     * @throws OperatorException if the disk refuses
     */
    public <T> T write(Writing<T> writing) {
        try {
            return writing.to(Channels.newOutputStream(channel));
        } catch (UncheckedIOException e) {
            throw unwritable(part, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    /**
     * Makes sure that all of it is on the disk, then gives it its name, and returns its size in bytes.
     *
     * @throws OperatorException if the disk refuses, or a file of that name has come up meanwhile
     */
    public long commit() {
        try {
            channel.force(true);
            long bytes = channel.size();
            channel.close();
            checkFree(target, replace);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
            return bytes;
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Takes the file away unless it was committed. */
    @Override
    public void close() {
        try {
            channel.close();
            if (!committed) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }
}
