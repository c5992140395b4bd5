package dev.rethread.document;

import static dev.rethread.document.Dumps.bytes;
import static dev.rethread.document.Dumps.documents;
import static dev.rethread.document.Dumps.numbered;
import static dev.rethread.document.Dumps.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rethread.source.Packing;
import dev.rethread.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentDumpTest {
    @TempDir
    private Path dir;

    @Test
    void aDumpIsReadDatabaseByDatabaseAndByName() throws IOException {
        write(dir.resolve("muut/threads.bson"), bytes(numbered(1), numbered(2)));
        write(dir.resolve("muut/threads.metadata.json"), new byte[] {'{', '}'});
        write(dir.resolve("muut/replies.bson"), bytes(numbered(3)));
        write(dir.resolve("archive/threads.bson"), bytes(numbered(4)));
        write(dir.resolve("muut/empty.bson"), new byte[0]);
        DocumentDump dump = DocumentDump.open("secondary", dir);
        assertThat(documents(dump))
                .extracting(
                        Document::collection,
                        document -> document.content().getInt32("n").getValue())
                .containsExactly(tuple("threads", 4), tuple("replies", 3), tuple("threads", 1), tuple("threads", 2));
        assertThat(dump.name()).isEqualTo("secondary");
        assertThat(dump.collections())
                .extracting(CollectionSummary::collection)
                .containsExactly("threads", "empty", "replies", "threads");
        assertThat(dump.collections()).extracting(CollectionSummary::documents).containsExactly(1L, 0L, 1L, 2L);
        assertThat(dump.damages()).isEmpty();
    }

    @Test
    void oneDatabasesFolderAndOneFileAreDumpsToo() throws IOException {
        Path file = write(dir.resolve("muut/threads.bson"), bytes(numbered(1)));
        assertThat(documents(DocumentDump.open("s", dir.resolve("muut"))))
                .isEqualTo(documents(DocumentDump.open("s", file)))
                .hasSize(1);
    }

    @Test
    void aDumpCanBeReadAgain() throws IOException {
        DocumentDump dump = DocumentDump.open("s", write(dir.resolve("a.bson"), bytes(numbered(1), numbered(2))));
        assertThat(documents(dump)).isEqualTo(documents(dump));
        assertThat(dump.collections().get(0).documents()).isEqualTo(2);
    }

    @Test
    void theSummaryNeedsNoPassBefore() throws IOException {
        byte[] content = bytes(numbered(7), numbered(5));
        DocumentDump dump = DocumentDump.open("s", write(dir.resolve("a.bson"), content));
        CollectionSummary summary = dump.collections().get(0);
        assertThat(summary.bytes()).isEqualTo(summary.size()).isEqualTo(content.length);
        assertThat(summary.newest()).isEqualTo(Instant.ofEpochSecond(1_390_000_007));
    }

    @Test
    void withoutObjectIdsNothingIsNewest() throws IOException {
        byte[] content = bytes(new BsonDocument("_id", new BsonInt32(1)));
        DocumentDump dump = DocumentDump.open("s", write(dir.resolve("a.bson"), content));
        assertThat(dump.collections().get(0).newest()).isNull();
    }

    @Test
    void namesOfCollectionsAreUnescaped() throws IOException {
        write(dir.resolve("db/a%2Fb+c.bson"), bytes(numbered(1)));
        write(dir.resolve("db/half%2.bson"), bytes(numbered(2)));
        assertThat(documents(DocumentDump.open("s", dir)))
                .extracting(Document::collection)
                .containsExactly("a/b+c", "half%2");
    }

    @Test
    void whatCannotBeReadIsRefusedAtOnce() throws IOException {
        assertRefused(dir.resolve("none"), "no such file");
        assertRefused(write(dir.resolve("empty.bson"), new byte[0]), "the file is empty");
        Files.createDirectories(dir.resolve("bare/db"));
        assertRefused(dir.resolve("bare"), "no collections");
    }

    @Test
    void compressedCollectionsAndDumpsInArchivesAreReadAsTheyAre() throws IOException {
        byte[] content = bytes(numbered(1), numbered(2));
        write(dir.resolve("zipped/db/a%2Fb.bson.gz"), Packing.gzip(content));
        byte[] archive = new Packing.Tar()
                .file("dump/db/a%2Fb.bson", content)
                .file("dump/db/empty.bson", new byte[0])
                .bytes();
        write(dir.resolve("dump.tgz"), Packing.gzip(archive));
        write(
                dir.resolve("db.tar"),
                new Packing.Tar().file("a%2Fb.bson", content).bytes());
        List<Document> zipped = documents(DocumentDump.open("s", dir.resolve("zipped")));
        assertThat(zipped).hasSize(2).extracting(Document::collection).containsOnly("a/b");
        assertThat(documents(DocumentDump.open("s", dir.resolve("dump.tgz!dump"))))
                .isEqualTo(zipped);
        assertThat(documents(DocumentDump.open("s", dir.resolve("dump.tgz!dump/db"))))
                .isEqualTo(zipped);
        assertThat(documents(DocumentDump.open("s", dir.resolve("db.tar")))).isEqualTo(zipped);
    }

    @Test
    void whatAnArchiveLostIsDamageOfTheDumpInIt() throws IOException {
        byte[] content = bytes(numbered(1), numbered(2));
        byte[] tar = new Packing.Tar()
                .file("db/a.bson", content)
                .file("db/b.bson", content)
                .bytes();
        int secondHeader = 512 + 512 * ((content.length + 511) / 512);
        byte[] headerLost = tar.clone();
        headerLost[secondHeader + 3] ^= 1;
        write(dir.resolve("header.tar"), headerLost);
        DocumentDump dump = DocumentDump.open("s", dir.resolve("header.tar"));
        assertThat(documents(dump)).hasSize(2);
        assertThat(dump.damages()).hasSize(1);
        write(dir.resolve("cut.tar"), java.util.Arrays.copyOf(tar, secondHeader + 512 + content.length / 2));
        DocumentDump cut = DocumentDump.open("s", dir.resolve("cut.tar"));
        assertThat(documents(cut)).hasSize(3);
        assertThat(cut.damages()).anyMatch(damage -> damage.problem().contains("breaks off, "));
    }

    @Test
    void anUnreadableCollectionIsRefusedAtOnce() throws IOException {
        Path file = write(dir.resolve("db/a.bson"), bytes(numbered(1)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "a privileged user reads everything");
        assertRefused(dir, "cannot be opened");
    }

    @Test
    void aPipeIsRefusedAndNotWaitedFor() throws Exception {
        Path pipe = dir.resolve("db/a.bson");
        Files.createDirectories(pipe.getParent());
        int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Assumptions.assumeTrue(made == 0, "no mkfifo here");
        assertRefused(dir, "not a regular file");
    }

    @Test
    void theCallersOwnExceptionComesThrough() throws IOException {
        DocumentDump dump = DocumentDump.open("s", write(dir.resolve("a.bson"), bytes(numbered(1))));
        assertThatThrownBy(() -> dump.forEach(document -> {
                    throw new UnsupportedOperationException("enough");
                }))
                .hasMessage("enough");
    }

    @Test
    void aRealDumpIsReadToItsLastByte() {
        Path real = Path.of("..", "..", "shared", "data", "nodebb-incident-s", "secondary", "mongodump");
        Assumptions.assumeTrue(Files.isDirectory(real), "the shared data are not here");
        DocumentDump dump = DocumentDump.open("secondary", real);
        List<Document> documents = documents(dump);
        CollectionSummary objects = dump.collections().get(0);
        assertThat(dump.damages()).isEmpty();
        assertThat(Dumps.tiles(documents, objects)).isTrue();
        assertThat(objects.collection()).isEqualTo("objects");
        assertThat(documents)
                .hasSizeGreaterThan(1_000)
                .allMatch(document -> document.content().containsKey("_key"));
    }

    private static void assertRefused(Path path, String why) {
        assertThatThrownBy(() -> DocumentDump.open("s", path))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(why);
    }
}
