package dev.rethread.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.aof.Until;
import dev.rethread.engine.RedisEngine.Loaded;
import dev.rethread.keyspace.Key;
import dev.rethread.server.TestServer;
import dev.rethread.source.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server loads what Java counts as not replayed. */
class RedisEngineTest {
    private static final String SCRIPT = "redis.call('set', KEYS[1], 'by script')";

    @TempDir
    Path folder;

    private Path server = Path.of("");

    @BeforeEach
    void needsAServer() {
        Path binary = TestServer.installed();
        Assumptions.assumeTrue(binary != null, "no redis-server on the PATH");
        server = Objects.requireNonNull(binary);
    }

    private static String command(String... arguments) {
        StringBuilder command = new StringBuilder("*" + arguments.length + "\r\n");
        for (String argument : arguments) {
            command.append("$" + argument.length() + "\r\n" + argument + "\r\n");
        }
        return command.toString();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1);
    }

    private Loaded load(Path path, Until until) {
        return RedisEngine.of(server, Duration.ofSeconds(30)).read("old", path, until);
    }

    private static List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("rethread-"))
                    .toList();
        }
    }

    @Test
    void scriptsAreRunAndNothingIsLeftBehind() throws IOException {
        List<Path> before = left();
        String text = command("SELECT", "0")
                + command("EVAL", SCRIPT, "1", "scripted")
                + command("SET", "session", "x", "PXAT", "1398281000000")
                + "*2\r\n$3\r\nSE";
        Path path = write("old.aof", text);
        try (Loaded loaded = load(path, Until.WIPE)) {
            assertThat(loaded.snapshot().keys()).containsExactlyInAnyOrder(Key.of("scripted"), Key.of("session"));
            assertThat(Objects.requireNonNull(loaded.snapshot().get(Key.of("session")))
                            .expireAt())
                    .isEqualTo(1398281000000L);
            assertThat(loaded.snapshot().source()).isEqualTo("old");
            assertThat(loaded.snapshot().complete()).isTrue();
            assertThat(loaded.note()).contains("redis-server ", "TORN_TAIL");
            assertThat(left()).hasSameElementsAs(before);
        }
        assertThat(Files.readString(path, StandardCharsets.ISO_8859_1)).isEqualTo(text);
    }

    @Test
    void whatAKilledProcessLeftGoesWithTheNextFolder() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        Path abandoned = Files.createTempDirectory("rethread-" + process.pid() + "-");
        Files.writeString(abandoned.resolve("appendonly.aof"), "secret");
        try (PrivateFolder mine = PrivateFolder.create();
                PrivateFolder other = PrivateFolder.create()) {
            assertThat(abandoned).doesNotExist();
            assertThat(mine.path()).isDirectory();
            assertThat(other.path()).isDirectory();
        }
    }

    @Test
    void theServerIsGivenNothingBehindTheStop() throws IOException {
        StringBuilder text = new StringBuilder(command("SELECT", "0"));
        for (int i = 0; i < 20; i++) {
            text.append(command("SET", "key:" + i, "x"));
        }
        Path base = write("a.1.base.aof", text.toString());
        Path increment = write("a.1.incr.aof", command("SET", "more", "x") + command("FLUSHALL"));
        write("a.manifest", "file a.1.base.aof seq 1 type b\nfile a.1.incr.aof seq 1 type i\n");
        try (Loaded loaded = load(folder, Until.WIPE)) {
            assertThat(loaded.snapshot().keys()).hasSize(21).contains(Key.of("more"));
        }
        try (Loaded loaded = load(folder, Until.offset("a.1.base.aof", Files.size(base)))) {
            assertThat(loaded.snapshot().keys()).hasSize(20);
        }
        try (Loaded loaded = load(folder, Until.END)) {
            assertThat(loaded.snapshot().keys()).isEmpty();
        }
        assertThat(Files.readString(increment)).isEqualTo(command("SET", "more", "x") + command("FLUSHALL"));
    }

    @Test
    void whatTheServerRefusesIsToldInItsWords() throws IOException {
        List<Path> before = left();
        Path path = write("new.aof", command("SET", "a", "1") + command("NO.SUCH", "a") + command("SET", "b", "1"));
        assertThatThrownBy(() -> load(path, Until.END))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("ended with 1")
                .hasMessageContaining("NO.SUCH");
        assertThat(left()).hasSameElementsAs(before);
    }

    @Test
    void anotherProgramIsNoServer() throws IOException {
        Path path = write("a.aof", command("SET", "a", "1"));
        RedisEngine other = RedisEngine.of(Path.of("/bin/true"), Duration.ofSeconds(5));
        assertThatThrownBy(() -> other.read("a", path, Until.END)).isInstanceOf(SourceException.class);
        RedisEngine none = RedisEngine.of(folder.resolve("none"), Duration.ofSeconds(5));
        assertThatThrownBy(() -> none.read("a", path, Until.END)).isInstanceOf(SourceException.class);
    }
}
