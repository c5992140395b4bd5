package dev.rethread.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SnifferTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "data", "corpus");

    @TempDir
    Path folder;

    private SourceKind kind(String name, String content) throws IOException {
        return kind(name, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private SourceKind kind(String name, byte[] content) throws IOException {
        return Sniffer.sniff(Files.write(folder.resolve(name), content));
    }

    /** {"n": 1} */
    private static byte[] document() {
        return new byte[] {12, 0, 0, 0, 0x10, 'n', 0, 1, 0, 0, 0, 0};
    }

    @Test
    void rdbIsToldByItsMagicWhateverItsName() throws IOException {
        assertThat(kind("dump.rdb", "REDIS0009\u00ff12345678")).isEqualTo(SourceKind.RDB);
        assertThat(kind("copy.bak", "VALKEY080\u00ff12345678")).isEqualTo(SourceKind.RDB);
        assertThat(kind("dump2.rdb", "REDIS00x9\u00ff12345678")).isEqualTo(SourceKind.UNKNOWN);
        assertThat(kind("short.rdb", "REDIS00")).isEqualTo(SourceKind.UNKNOWN);
    }

    @Test
    void rdbIsToldWithoutItsHeaderOrBehindOtherThings() throws IOException {
        String records = "\u00fa\u0009redis-ver\u00057.2.6\u00fe\u0000\u00fb\u0001\u0000\u0000\u0001a\u0001b\u00ff";
        assertThat(kind("flipped", "REVIS0011" + records)).isEqualTo(SourceKind.RDB);
        assertThat(kind("zeroed", "\0".repeat(9) + records)).isEqualTo(SourceKind.RDB);
        assertThat(kind("mailed", "Content-Type: x\r\n\r\nREDIS0011" + records)).isEqualTo(SourceKind.RDB);
        assertThat(kind("old", "REDXS0006\u00fe\u0000\u0000\u0006post:1\u0001b\u00ff"))
                .isEqualTo(SourceKind.RDB);
        assertThat(kind("letter", "It says REDIS0011 in the first line of a dump"))
                .isEqualTo(SourceKind.UNKNOWN);
        assertThat(kind("noise", "123456789\u00fa\u0009redis")).isEqualTo(SourceKind.UNKNOWN);
    }

    @Test
    void damagedDumpsOfTheCorpusAreStillToldToBeDumps() throws IOException {
        Path damaged = CORPUS.resolve("damaged");
        assumeTrue(Files.isDirectory(damaged), "the corpus of real files does not lie beside this clone");
        try (Stream<Path> all = Files.list(damaged)) {
            assertThat(all.filter(path -> path.toString().endsWith(".rdb"))
                            .filter(path -> !path.toString().matches(".*(rdb-empty|rdb-cut-1)\\.rdb"))
                            .filter(path -> Sniffer.sniff(path) != SourceKind.RDB))
                    .isEmpty();
        }
    }

    @Test
    void aofIsToldByItsFirstCommandOrAnnotation() throws IOException {
        assertThat(kind("a", "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n")).isEqualTo(SourceKind.AOF);
        assertThat(kind("b", "#TS:1395900000\r\n*1\r\n$4\r\nPING\r\n")).isEqualTo(SourceKind.AOF);
        assertThat(kind("c", "* a list item\n")).isEqualTo(SourceKind.UNKNOWN);
    }

    @Test
    void aofWithPreambleIsToldByItsAuxFieldOrItsName() throws IOException {
        String yes = "REDIS0009\u00fa\u000caof-preamble\u00c0\u0001\u00ff12345678*1\r\n$4\r\nPING\r\n";
        assertThat(kind("renamed", yes)).isEqualTo(SourceKind.AOF);
        assertThat(kind("dump.rdb", yes.replace('\u0001', '\u0000'))).isEqualTo(SourceKind.RDB);
        assertThat(kind("old.AOF", "REDIS0009\u00ff12345678")).isEqualTo(SourceKind.AOF);
        assertThat(kind("appendonly.aof.1.base.rdb", "REDIS0010\u00ff12345678")).isEqualTo(SourceKind.RDB);
    }

    @Test
    void bsonIsToldByItsFirstDocument() throws IOException {
        byte[] document = document();
        assertThat(kind("posts", document)).isEqualTo(SourceKind.BSON);
        assertThat(kind("empty document", "\u0005\0\0\0\0")).isEqualTo(SourceKind.BSON);
        document[document.length - 1] = 7;
        assertThat(kind("torn", document)).isEqualTo(SourceKind.UNKNOWN);
        assertThat(kind("number", "\u0006\0\0\0A\0")).isEqualTo(SourceKind.UNKNOWN);
    }

    @Test
    void anythingElseIsUnknown() throws IOException {
        assertThat(kind("text", "hello")).isEqualTo(SourceKind.UNKNOWN);
        assertThat(kind("byte", "x")).isEqualTo(SourceKind.UNKNOWN);
        assertThat(kind("zeroes", new byte[5000])).isEqualTo(SourceKind.UNKNOWN);
        assertThat(Sniffer.sniff(Files.createDirectory(folder.resolve("empty"))))
                .isEqualTo(SourceKind.UNKNOWN);
    }

    @Test
    void appendOnlyDirectoryIsToldByItsManifestOrByItsParts() throws IOException {
        Path whole = Files.createDirectory(folder.resolve("appendonlydir"));
        Files.createFile(whole.resolve("appendonly.aof.manifest"));
        assertThat(Sniffer.sniff(whole)).isEqualTo(SourceKind.AOF_DIRECTORY);
        Path parts = Files.createDirectory(folder.resolve("parts"));
        Files.createFile(parts.resolve("appendonly.aof.3.incr.aof"));
        assertThat(Sniffer.sniff(parts)).isEqualTo(SourceKind.AOF_DIRECTORY);
    }

    @Test
    void mongodumpIsToldAtTheDatabaseAndAboveIt() throws IOException {
        Path database = Files.createDirectories(folder.resolve("dump").resolve("forum"));
        Files.write(database.resolve("posts.bson"), document());
        assertThat(Sniffer.sniff(database)).isEqualTo(SourceKind.MONGODUMP);
        assertThat(Sniffer.sniff(folder.resolve("dump"))).isEqualTo(SourceKind.MONGODUMP);
        assertThat(Sniffer.sniff(folder)).isEqualTo(SourceKind.UNKNOWN);
    }

    @Test
    void whatCannotBeReadIsRefusedInOneLineWithAHint() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.rdb"));
        refused(() -> Sniffer.sniff(folder.resolve("none")), "none: no such file");
        refused(() -> Sniffer.sniff(empty), "empty.rdb: the file is empty");
        refused(() -> SourceFile.open(folder), ": is a directory, not a file");
        refused(() -> SourceFile.open(Path.of("/dev/null")), "/dev/null: is a pipe or a device");
    }

    @Test
    void unreadableFileAndDirectoryAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("secret.rdb"), "REDIS0009");
        Path directory = Files.createDirectory(folder.resolve("secret"));
        assumeTrue(file.toFile().setReadable(false) && directory.toFile().setReadable(false));
        assumeFalse(Files.isReadable(file), "the superuser may read everything");
        refused(() -> Sniffer.sniff(file), "secret.rdb: cannot be opened");
        refused(() -> Sniffer.sniff(directory), "secret: cannot be listed");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.getMessage()).contains(message).doesNotContain("\n");
            assertThat(e.hint()).endsWith(".").doesNotContain("\n");
        });
    }

    @TestFactory
    Stream<DynamicTest> filesOfServersAreWhatTheirFoldersSay() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the corpus of real files does not lie beside this clone");
        List<Path> all;
        try (Stream<Path> walk = Files.walk(CORPUS, 3)) {
            all = walk.filter(path -> !path.toString().contains("damaged"))
                    .sorted()
                    .toList();
        }
        return all.stream()
                .filter(path -> expected(path) != SourceKind.UNKNOWN)
                .map(path -> DynamicTest.dynamicTest(
                        CORPUS.relativize(path).toString(),
                        () -> assertThat(Sniffer.sniff(path)).isEqualTo(expected(path))));
    }

    private static SourceKind expected(Path path) {
        String name = path.toString();
        if (Files.isDirectory(path)) {
            return name.endsWith("appendonlydir") ? SourceKind.AOF_DIRECTORY : SourceKind.UNKNOWN;
        }
        if (name.endsWith(".rdb")) {
            return SourceKind.RDB;
        }
        return name.endsWith(".aof") ? SourceKind.AOF : SourceKind.UNKNOWN;
    }
}
