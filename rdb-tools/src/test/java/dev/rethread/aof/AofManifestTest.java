package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Key;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AofManifestTest {
    private static final String BASE = "file a.1.base.aof seq 1 type b\n";
    private static final String FIRST = "file a.1.incr.aof seq 1 type i\n";
    private static final String SECOND = "file a.2.incr.aof seq 2 type i\n";

    @TempDir
    Path folder;

    private Path directory(String manifest, String... files) throws IOException {
        Files.writeString(folder.resolve("a.manifest"), manifest);
        for (String file : files) {
            Files.write(
                    folder.resolve(file),
                    new AofBytes().command("SET", file, "v").bytes());
        }
        return folder;
    }

    private static List<String> names(AofManifest manifest) {
        return manifest.loaded().stream().map(AofPart::file).toList();
    }

    private void assertRefused(String manifest, String problem) throws IOException {
        Path directory = directory(manifest, "a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof", "b.aof");
        assertThatThrownBy(() -> AofManifest.read(directory))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.hint()).isNotBlank())
                .hasMessageContaining(problem);
    }

    @Test
    void baseComesFirstThenIncrementsByNumber() throws IOException {
        Path directory = directory(BASE + FIRST + SECOND, "a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof");
        AofManifest manifest = AofManifest.read(directory);
        assertThat(names(manifest)).containsExactly("a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof");
        assertThat(manifest.damages()).isEmpty();
        AofSnapshot snapshot = AofSnapshot.read("replica", directory);
        assertThat(snapshot.keys()).hasSize(3);
        assertThat(snapshot.parts())
                .containsExactly("replica/a.1.base.aof", "replica/a.1.incr.aof", "replica/a.2.incr.aof");
        assertThat(snapshot.fileOf(Key.of("a.2.incr.aof"))).isEqualTo("replica/a.2.incr.aof");
        assertThat(snapshot.complete()).isTrue();
    }

    @Test
    void quotedNamesAreUnescaped() throws IOException {
        String manifest =
                "# a comment\nfile \"a \\\"log\\x2d\\t.aof\" seq 1 type b startoffset 7\nfile 'it\\'s' seq 1 type i\n";
        Path directory = directory(manifest, "a \"log-\t.aof", "it's");
        assertThat(names(AofManifest.read(directory))).containsExactly("a \"log-\t.aof", "it's");
    }

    @Test
    void historyAndStrayFilesAreNotReadButNoted() throws IOException {
        Path directory = directory(
                BASE + "file a.0.incr.aof seq 1 type h\n", "a.1.base.aof", "a.0.incr.aof", "temp-rewrite.aof");
        Files.writeString(directory.resolve("temp-a.manifest"), BASE);
        AofSnapshot snapshot = AofSnapshot.read("replica", directory);
        assertThat(snapshot.keys()).containsExactly(Key.of("a.1.base.aof"));
        assertThat(snapshot.notes()).hasSize(3);
        assertThat(snapshot.complete()).isTrue();
    }

    @Test
    void missingFilesAndBadLinesAreDamage() throws IOException {
        for (String bad : List.of(
                "file a.2.incr.aof seq 2 type i\n",
                "\0garbage\n",
                "file ../a.1.incr.aof seq 3 type i\n",
                "file x seq 3 type q\n",
                "file x seq -1 type i\n",
                "file \"x seq 3 type i\n",
                "file a.2.incr.aof seq ")) {
            AofSnapshot snapshot =
                    AofSnapshot.read("replica", directory(BASE + FIRST + bad, "a.1.base.aof", "a.1.incr.aof"));
            assertThat(snapshot.damages()).as(bad).hasSize(1);
            assertThat(snapshot.complete()).as(bad).isFalse();
            assertThat(snapshot.keys()).as(bad).hasSize(2);
        }
    }

    @Test
    void swappedIncrementsAreReadByNumberAndToldOf() throws IOException {
        AofManifest manifest =
                AofManifest.read(directory(BASE + SECOND + FIRST, "a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof"));
        assertThat(names(manifest)).containsExactly("a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof");
        assertThat(manifest.damages()).hasSize(1);
    }

    private void assertRead(String manifest, String problem, String... files) throws IOException {
        Path directory = directory(manifest, "a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof", "b.aof");
        AofManifest read = AofManifest.read(directory);
        assertThat(names(read)).as(manifest).containsExactly(files);
        assertThat(read.damages())
                .as(manifest)
                .anyMatch(damage -> damage.problem().contains(problem));
        assertThat(AofSnapshot.read("replica", directory).complete()).isFalse();
    }

    @Test
    void manifestsThatCannotBeFollowedAreReadByTheNamesOfTheFiles() throws IOException {
        String[] all = {"a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof"};
        assertRead(BASE + "file b.aof seq 2 type b\n", "two base files", all);
        assertRead(BASE + FIRST + "file b.aof seq 1 type i\n", "twice", all);
        assertRead("file gone.aof seq 1 type b\n", "not there", all);
        assertRead("file a.1.base.aof seq 1 type i\n" + SECOND, "no base", all);
        assertRead("", "assumed", all);
    }

    @Test
    void directoriesWithoutAManifestAreReadByTheNamesOfTheFiles() throws IOException {
        assertThatThrownBy(() -> AofManifest.read(folder)).isInstanceOf(SourceException.class);
        Path directory =
                directory(BASE, "a.1.base.aof", "a.2.base.aof", "a.1.incr.aof", "a.4.incr.aof", "a.5.incr.aof.bak");
        Files.delete(folder.resolve("a.manifest"));
        Files.writeString(folder.resolve("temp-a.3.base.aof"), "");
        AofManifest read = AofManifest.read(directory);
        assertThat(names(read)).containsExactly("a.2.base.aof", "a.4.incr.aof", "a.5.incr.aof.bak");
        assertThat(read.damages())
                .extracting(Damage::problem)
                .anyMatch(problem -> problem.contains("number 4, number 2 is not there"));
        assertThat(read.notes()).hasSize(3);
        assertThat(AofSnapshot.read("replica", directory).complete()).isFalse();
    }

    @Test
    void historyStandsInForABaseThatIsGone() throws IOException {
        String manifest = "file a.2.base.aof seq 2 type b\n" + SECOND
                + "file a.1.incr.aof seq 1 type h\nfile a.1.base.aof seq 1 type h\n";
        AofManifest read = AofManifest.read(directory(manifest, "a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof"));
        assertThat(names(read)).containsExactly("a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof");
        assertThat(read.history()).isEmpty();
        assertThat(read.damages()).hasSize(2);
    }

    @Test
    void partsOfSeveralAofsOrSeveralManifestsAreRefused() throws IOException {
        directory("", "a.1.base.aof", "b.1.base.aof");
        Files.delete(folder.resolve("a.manifest"));
        assertThatThrownBy(() -> AofManifest.read(folder))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("2 append-only files");
        Files.writeString(folder.resolve("b.manifest"), BASE);
        assertRefused(BASE, "2 manifests");
    }

    @Test
    void anEmptyIncrementIsAnAofJustBegun() throws IOException {
        Path directory = directory(BASE + FIRST, "a.1.base.aof");
        Files.createFile(directory.resolve("a.1.incr.aof"));
        AofSnapshot snapshot = AofSnapshot.read("replica", directory);
        assertThat(snapshot.complete()).isTrue();
        assertThat(snapshot.stop().part()).isEqualTo("replica/a.1.incr.aof");
    }

    @Test
    void whatTheManifestLacksIsDamage() throws IOException {
        AofManifest noBase = AofManifest.read(directory(FIRST, "a.1.incr.aof"));
        assertThat(noBase.damages().get(0).problem()).contains("no base");
        String gap = BASE + FIRST + "file a.3.incr.aof seq 3 type i\n";
        AofManifest lacking = AofManifest.read(directory(gap, "a.1.base.aof", "a.3.incr.aof", "a.2.incr.aof"));
        assertThat(lacking.damages()).hasSize(3);
        assertThat(lacking.damages().get(0).problem()).isEqualTo("number 3 follows 1");
        assertThat(lacking.damages().get(1).problem()).contains("not named");
    }

    @Test
    void anIncrementAloneIsPartial() throws IOException {
        directory(BASE + FIRST, "a.1.base.aof", "a.1.incr.aof");
        AofSnapshot alone = AofSnapshot.read("part", folder.resolve("a.1.incr.aof"));
        assertThat(alone.complete()).isFalse();
        assertThat(alone.keys()).hasSize(1);
    }
}
