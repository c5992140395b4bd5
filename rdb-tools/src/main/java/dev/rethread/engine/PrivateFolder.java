package dev.rethread.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder only its owner may enter, gone with all that is in it when closed, or when the JVM is told to end. */
final class PrivateFolder implements AutoCloseable {
    private final Path path;
    private final Thread atExit;

    private PrivateFolder(Path path) {
        this.path = path;
        this.atExit = new Thread(this::empty, "rethread-clean");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static PrivateFolder create() throws IOException {
        return new PrivateFolder(Files.createTempDirectory(
                "rethread-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    Path path() {
        return path;
    }

    private void empty() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> leavesFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path file : leavesFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException gone) {
            // What another took away need not be.
        }
    }

    @Override
    public void close() {
        empty();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // Then it runs anyway.
        }
    }
}
