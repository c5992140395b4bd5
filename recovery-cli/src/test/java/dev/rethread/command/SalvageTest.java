package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.ExitCode;
import dev.rethread.keyspace.Key;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file becomes a sound one that says what it lacks. */
class SalvageTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        SmallIncident.copyTo(folder);
    }

    private Shell.Result salvage(String... more) {
        String[] args = new String[more.length + 4];
        System.arraycopy(new String[] {"salvage", "stale.rdb", "-o", "clean.rdb"}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        return new Shell(folder).rethread(args);
    }

    private void damage(int at) throws IOException {
        byte[] content = Files.readAllBytes(folder.resolve("stale.rdb"));
        for (int i = 0; i < 40; i++) {
            content[at + i] = 0x55;
        }
        Files.write(folder.resolve("broken.rdb"), content);
    }

    private static Collection<Key> keys(Path file) {
        try (SourceFile source = SourceFile.open(file)) {
            return List.copyOf(RdbSnapshot.read(source).keys());
        }
    }

    @Test
    void aSoundFileLosesNothing() throws Exception {
        Shell.Result result = salvage();
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
        assertThat(result.out()).contains(" 0 lost").contains("wrote clean.rdb");
        assertThat(keys(folder.resolve("clean.rdb"))).hasSameElementsAs(keys(folder.resolve("stale.rdb")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("clean.rdb"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsSavedOfADamagedFileIsMarkedAndSoundInItself() throws Exception {
        int at = (int) Files.size(stale()) / 2;
        damage(at);
        Shell.Result result = new Shell(folder).rethread("salvage", "broken.rdb", "-o", "clean.rdb");
        assertThat(result.is(ExitCode.FOUND)).as(result.toString()).isTrue();
        assertThat(result.out()).contains("    between ").contains("marked as salvaged");
        Shell.Result inventory = new Shell(folder).rethread("inventory", "clean.rdb");
        assertThat(inventory.out()).contains("salvaged from a damaged file: ").contains("partial");
        assertThat(keys(folder.resolve("clean.rdb"))).isSubsetOf(keys(folder.resolve("stale.rdb")));
    }

    private Path stale() {
        return folder.resolve("stale.rdb");
    }

    @Test
    void bytesReadAndLostMakeTheSizeInJson() throws Exception {
        damage((int) Files.size(stale()) / 3);
        Shell.Result result =
                new Shell(folder).rethread("salvage", "broken.rdb", "-o", "clean.rdb", "--format", "json");
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(report.get("bytesRead").asLong() + report.get("bytesLost").asLong())
                .isEqualTo(Files.size(folder.resolve("broken.rdb")));
        assertThat(report.get("findings")).isNotEmpty();
    }

    @Test
    void anExistingFileIsNotReplacedUnasked() throws Exception {
        Files.writeString(folder.resolve("clean.rdb"), "mine");
        assertThat(salvage().is(ExitCode.PRECONDITION)).isTrue();
        assertThat(folder.resolve("clean.rdb")).hasContent("mine");
        assertThat(salvage("--force").is(ExitCode.DONE)).isTrue();
    }

    @Test
    void whatIsNoKeyspaceAtAllIsRefused() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "we lost everything");
        Shell.Result result = new Shell(folder).rethread("salvage", "notes.txt", "-o", "clean.rdb");
        assertThat(result.is(ExitCode.SOURCE)).as(result.toString()).isTrue();
        assertThat(folder.resolve("clean.rdb")).doesNotExist();
    }

    private void cut() throws IOException {
        byte[] whole = Files.readAllBytes(stale());
        Files.write(folder.resolve("broken.rdb"), Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    void aServerLoadsWhatIsSavedAndAnswersTheSame() throws Exception {
        cut();
        Path other = Files.createDirectories(folder.resolve("other"));
        Shell.Result result = new Shell(folder).rethread("salvage", "broken.rdb", "-o", "other/dump.rdb");
        assertThat(result.is(ExitCode.FOUND)).as(result.toString()).isTrue();
        try (RedisProcess server = OtherServers.start(RedisBinary.find(null), other)) {
            Shell.Result diff =
                    new Shell(folder).rethread("diff", "other/dump.rdb", "redis://127.0.0.1:" + server.port());
            assertThat(diff.out()).contains("0 keys only in A, 0 only in B, 0 changed, ");
        }
    }

    @Test
    void aPartialValueIsReadBackAsOne() throws Exception {
        cut();
        new Shell(folder).rethread("salvage", "broken.rdb", "-o", "clean.rdb");
        try (SourceFile broken = SourceFile.open(folder.resolve("broken.rdb"));
                SourceFile clean = SourceFile.open(folder.resolve("clean.rdb"))) {
            RdbSnapshot before = RdbSnapshot.read(broken);
            RdbSnapshot after = RdbSnapshot.read(clean);
            List<Key> partial = before.keys().stream().filter(before::partial).toList();
            assertThat(partial).isNotEmpty();
            assertThat(after.keys().stream().filter(after::partial).toList()).isEqualTo(partial);
            assertThat(after.damages()).isEmpty();
            assertThat(after.complete()).isFalse();
        }
        new Shell(folder).rethread("salvage", "broken.rdb", "-o", "whole.rdb", "--whole-only");
        assertThat(keys(folder.resolve("whole.rdb")))
                .hasSize(keys(folder.resolve("clean.rdb")).size() - 1);
    }

    @Test
    void anAppendOnlyDirectoryIsSavedToo() {
        Shell.Result result = new Shell(folder).rethread("salvage", "replica-b/appendonlydir", "-o", "clean.rdb");
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
        Shell.Result diff = new Shell(folder).rethread("diff", "replica-b/appendonlydir", "clean.rdb");
        assertThat(diff.is(ExitCode.DONE)).as(diff.toString()).isTrue();
    }
}
