package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.source.SourceException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A keyspace that does not fit a JVM of 64 MB, in a JVM of 64 MB. */
class HeapLimitTest {
    private static final int BYTES = 150 << 20;
    private static final int SECONDS = 60;

    @TempDir
    Path folder;

    /** What the child runs. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            try {
                AofSnapshot.read("big", Path.of(arguments[0]), Until.END);
                System.out.println("was read");
            } catch (SourceException refused) {
                System.out.println(refused.getMessage() + " HINT " + refused.hint());
            }
        }
    }

    /** Small keys, and values so large that a few of them fill the heap between two looks at it. */
    @ParameterizedTest
    @ValueSource(ints = {20, 400, 1_000_000, 12_000_000})
    void isRefusedBeforeTheJvmIsFull(int valueLength) throws IOException, InterruptedException {
        String said = run(write(valueLength), "-Xmx64m", "-XX:+UseSerialGC");
        assertThat(said)
                .startsWith("big: needs about ")
                .contains("the JVM has")
                .contains("HINT Run with JAVA_TOOL_OPTIONS");
    }

    @Test
    void whatFitsIsRead() throws IOException, InterruptedException {
        Path file = new AofBytes().keys(20_000).write(folder);
        assertThat(run(file, "-Xmx64m", "-XX:+UseSerialGC")).isEqualTo("was read");
    }

    private Path write(int valueLength) throws IOException {
        Path file = folder.resolve("appendonly.aof");
        String value = "v".repeat(valueLength);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            long written = 0;
            for (int i = 0; written < BYTES; i++) {
                String key = "key:" + i;
                byte[] command = ("*3\r\n$3\r\nSET\r\n$" + key.length() + "\r\n" + key + "\r\n$" + valueLength + "\r\n"
                                + value + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
                out.write(command);
                written += command.length;
            }
        }
        return file;
    }

    private static String run(Path file, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
