package dev.rethread.fuzz;

import static java.nio.file.Files.readAllBytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The inputs kept from fuzzing, replayed: those that together reach all the code a fuzzer reached, and every one that
 * once broke something. {@code mvn -Pfuzz} finds new ones.
 */
public final class KeptInputs {
    private static final Path ROOT = Path.of("src", "test", "resources", "dev", "rethread", "fuzz");

    private KeptInputs() {}

    /** A test an input of {@code target}, the name of the folder. */
    public static Stream<DynamicTest> replay(String target, Consumer<byte[]> fuzz) {
        return files(ROOT.resolve(target)).stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> fuzz.accept(readAllBytes(file))));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
