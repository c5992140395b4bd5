package dev.rethread.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder only its owner may enter, gone with all that is in it when closed, or when the JVM is told to end. What a
 * killed process left behind goes when the next one makes a folder: its name says whose it was.
 */
final class PrivateFolder implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("rethread-(\\d{1,18})-.*");

    private final Path path;
    private final Thread atExit;

    private PrivateFolder(Path path) {
        this.path = path;
        this.atExit = new Thread(() -> empty(path), "rethread-clean");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static PrivateFolder create() throws IOException {
        sweep(Path.of(System.getProperty("java.io.tmpdir")));
        return new PrivateFolder(Files.createTempDirectory(
                "rethread-" + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    Path path() {
        return path;
    }

    private static void sweep(Path temporary) throws IOException {
        try (Stream<Path> all = Files.list(temporary)) {
            all.filter(PrivateFolder::isAbandoned).forEach(PrivateFolder::empty);
        }
    }

    private static boolean isAbandoned(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        return name.matches()
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static void empty(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
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
        empty(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // Then it runs anyway.
        }
    }
}
