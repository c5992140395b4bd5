package dev.rethread.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes a fuzzer made up, as the file that a reader wants. One file a process, written over each time. */
public final class FuzzInput {
    private static final Path FILE = file();

    private FuzzInput() {}

    public static Path file(byte[] content) {
        try {
            return Files.write(FILE, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".input");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
