package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Survivors as backups hold them: one archive of all, single files compressed. */
class CompressedSourcesTest {
    private static final String ARCHIVE = "survivors.tar.gz";

    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void pack() throws IOException, InterruptedException {
        Path survivors = folder.resolve("survivors");
        SmallIncident.copyTo(survivors);
        int code = new ProcessBuilder("tar", "-czf", ARCHIVE, "-C", "survivors", ".")
                .directory(folder.toFile())
                .start()
                .waitFor();
        assertThat(code).isZero();
        shell = new Shell(folder);
    }

    private void gzip(String name) throws IOException {
        Path plain = folder.resolve("survivors").resolve(name);
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("survivors/" + name + ".gz")))) {
            Files.copy(plain, out);
        }
        Files.delete(plain);
    }

    private Shell.Result init(String incident, String prefix, String suffix) {
        return shell.rethread(
                "init",
                incident,
                "--profile",
                "muut",
                "--base",
                prefix + "stale.rdb" + suffix,
                "--evidence",
                "replica-b=" + prefix + "replica-b/appendonlydir",
                "--evidence",
                "replica-c=" + prefix + "replica-c.rdb" + suffix,
                "--evidence",
                "mongodump=" + prefix + "mongodump",
                "--live",
                prefix + "live.rdb" + suffix);
    }

    private List<String> gap(String incident) {
        Shell.Result gap = shell.in(incident).rethread("gap");
        assertThat(gap.is(ExitCode.FOUND)).as(gap.toString()).isTrue();
        return gap.out().lines().toList();
    }

    @Test
    void theGapIsTheSameOutOfAnArchiveAndOutOfCompressedFiles() throws IOException {
        assertThat(init("plain", "survivors/", "").is(ExitCode.DONE)).isTrue();
        List<String> plain = gap("plain");

        Shell.Result archived = init("archived", ARCHIVE + "!", "");
        assertThat(archived.is(ExitCode.DONE)).as(archived.toString()).isTrue();
        assertThat(gap("archived")).isEqualTo(plain);

        for (String name : List.of("stale.rdb", "replica-c.rdb", "live.rdb", "mongodump/muut/threads.bson")) {
            gzip(name);
        }
        Shell.Result zipped = init("zipped", "survivors/", ".gz");
        assertThat(zipped.is(ExitCode.DONE)).as(zipped.toString()).isTrue();
        assertThat(gap("zipped")).isEqualTo(plain);
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(path -> path.toString().endsWith(".spool"))).isEmpty();
        }
    }

    @Test
    void anArchiveOfSeveralSourcesSaysWhatItHolds() {
        Shell.Result inventory = shell.rethread("inventory", ARCHIVE);
        assertThat(inventory.is(ExitCode.SOURCE)).as(inventory.toString()).isTrue();
        assertThat(inventory.err())
                .contains(ARCHIVE + "!/stale.rdb (rdb)")
                .contains(ARCHIVE + "!/replica-b/appendonlydir (appendonlydir)")
                .contains(ARCHIVE + "!/mongodump (mongodump)");
        Shell.Result one = shell.rethread("inventory", ARCHIVE + "!stale.rdb");
        assertThat(one.is(ExitCode.DONE)).as(one.toString()).isTrue();
        assertThat(one.out()).contains("rdb");
    }
}
