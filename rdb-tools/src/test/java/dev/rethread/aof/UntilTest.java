package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Key;
import dev.rethread.source.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far an AOF is replayed: as asked for, or up to what takes most of it away. */
class UntilTest {
    private static final long SECOND = 1_398_281_040;

    @TempDir
    Path folder;

    private static AofBytes stamped() {
        return new AofBytes()
                .text("#TS:" + SECOND + "\r\n")
                .words("SET a 1")
                .text("#TS:" + (SECOND + 5) + "\r\n")
                .words("SET b 1")
                .words("FLUSHALL")
                .text("#TS:" + (SECOND + 9) + "\r\n")
                .words("SET c 1");
    }

    private static AofSnapshot until(Path path, long second) {
        return AofSnapshot.read("aof", path, Until.time(Instant.ofEpochSecond(second)));
    }

    @Test
    void aTimeIncludesItsSecond() {
        Path path = stamped().write(folder);
        AofSnapshot snapshot = until(path, SECOND + 4);
        assertThat(snapshot.keys()).containsExactly(Key.of("a"));
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.UNTIL);
        assertThat(snapshot.stop().detail()).contains("2014-04-23T19:24:05Z", "2014-04-23T19:24:04Z");
        assertThat(snapshot.complete()).isTrue();
        assertThat(until(path, SECOND + 5).keys()).isEmpty();
        assertThat(until(path, SECOND + 8).stop().offset())
                .isEqualTo(until(path, SECOND + 5).stop().offset());
    }

    @Test
    void aTimeOutsideOfWhatIsThereIsToldOf() {
        Path path = stamped().write(folder);
        assertThatThrownBy(() -> until(path, SECOND - 1))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("first timestamp is 2014-04-23T19:24:00Z");
        AofSnapshot all = until(path, SECOND + 1000);
        assertThat(all.stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
        assertThat(all.stop().detail()).contains("last timestamp is 2014-04-23T19:24:09Z");
        Path plain = new AofBytes().keys(3).write(folder);
        assertThatThrownBy(() -> until(plain, SECOND))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("no timestamps");
    }

    @Test
    void everyOffsetReplaysTheCommandsThatEndBeforeIt() {
        AofBytes aof = new AofBytes().keys(3);
        int begin = aof.size();
        aof.words("MULTI").words("SET x 1").words("DEL key:0").words("EXEC");
        int end = aof.size();
        Path path = aof.words("SET y 1").write(folder);
        for (int offset = begin; offset <= aof.size(); offset++) {
            AofSnapshot snapshot = AofSnapshot.read("aof", path, Until.offset("", offset));
            assertThat(snapshot.keys().contains(Key.of("x")))
                    .as("at %d", offset)
                    .isEqualTo(offset >= end);
            assertThat(snapshot.keys().contains(Key.of("y")))
                    .as("at %d", offset)
                    .isEqualTo(offset == aof.size());
            assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.UNTIL);
            assertThat(snapshot.stop().offset()).isLessThanOrEqualTo(offset);
            assertThat(snapshot.complete()).isTrue();
        }
        assertThatThrownBy(() -> AofSnapshot.read("aof", path, Until.offset("", aof.size() + 1)))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void inADirectoryAnOffsetCountsWithinAFile() throws Exception {
        Files.writeString(
                folder.resolve("a.manifest"), "file a.1.base.aof seq 1 type b\nfile a.1.incr.aof seq 1 type i\n");
        AofBytes base = new AofBytes().words("SET base 1");
        Files.write(folder.resolve("a.1.base.aof"), base.bytes());
        AofBytes increment = new AofBytes().words("SET first 1");
        int offset = increment.size();
        Files.write(
                folder.resolve("a.1.incr.aof"), increment.words("SET second 1").bytes());
        AofSnapshot snapshot = AofSnapshot.read("r", folder, Until.offset("a.1.incr.aof", offset));
        assertThat(snapshot.keys()).containsExactly(Key.of("base"), Key.of("first"));
        assertThat(snapshot.stop().part()).isEqualTo("r/a.1.incr.aof");
        assertThat(AofSnapshot.read("r", folder, Until.offset("a.1.base.aof", base.size()))
                        .keys())
                .hasSize(1);
        assertThatThrownBy(() -> AofSnapshot.read("r", folder, Until.offset("", 3)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("a.1.incr.aof");
    }

    @Test
    void aMassDeletionIsTheEndAndAllBeforeItIsThere() {
        AofBytes aof =
                new AofBytes().keys(200).words("DEL key:7").words("SET later 1").words("SET last 1");
        int begin = aof.size();
        for (int i = 10; i < 150; i++) {
            aof.words("DEL key:" + i);
            if (i % 3 == 0) {
                aof.words("INCR visits");
            }
        }
        Path path = aof.words("SET after 1").write(folder);
        AofSnapshot snapshot = AofSnapshot.read("aof", path);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.MASS_DELETION);
        assertThat(snapshot.stop().offset()).isEqualTo(begin);
        assertThat(snapshot.keys()).hasSize(201).contains(Key.of("key:10"), Key.of("last"));
        assertThat(snapshot.keys()).doesNotContain(Key.of("visits"), Key.of("after"), Key.of("key:7"));
        assertThat(snapshot.complete()).isTrue();
        assertThat(snapshot.deletions().count()).isEqualTo(1);
        assertThat(AofSnapshot.read("aof", path, Until.END).keys()).contains(Key.of("after"));
    }

    @Test
    void oneDelOfManyKeysIsAMassDeletion() {
        Object[] del = new Object[121];
        del[0] = "UNLINK";
        for (int i = 1; i < del.length; i++) {
            del[i] = "key:" + i;
        }
        AofBytes aof = new AofBytes().keys(200);
        int begin = aof.size();
        AofSnapshot snapshot = aof.words("MULTI").command(del).words("EXEC").replay(folder);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.MASS_DELETION);
        assertThat(snapshot.stop().offset()).isEqualTo(begin);
        assertThat(snapshot.keys()).hasSize(200);
    }

    @Test
    void aPurgeOfLessThanHalfIsOrdinary() {
        AofBytes aof = new AofBytes().keys(200);
        for (int i = 0; i < 90; i++) {
            aof.words("DEL key:" + i);
        }
        assertThat(aof.replay(folder).stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
    }

    @Test
    void deletionsBetweenOtherWorkAreOrdinary() {
        AofBytes aof = new AofBytes().keys(200);
        for (int i = 0; i < 190; i++) {
            aof.words("SET visit 1").words("DEL key:" + i).words("SET visit 2");
        }
        assertThat(aof.replay(folder).stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
    }

    @Test
    void sessionsThatExpireOverNightAreNoMassDeletion() {
        AofBytes aof = new AofBytes().keys(60);
        for (int i = 0; i < 500; i++) {
            aof.words("SET session:" + i + " x PXAT 1398281000000");
        }
        for (int i = 0; i < 500; i++) {
            aof.words("DEL session:" + i);
        }
        AofSnapshot snapshot = aof.replay(folder);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
        assertThat(snapshot.keys()).hasSize(60);
    }

    @Test
    void aKeyspaceBeyondTheHeapIsRefusedWithWhatItNeeds() {
        SourceException refused = new Heap("forum.aof", 1000L << 20, 256L << 20).tooLarge(500L << 20, 220L << 20);
        assertThat(refused).hasMessageContaining("the JVM has 256 MB").hasMessageContaining("about 586 MB");
        assertThat(refused.hint()).contains("-Xmx586m", "--engine redis");
        Heap small = new Heap("forum.aof", 1000L << 20, 1 << 20);
        assertThatThrownBy(() -> small.read(20 << 20)).isInstanceOf(SourceException.class);
    }
}
