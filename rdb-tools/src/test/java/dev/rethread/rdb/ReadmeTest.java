package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README compiles, runs and prints what the README says. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path THIS = Path.of("src", "test", "java", "dev", "rethread", "rdb", "ReadmeTest.java");

    @TempDir
    Path folder;

    private static void example(Path dump, PrintStream out) {
        try (SourceFile file = SourceFile.open(dump)) {
            RdbSnapshot snapshot = RdbSnapshot.read(file);
            snapshot.keys().forEach(key -> out.println(snapshot.get(key)));
            snapshot.damages().forEach(out::println);
            out.println(snapshot.complete() ? "complete" : "not complete");
        }
    }

    @Test
    void theExampleIsTheOneThatRunsHere() throws IOException {
        assertThat(Files.readString(THIS))
                .contains(block("java").stripTrailing().indent(8));
    }

    @Test
    void theExamplePrintsWhatTheReadmeSays() throws IOException {
        RdbBytes torn = RdbBytes.version(9).stringKey("post:1", "Hello").key(RdbType.HASH, "post:2");
        Path dump = torn.length(3).string("content").in(folder);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        example(dump, new PrintStream(printed, true, StandardCharsets.UTF_8));
        String text = printed.toString(StandardCharsets.UTF_8).replace(dump.toString(), "dump.rdb");
        assertThat(text).isEqualTo(block("text"));
    }

    private static String block(String language) throws IOException {
        String readme = Files.readString(README);
        String start = "```" + language + "\n";
        int from = readme.indexOf(start) + start.length();
        return readme.substring(from, readme.indexOf("```", from));
    }
}
