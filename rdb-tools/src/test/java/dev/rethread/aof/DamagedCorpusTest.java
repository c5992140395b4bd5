package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a disk, a crash or an operator does to files, and what is still read. */
class DamagedCorpusTest {
    private static final String SOURCE = "corpus/redis-6.2.16/aof-plain/appendonly.aof";

    private static List<Path> children(String pattern) throws IOException {
        try (Stream<Path> children = Files.walk(Shared.data("corpus/damaged"), 3)) {
            return children.filter(child -> child.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> recordsTileEveryDamagedFile() throws IOException {
        return children(".*\\.aof|append.*base\\.rdb").stream()
                .filter(Files::isRegularFile)
                .map(file -> DynamicTest.dynamicTest(file.toString(), () -> Tiles.of(file)));
    }

    @TestFactory
    Stream<DynamicTest> damagedDirectoriesAreReadOrRefusedWithAHint() throws IOException {
        return children("multi-.*").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.toString(), () -> readOrRefuse(folder)));
    }

    private static void readOrRefuse(Path folder) {
        try {
            AofSnapshot snapshot = AofSnapshot.read("multi", folder.resolve("appendonlydir"));
            assertThat(snapshot.keys()).isNotEmpty();
            snapshot.keys().forEach(snapshot::get);
        } catch (SourceException refused) {
            assertThat(refused.hint()).isNotEmpty();
        }
    }

    private static AofSnapshot damaged(String name) {
        Path path = Shared.data("corpus/damaged").resolve(name);
        return AofSnapshot.read(name, name.startsWith("multi") ? path.resolve("appendonlydir") : path, Until.END);
    }

    private static long commandsOf(String file) {
        return Tiles.of(Shared.data(file)).commands().size();
    }

    @Test
    void tornTailsLoseOnlyTheLastCommand() {
        long all = commandsOf(SOURCE);
        for (String name : List.of("aof-torn-in-argument.aof", "aof-torn-in-header.aof", "aof-torn-after-star.aof")) {
            AofSnapshot torn = damaged(name);
            assertThat(torn.commands()).as(name).isEqualTo(all - 1);
            assertThat(torn.stop().reason()).as(name).isEqualTo(Stop.Reason.TORN_TAIL);
            assertThat(torn.stop().offset()).as(name).isEqualTo(23735);
            assertThat(torn.doubts()).as(name).isEmpty();
        }
    }

    @Test
    void aTransactionWithoutItsEndIsDropped() {
        AofSnapshot torn = damaged("aof-torn-in-multi.aof");
        assertThat(torn.stop().reason()).isEqualTo(Stop.Reason.TORN_TAIL);
        assertThat(torn.stop().offset()).isEqualTo(23636);
        assertThat(torn.doubts()).isEmpty();
    }

    @Test
    void garbageAndZerosAtTheEndEndTheReplay() {
        for (String name : List.of("aof-garbage-after.aof", "aof-zero-tail.aof")) {
            AofSnapshot snapshot = damaged(name);
            assertThat(snapshot.commands()).as(name).isEqualTo(commandsOf(SOURCE));
            assertThat(snapshot.stop().offset()).as(name).isEqualTo(23797);
        }
    }

    @Test
    void flippedFramingLosesOneCommandAndIsToldOf() {
        for (String part : List.of("star", "count", "dollar", "length")) {
            AofSnapshot snapshot = damaged("aof-flip-" + part + ".aof");
            assertThat(snapshot.damages()).as(part).hasSize(1);
            assertThat(snapshot.damages().get(0).span().length()).as(part).isLessThan(60);
            assertThat(snapshot.commands()).as(part).isEqualTo(commandsOf(SOURCE) - 1);
            assertThat(snapshot.complete()).as(part).isFalse();
        }
    }

    @Test
    void anUnknownNameIsCountedAndDoubted() {
        AofSnapshot snapshot = damaged("aof-flip-name.aof");
        assertThat(snapshot.uninterpreted()).containsKey("#ET");
        assertThat(snapshot.uninterpreted().values()).anyMatch(found -> found.firstOffset() == 4383);
        assertThat(snapshot.complete()).isFalse();
    }

    @Test
    void holesAreSkippedAndToldOf() {
        for (String name : List.of("aof-hole-removed.aof", "aof-hole-zeroed.aof")) {
            AofSnapshot snapshot = damaged(name);
            assertThat(snapshot.damages()).as(name).hasSize(1);
            assertThat(snapshot.damages().get(0).span().length()).as(name).isLessThan(600);
            assertThat(snapshot.commands()).as(name).isGreaterThan(commandsOf(SOURCE) - 25);
            assertThat(snapshot.complete()).isFalse();
        }
    }

    @Test
    void commandsBehindABrokenPreambleAreStillRead() {
        AofSnapshot flipped = damaged("aof-preamble-flip.aof");
        assertThat(flipped.commands()).isGreaterThan(50);
        assertThat(flipped.doubts()).isNotEmpty();
        AofSnapshot cut = damaged("aof-preamble-cut.aof");
        assertThat(cut.keys()).isNotEmpty();
        assertThat(cut.complete()).isFalse();
    }

    /** The records of that file are a few bytes long, so that a hole hits up to six of them. */
    @Test
    void aHoleInAPreambleCostsNothingBehindIt(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(Shared.data("corpus/redis-6.2.16/aof-preamble/appendonly.aof"));
        AofSnapshot sound = AofSnapshot.read("sound", write(folder, whole));
        int lost = 0;
        for (int at = 200; at < 5000; at += 300) {
            byte[] holed = whole.clone();
            Arrays.fill(holed, at, at + 40, (byte) 0x55);
            AofSnapshot damaged = AofSnapshot.read("holed", write(folder, holed));
            assertThat(damaged.commands()).as("hole at " + at).isEqualTo(sound.commands());
            assertThat(sound.keys()).as("hole at " + at).containsAll(damaged.keys());
            assertThat(damaged.complete()).isFalse();
            lost = Math.max(lost, sound.keys().size() - damaged.keys().size());
        }
        assertThat(lost).isLessThanOrEqualTo(6);
    }

    private static Path write(Path folder, byte[] content) throws IOException {
        return Files.write(folder.resolve("appendonly.aof"), content);
    }

    @Test
    void aPreambleWithoutItsEndIsFollowedByItsCommandsAllTheSame(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(Shared.data("corpus/redis-6.2.16/aof-preamble/appendonly.aof"));
        AofSnapshot sound = AofSnapshot.read("sound", write(folder, whole));
        byte[] cut = new byte[whole.length - 9];
        System.arraycopy(whole, 0, cut, 0, 5308 - 9);
        System.arraycopy(whole, 5308, cut, 5308 - 9, whole.length - 5308);
        AofSnapshot damaged = AofSnapshot.read("cut", write(folder, cut));
        assertThat(damaged.commands()).isEqualTo(sound.commands());
        assertThat(damaged.keys()).hasSameElementsAs(sound.keys());
        assertThat(damaged.complete()).isFalse();
    }

    @Test
    void aHoleBehindThePreambleIsSkipped() {
        AofSnapshot snapshot = damaged("aof-preamble-hole.aof");
        assertThat(snapshot.damages()).hasSize(1);
        assertThat(snapshot.commands()).isGreaterThan(50);
    }

    @Test
    void aMissingPreambleShowsByWhatServersWouldRefuse() {
        AofSnapshot snapshot = damaged("aof-preamble-removed.aof");
        assertThat(snapshot.uninterpreted()).containsKey("RENAME");
        assertThat(snapshot.complete()).isFalse();
    }

    @Test
    void aTornPartThatIsNotTheLastIsDamage() {
        AofSnapshot first = damaged("multi-first-incr-torn");
        assertThat(first.damages()).hasSize(1);
        assertThat(first.doubts()).isNotEmpty();
        AofSnapshot last = damaged("multi-last-incr-torn");
        assertThat(last.stop().reason()).isEqualTo(Stop.Reason.TORN_TAIL);
        assertThat(last.stop().part()).isEqualTo("multi-last-incr-torn/appendonly.aof.3.incr.aof");
        assertThat(last.doubts()).hasSameSizeAs(damaged("multi-stray-files").doubts());
    }

    @Test
    void aDamagedBaseKeepsTheRest() {
        for (String name : List.of("multi-base-cut", "multi-base-flip", "multi-first-incr-hole")) {
            AofSnapshot snapshot = damaged(name);
            assertThat(snapshot.doubts()).as(name).isNotEmpty();
            assertThat(snapshot.keys()).as(name).isNotEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyManifestDamageIsSaidAndEveryKeyIsRead() throws IOException {
        AofSnapshot whole =
                AofSnapshot.read("whole", Shared.data("corpus/redis-7.2.6/aof-multi/appendonlydir"), Until.END);
        return children("multi-manifest-.*").stream()
                .filter(Files::isDirectory)
                .map(folder -> "" + folder.getFileName())
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    AofSnapshot snapshot = damaged(name);
                    assertThat(snapshot.keys()).containsExactlyInAnyOrderElementsOf(whole.keys());
                    whole.keys()
                            .forEach(key -> assertThat(Objects.requireNonNull(snapshot.get(key))
                                            .value())
                                    .isEqualTo(Objects.requireNonNull(whole.get(key))
                                            .value()));
                    assertThat(snapshot.damages()).isNotEmpty();
                    assertThat(snapshot.complete()).isFalse();
                }));
    }

    @Test
    void aPartThatTheManifestForgotIsDamageAndAnOldOneIsNot() {
        assertThat(damaged("multi-manifest-lacks-incr").damages()).hasSize(2);
        assertThat(damaged("multi-stray-files").damages()).isEmpty();
        assertThat(damaged("multi-stray-files").notes()).hasSize(3);
    }
}
