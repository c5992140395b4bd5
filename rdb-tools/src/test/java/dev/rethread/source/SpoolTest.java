package dev.rethread.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final String SECRET = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    private static final int SIZE = 40 << 20;

    @TempDir
    Path folder;

    private static List<Path> spools() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().endsWith(".spool"))
                    .toList();
        }
    }

    /** The deleted files that this process holds open, as their bytes lie on disk. */
    private static List<Path> nameless() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "only Linux lists open files here");
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : all.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().endsWith(".spool (deleted)")) {
                    found.add(descriptor);
                }
            }
        }
        return found;
    }

    private Path packed() throws IOException {
        Path path = folder.resolve("large.gz");
        byte[] line = (SECRET + "\n").repeat(100).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            for (int written = 0; written < SIZE; written += line.length) {
                out.write(line);
            }
        }
        return path;
    }

    @Test
    void noSecretIsToBeFoundInATemporaryFile() throws IOException {
        List<Path> before = spools();
        try (SourceFile file = SourceFile.open(packed())) {
            assertThat(file.size()).isGreaterThanOrEqualTo(SIZE);
            assertThat(spools()).isEqualTo(before);
            byte[] read = new byte[SECRET.length()];
            file.read(SIZE / 2 / 61 * 61L, read, 0, read.length);
            assertThat(new String(read, StandardCharsets.US_ASCII)).isEqualTo(SECRET);
            assertThat(nameless())
                    .isNotEmpty()
                    .allSatisfy(spool -> assertThat(secrets(spool)).isZero());
        }
        assertThat(spools()).isEqualTo(before);
    }

    private static int secrets(Path spool) throws IOException {
        String content = new String(Files.readAllBytes(spool), StandardCharsets.ISO_8859_1);
        assertThat(content.length()).isGreaterThanOrEqualTo(SIZE);
        return content.split(java.util.regex.Pattern.quote(SECRET.substring(10, 30)), -1).length - 1;
    }

    @Test
    void anyStretchReadsAsItWasWritten() throws IOException {
        Random random = new Random(3);
        byte[] content = new byte[1_000_003];
        random.nextBytes(content);
        try (Spool spool = Spool.create("test")) {
            byte[] chunk = new byte[5000];
            for (int at = 0; at < content.length; at += chunk.length) {
                int length = Math.min(random.nextInt(1, chunk.length), content.length - at);
                length = at + chunk.length >= content.length ? content.length - at : chunk.length;
                System.arraycopy(content, at, chunk, 0, length);
                spool.append(chunk, length);
            }
            for (int i = 0; i < 2000; i++) {
                int from = random.nextInt(content.length + 10);
                byte[] into = new byte[random.nextInt(1, 3000)];
                int read = spool.read(from, into, 0, into.length);
                assertThat(read).isEqualTo(Math.max(0, Math.min(into.length, content.length - from)));
                for (int at = 0; at < read; at++) {
                    if (into[at] != content[from + at]) {
                        throw new AssertionError("byte " + (from + at));
                    }
                }
            }
        }
    }
}
