package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.StringValue;
import dev.rethread.source.SourceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AofSnapshotTest {
    private static final String FLUSH = "*1\r\n$8\r\nFLUSHALL\r\n";

    @TempDir
    Path folder;

    private static Entry entry(AofSnapshot snapshot, String key) {
        return Objects.requireNonNull(snapshot.get(Key.of(key)));
    }

    private static Value string(String text) {
        return new StringValue(Bytes.of(text));
    }

    @Test
    void replayEndsRightBeforeTheWipe() {
        AofBytes aof = new AofBytes().keys(20).words("DEL key:3");
        int wipe = aof.size();
        AofSnapshot snapshot = aof.text(FLUSH).words("SET after 1").replay(folder);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.WIPE);
        assertThat(snapshot.stop().offset()).isEqualTo(wipe);
        assertThat(snapshot.stop().detail()).contains("19 of 19");
        assertThat(snapshot.keys()).hasSize(19).doesNotContain(Key.of("after"), Key.of("key:3"));
        assertThat(snapshot.complete()).isTrue();
        assertThat(snapshot.damages()).isEmpty();
    }

    @Test
    void aWipeInsideATransactionStopsInItsMiddle() {
        AofSnapshot snapshot = new AofBytes()
                .keys(20)
                .words("MULTI")
                .words("SET before 1")
                .words("flushdb")
                .words("SET after 1")
                .words("EXEC")
                .replay(folder);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.WIPE);
        assertThat(snapshot.keys()).contains(Key.of("before")).doesNotContain(Key.of("after"));
    }

    @Test
    void aWipeInATransactionThatNeverEndedIsNone() {
        AofSnapshot snapshot =
                new AofBytes().keys(20).words("MULTI").words("FLUSHALL").replay(folder);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.TORN_TAIL);
        assertThat(snapshot.keys()).hasSize(20);
        assertThat(snapshot.complete()).isTrue();
    }

    @Test
    void flushesOfLittleAreReplayed() {
        AofSnapshot snapshot = new AofBytes()
                .text(FLUSH)
                .words("SET setup 1")
                .text(FLUSH)
                .keys(20)
                .words("SELECT 1")
                .keys(12)
                .words("FLUSHDB")
                .words("SET cache 1")
                .replay(folder);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
        assertThat(snapshot.keys()).hasSize(21).contains(new Key(1, Bytes.of("cache")));
        assertThat(snapshot.deletions().count()).isEqualTo(13);
        assertThat(Objects.requireNonNull(snapshot.deletions().first()).command())
                .isEqualTo("FLUSHALL");
    }

    @Test
    void askedToGoOnTheWipeIsReplayed() {
        Path path = new AofBytes().keys(20).text(FLUSH).words("SET after 1").write(folder);
        assertThat(AofSnapshot.read("aof", path, Until.END).keys()).containsExactly(Key.of("after"));
    }

    @Test
    void aPostThatQuotesAFlushIsAPost() {
        AofBytes aof = new AofBytes().keys(20);
        AofSnapshot snapshot = aof.command("SET", "post", FLUSH)
                .command("HSET", "h", FLUSH, FLUSH)
                .replay(folder);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
        assertThat(entry(snapshot, "post").value()).isEqualTo(string(FLUSH));
    }

    @Test
    void everyTruncationIsCompleteAndHoldsTheKeysOfItsMoment() {
        byte[] all = new AofBytes()
                .keys(4)
                .words("MULTI")
                .words("DEL key:0 key:1")
                .words("SET x 1")
                .words("EXEC")
                .command("SET", "post", FLUSH)
                .bytes();
        int first = new AofBytes().keys(1).size();
        for (int cut = first; cut < all.length; cut++) {
            AofSnapshot snapshot = AofSnapshot.read("aof", AofBytes.write(folder, Arrays.copyOf(all, cut)));
            assertThat(snapshot.complete()).as("cut at %d", cut).isTrue();
            boolean before = snapshot.keys().contains(Key.of("key:0"));
            assertThat(snapshot.keys().contains(Key.of("x")))
                    .as("cut at %d", cut)
                    .isNotEqualTo(before);
        }
    }

    @Test
    void aHoleMakesItPartial() {
        byte[] all = new AofBytes().keys(50).bytes();
        Arrays.fill(all, 400, 420, (byte) 0);
        AofSnapshot snapshot = AofSnapshot.read("aof", AofBytes.write(folder, all));
        assertThat(snapshot.complete()).isFalse();
        assertThat(snapshot.damages()).hasSize(1);
        assertThat(snapshot.keys()).hasSizeBetween(46, 49);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
    }

    @Test
    void aFlushRightBehindAHoleIsNotBelieved() {
        byte[] all = new AofBytes()
                .keys(50)
                .text("\0\0\0")
                .text(FLUSH)
                .words("SET a 1")
                .words("SET b 1")
                .bytes();
        AofSnapshot snapshot = AofSnapshot.read("aof", AofBytes.write(folder, all));
        assertThat(snapshot.keys()).hasSize(52);
        assertThat(snapshot.uninterpreted()).containsKey("FLUSHALL");
        assertThat(snapshot.complete()).isFalse();
    }

    @Test
    void aTransactionAcrossAHoleWasExecuted() {
        AofSnapshot snapshot = new AofBytes()
                .words("MULTI")
                .words("SET inside 1")
                .text("\0\0\0")
                .keys(5)
                .replay(folder);
        assertThat(snapshot.keys()).contains(Key.of("inside"), Key.of("key:4"));
    }

    @Test
    void entriesCarryTheLastCommandThatWroteThem() {
        AofBytes aof = new AofBytes().words("SET a 1").words("SET b 1");
        int offset = aof.size();
        aof.words("INCR a");
        int end = aof.size();
        AofSnapshot snapshot = aof.words("SETNX a 5").words("SET c 1").replay(folder);
        assertThat(entry(snapshot, "a").span().offset()).isEqualTo(offset);
        assertThat(entry(snapshot, "a").span().end()).isEqualTo(end);
        assertThat(snapshot.fileOf(Key.of("a"))).isEqualTo("aof");
    }

    @Test
    void expiriesOfThePastAreKept() {
        AofSnapshot snapshot = new AofBytes()
                .words("SET session 1")
                .words("PEXPIREAT session 1398281000123")
                .words("SET token 1 PXAT 1398281000456")
                .words("SET ended 1")
                .words("EXPIREAT ended -5")
                .replay(folder);
        assertThat(entry(snapshot, "session").expireAt()).isEqualTo(1398281000123L);
        assertThat(entry(snapshot, "token").expireAt()).isEqualTo(1398281000456L);
        assertThat(entry(snapshot, "ended").expireAt()).isZero();
    }

    @Test
    void relativeDeadlinesNeedTheTimeOfTheCommand() {
        AofSnapshot told = new AofBytes()
                .text("#TS:1398281000\r\n")
                .words("SETEX a 60 v")
                .words("SET b v")
                .words("EXPIRE b 10")
                .replay(folder);
        assertThat(entry(told, "a").expireAt()).isEqualTo(1398281060000L);
        assertThat(entry(told, "b").expireAt()).isEqualTo(1398281010000L);
        assertThat(told.lastTimestamp()).hasValue(Instant.ofEpochSecond(1398281000));
        AofSnapshot untold = new AofBytes().words("SETEX a 60 v").replay(folder);
        assertThat(entry(untold, "a").value()).isEqualTo(string("v"));
        assertThat(untold.uninterpreted()).containsKey("SETEX");
        assertThat(untold.doubtful()).containsExactly(Key.of("a"));
        assertThat(untold.complete()).isFalse();
    }

    @Test
    void whatHasNoModelIsCountedAndItsKeyDoubted() {
        AofBytes aof = new AofBytes().words("SET a 1");
        int first = aof.size();
        AofSnapshot snapshot = aof.words("VADD vectors VALUES 1 2.0 a")
                .words("VADD vectors VALUES 1 3.0 b")
                .replay(folder);
        Uninterpreted stream = Objects.requireNonNull(snapshot.uninterpreted().get("VADD"));
        assertThat(stream.count()).isEqualTo(2);
        assertThat(stream.firstOffset()).isEqualTo(first);
        assertThat(snapshot.doubtful()).containsExactly(Key.of("vectors"));
        assertThat(snapshot.complete()).isFalse();
    }

    @Test
    void aDoubtEndsWhereTheKeyIsOverwrittenOrDeleted() {
        AofSnapshot snapshot = new AofBytes()
                .words("VADD vectors VALUES 1 2.0 a")
                .words("VSETATTR visitors a 1")
                .words("DEL vectors")
                .words("SET visitors 0")
                .replay(folder);
        assertThat(snapshot.doubtful()).isEmpty();
        assertThat(snapshot.complete()).isTrue();
    }

    @Test
    void unknownAndModuleCommandsMakeItPartial() {
        AofSnapshot snapshot =
                new AofBytes().words("JSON.SET doc $ 1").words("EVAL script 0").replay(folder);
        assertThat(snapshot.uninterpreted()).containsOnlyKeys("JSON.SET", "EVAL");
        assertThat(snapshot.doubts()).hasSize(2);
    }

    @Test
    void textInTheNamesPlaceReachesNoReport() {
        AofSnapshot snapshot = new AofBytes()
                .command("SET", "a", 1)
                .command("password: hunter2", "x")
                .command("x".repeat(5000))
                .replay(folder);
        assertThat(snapshot.uninterpreted()).containsOnlyKeys("(no command name)");
        assertThat(snapshot.doubts())
                .hasSize(1)
                .noneMatch(doubt -> doubt.toLowerCase(Locale.ROOT).contains("hunter2"));
    }

    @Test
    void commandsThatWriteNothingArePassedOver() {
        AofSnapshot snapshot = new AofBytes()
                .words("SET a 1")
                .words("PING")
                .words("PUBLISH channel text")
                .words("REPLCONF GETACK *")
                .words("SCRIPT LOAD x")
                .replay(folder);
        assertThat(snapshot.uninterpreted()).isEmpty();
        assertThat(snapshot.complete()).isTrue();
    }

    @Test
    void refusedCommandsLeaveTheKeyAlone() {
        AofSnapshot snapshot = new AofBytes()
                .words("SET a text")
                .words("HSET a f v")
                .words("INCR a")
                .words("GET")
                .words("SET a")
                .words("SETRANGE a 536870000 x")
                .replay(folder);
        assertThat(entry(snapshot, "a").value()).isEqualTo(string("text"));
        assertThat(snapshot.uninterpreted()).containsKeys("HSET", "INCR", "SET", "SETRANGE");
        assertThat(snapshot.complete()).isFalse();
    }

    @Test
    void deletionsAreKeptAsEvidence() {
        AofBytes aof = new AofBytes().keys(5);
        int first = aof.size();
        aof.words("DEL key:0 key:1 nothing").words("SADD s a");
        int last = aof.size();
        AofSnapshot snapshot = aof.words("SREM s a")
                .words("SET key:1 back")
                .words("DEL nothing")
                .replay(folder);
        Deletions deletions = snapshot.deletions();
        assertThat(deletions.count()).isEqualTo(3);
        assertThat(deletions.kept())
                .containsExactly(
                        new Deletion(Key.of("key:0"), "aof", first, "DEL"),
                        new Deletion(Key.of("key:1"), "aof", first, "DEL"),
                        new Deletion(Key.of("s"), "aof", last, "SREM"));
        assertThat(deletions.of(Key.of("key:1"))).isEqualTo(new Deletion(Key.of("key:1"), "aof", first, "DEL"));
        assertThat(snapshot.get(Key.of("key:1"))).isNotNull();
    }

    @Test
    void aMillionFieldsOfOneHashTakeAMillionSteps() {
        AofBytes aof = new AofBytes();
        int fields = 300_000;
        for (int i = 0; i < fields; i++) {
            aof.command("HSET", "big", i, i);
        }
        HashValue big = (HashValue) entry(aof.replay(folder), "big").value();
        assertThat(big.fields()).hasSize(fields);
    }

    @Test
    void whatIsNoAofIsRefusedWithAHint() {
        Path text = AofBytes.write(folder, "no command at all".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> AofSnapshot.read("aof", text))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("no whole command");
        Path empty = AofBytes.write(folder, new byte[0]);
        assertThatThrownBy(() -> AofSnapshot.read("aof", empty)).isInstanceOf(SourceException.class);
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> AofSnapshot.read("aof", missing)).isInstanceOf(SourceException.class);
    }
}
