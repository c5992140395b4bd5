package dev.rethread.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {
    @TempDir
    Path folder;

    private Path written(String content) throws IOException {
        return Files.writeString(folder.resolve("source"), content);
    }

    private static String read(SourceFile file, long offset, int length) {
        byte[] into = new byte[length];
        int read = file.read(offset, into, 0, length);
        return new String(into, 0, read, StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsEndWhereTheFileEnds() throws IOException {
        try (SourceFile file = SourceFile.open(written("abcdef"))) {
            assertThat(file.size()).isEqualTo(6);
            assertThat(read(file, 4, 10)).isEqualTo("ef");
            assertThat(read(file, 6, 1)).isEmpty();
            assertThat(read(file, 1L << 40, 1)).isEmpty();
        }
    }

    @Test
    void bytesAppendedLaterAreNotSeen() throws IOException {
        Path path = written("abc");
        try (SourceFile file = SourceFile.open(path)) {
            Files.writeString(path, "def", StandardOpenOption.APPEND);
            assertThat(read(file, 0, 10)).isEqualTo("abc");
            assertThat(file.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    @Test
    void fileThatShrankReadsShortAndHasNoHash() throws IOException {
        Path path = written("abcdef");
        try (SourceFile file = SourceFile.open(path)) {
            Files.writeString(path, "ab");
            assertThat(read(file, 0, 6)).isEqualTo("ab");
            assertThatThrownBy(file::sha256)
                    .isInstanceOf(SourceException.class)
                    .hasMessageEndingWith("had 6 bytes when it was opened, now has 2");
        }
    }

    @Test
    void emptyPartIsOrdinaryButAnEmptyFileHoldsNothing() throws IOException {
        Path path = written("");
        try (SourceFile part = SourceFile.openPart(path)) {
            assertThat(part.size()).isZero();
        }
        assertThatThrownBy(() -> SourceFile.open(path)).isInstanceOf(SourceException.class);
    }
}
