package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Value.StringValue;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdbSnapshotTest {
    private static final String PATH = "dump\\.rdb";

    @TempDir
    Path folder;

    private void snapshot(RdbBytes content, Consumer<RdbSnapshot> check) {
        Reading.<Integer>snapshot(content.in(folder), snapshot -> {
            check.accept(snapshot);
            return 0;
        });
    }

    private static String text(RdbSnapshot snapshot, String key) {
        Entry entry = snapshot.get(Key.of(key));
        return entry != null && entry.value() instanceof StringValue string
                ? string.bytes().toString()
                : "(none)";
    }

    private static List<String> damages(RdbSnapshot snapshot) {
        return snapshot.damages().stream()
                .map(Damage::toString)
                .map(text -> text.replaceAll("^.*" + PATH + " ", ""))
                .toList();
    }

    @Test
    void wholeFileIsComplete() {
        snapshot(
                RdbBytes.version(9)
                        .aux("redis-ver", "6.2.16")
                        .stringKey("a", "1")
                        .eof(),
                snapshot -> {
                    assertThat(snapshot.complete()).isTrue();
                    assertThat(snapshot.damages()).isEmpty();
                    assertThat(snapshot.aux("redis-ver")).isEqualTo(Bytes.of("6.2.16"));
                    assertThat(snapshot.aux("ctime")).isNull();
                    assertThat(snapshot.get(Key.of("absent"))).isNull();
                    assertThat(text(snapshot, "a")).isEqualTo("1");
                });
    }

    @Test
    void fileWithoutChecksumIsCompleteToo() {
        snapshot(RdbBytes.version(9).stringKey("a", "1").eofWithoutChecksum(), snapshot -> {
            assertThat(snapshot.complete()).isTrue();
            assertThat(snapshot.summary().crc()).isEqualTo(CrcState.ABSENT);
        });
    }

    @Test
    void wrongChecksumIsDamageOfNoBytesAndNotComplete() {
        snapshot(RdbBytes.version(9).stringKey("a", "1").raw(RdbOpcode.EOF).le(77, 8), snapshot -> {
            assertThat(snapshot.complete()).isFalse();
            assertThat(text(snapshot, "a")).isEqualTo("1");
            assertThat(damages(snapshot))
                    .singleElement()
                    .asString()
                    .matches("@0x17 \\(\\+0\\) checksum: is 0x[0-9a-f]+, the file says 0x4d");
        });
    }

    @Test
    void whatLiesBeforeDamageIsServed() {
        snapshot(RdbBytes.version(9).stringKey("a", "1").key(RdbType.HASH, "b").length(99), snapshot -> {
            assertThat(snapshot.complete()).isFalse();
            assertThat(text(snapshot, "a")).isEqualTo("1");
            assertThat(damages(snapshot)).containsExactly("@0xe (+12) HASH b: 99 announced, 0 bytes left, before 0x1a");
        });
    }

    @Test
    void fewerKeysThanAnnouncedIsNotComplete() {
        RdbBytes content = RdbBytes.version(9).raw(RdbOpcode.RESIZEDB, 2, 0).stringKey("a", "1");
        snapshot(content.eofWithoutChecksum(), snapshot -> {
            assertThat(snapshot.complete()).isFalse();
            assertThat(damages(snapshot))
                    .containsExactly("@0x1a (+0) number of keys: 1 were read, RESIZEDB announced 2");
        });
    }

    @Test
    void enormousAnnouncementOfKeysCostsNoRecord() {
        RdbBytes content =
                RdbBytes.version(9).raw(RdbOpcode.RESIZEDB).length(1L << 62).length(0);
        snapshot(content.stringKey("a", "1").eofWithoutChecksum(), snapshot -> {
            assertThat(text(snapshot, "a")).isEqualTo("1");
            assertThat(snapshot.complete()).isFalse();
        });
    }

    @Test
    void bytesBehindTheEndAreDamage() {
        snapshot(RdbBytes.version(9).stringKey("a", "1").eof().ascii("more"), snapshot -> {
            assertThat(snapshot.complete()).isFalse();
            assertThat(damages(snapshot)).containsExactly("@0x17 (+4) end: 4 bytes follow the EOF record, should be 0");
        });
    }

    @Test
    void keyListedTwiceCountsAsTheLaterAndIsDamage() {
        snapshot(RdbBytes.version(9).stringKey("a", "1").stringKey("a", "2").eof(), snapshot -> {
            assertThat(text(snapshot, "a")).isEqualTo("2");
            assertThat(snapshot.complete()).isFalse();
            assertThat(damages(snapshot))
                    .containsExactly("@0x9 (+5) key a: the key is there again at 0xe, which counts");
        });
    }

    @Test
    void sameNameInAnotherDatabaseIsAnotherKey() {
        RdbBytes content = RdbBytes.version(9).stringKey("a", "1").raw(RdbOpcode.SELECTDB, 3);
        snapshot(content.stringKey("a", "2").eof(), snapshot -> {
            assertThat(snapshot.keys()).containsExactly(Key.of("a"), new Key(3, Bytes.of("a")));
            assertThat(snapshot.complete()).isTrue();
        });
    }

    private static RdbBytes undecodable() {
        return RdbBytes.version(9)
                .stringKey("a", "1")
                .key(RdbType.HASH_ZIPLIST, "b")
                .string("no ziplist")
                .stringKey("c", "3");
    }

    @Test
    void undecodableValueIsMissingFromTheStartWhereNoChecksumVouches() {
        snapshot(undecodable().eofWithoutChecksum(), snapshot -> {
            assertThat(snapshot.keys()).containsExactly(Key.of("a"), Key.of("c"));
            assertThat(snapshot.complete()).isFalse();
            assertThat(snapshot.damages()).hasSize(1);
        });
    }

    @Test
    void undecodableValueFoundLateDoesNotDisturbTheWalkOverTheKeys() {
        snapshot(undecodable().eof(), snapshot -> {
            assertThat(snapshot.complete()).isTrue();
            for (Key key : snapshot.keys()) {
                assertThat(snapshot.get(key) == null).isEqualTo(key.equals(Key.of("b")));
            }
            assertThat(snapshot.complete()).isFalse();
            assertThat(snapshot.keys()).containsExactly(Key.of("a"), Key.of("c"));
            assertThat(snapshot.get(Key.of("b"))).isNull();
            assertThat(snapshot.fingerprint(Key.of("b"))).isZero();
            assertThat(damages(snapshot))
                    .singleElement()
                    .asString()
                    .startsWith("@0xe (+14) HASH_ZIPLIST b: ziplist of 10 bytes, at 4: length field is");
        });
    }

    @Test
    void noRdbAtAllIsRefusedInOneLine() {
        assertThatThrownBy(() -> snapshot(RdbBytes.header("MP3 \n..........."), snapshot -> {}))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("@0x0 (+16) header: begins with \"MP3 \\x0a....\", should be REDIS and 4 digits")
                .hasMessageNotContaining("\n");
    }

    @Test
    void newerVersionIsReadAsFarAsItsRecordsAreKnownAndSaysSo() {
        snapshot(RdbBytes.version(16).stringKey("a", "1").raw(34).string("st"), snapshot -> {
            assertThat(text(snapshot, "a")).isEqualTo("1");
            assertThat(snapshot.complete()).isFalse();
            assertThat(snapshot.summary().note())
                    .hasValueSatisfying(note -> assertThat(note).contains("REDIS 16 is newer than 15"));
            assertThat(damages(snapshot))
                    .containsExactly("@0xe (+4) opcode: unknown type or opcode 34 in RDB version 16");
        });
    }

    @Test
    void stringCompressedInAnUnknownWayEndsTheReading() {
        snapshot(
                RdbBytes.header("VALKEY081")
                        .stringKey("a", "1")
                        .key(RdbType.STRING, "b")
                        .raw(0xc4, 1, 2),
                snapshot -> {
                    assertThat(text(snapshot, "a")).isEqualTo("1");
                    assertThat(snapshot.summary().note()).isPresent();
                    assertThat(damages(snapshot))
                            .containsExactly("@0xe (+6) STRING b: string encoding 4, known are 0 to 3, before 0x12");
                });
    }

    @Test
    void slotMigrationOfValkeyIsPassedOver() {
        RdbBytes content =
                RdbBytes.header("VALKEY080").raw(RdbOpcode.SLOT_IMPORT).string("j".repeat(40));
        snapshot(content.raw(1, 5, 9).stringKey("a", "1").eof(), snapshot -> {
            assertThat(text(snapshot, "a")).isEqualTo("1");
            assertThat(snapshot.complete()).isTrue();
        });
    }

    @Test
    void damageDoesNotPrintWhatAValueHolds() {
        String secret = "$2a$10$abcdefghijkl";
        byte[] packed = PackedBytes.listpack("password", secret, secret, "x");
        RdbType[] types = {RdbType.ZSET_LISTPACK, RdbType.HASH_LISTPACK_EX_PRE_GA, RdbType.SET_LISTPACK};
        for (RdbType type : types) {
            snapshot(RdbBytes.version(12).key(type, "k").string(packed).eofWithoutChecksum(), snapshot -> {
                assertThat(damages(snapshot)).hasSize(1);
                assertThat(damages(snapshot).get(0)).doesNotContain("$2a", "password");
            });
        }
    }

    @Test
    void enormousKeyOfADamagedLengthIsNotHeld() throws IOException {
        RdbBytes content = RdbBytes.version(9).stringKey("a", "1");
        Path file = content.raw(RdbType.STRING.code()).length(600L << 20).in(folder);
        cut(file, 700L << 20);
        assertThat(Reading.<List<String>>snapshot(file, RdbSnapshotTest::damages))
                .containsExactly("@0xe (+734003186) key: a name of 629145600 bytes announced,"
                        + " at most 536870912 are possible, before 0x18");
    }

    @Test
    void longKeyIsPrintedByItsBeginning() {
        RdbBytes content = RdbBytes.version(9).key(RdbType.HASH, "k".repeat(5000));
        snapshot(
                content.length(3),
                snapshot -> assertThat(damages(snapshot).get(0))
                        .hasSizeLessThan(200)
                        .contains("kkk... (5000 bytes): "));
    }

    @Test
    void moduleValueWithoutLengthsEndsTheReading() {
        snapshot(
                RdbBytes.version(8)
                        .stringKey("a", "1")
                        .key(RdbType.MODULE_PRE_GA, "m")
                        .raw(1, 2),
                snapshot -> {
                    assertThat(text(snapshot, "a")).isEqualTo("1");
                    assertThat(damages(snapshot)).singleElement().asString().contains("MODULE_PRE_GA m: ");
                });
    }

    @Test
    void expiryBelongsToOneKeyAndMustBeFollowedByOne() {
        RdbBytes content =
                RdbBytes.version(9).raw(RdbOpcode.EXPIRETIME).le(-1, 4).stringKey("a", "1");
        snapshot(content.stringKey("b", "2").eof(), snapshot -> {
            assertThat(snapshot.get(Key.of("a")))
                    .satisfies(entry -> assertThat(entry.expireAt()).isEqualTo(-1000));
            assertThat(snapshot.get(Key.of("b")))
                    .satisfies(entry -> assertThat(entry.expiry()).isEmpty());
        });
        RdbBytes bad = RdbBytes.version(9).raw(RdbOpcode.EXPIRETIME_MS).le(5, 8).raw(RdbOpcode.SELECTDB, 1);
        snapshot(
                bad.eof(),
                snapshot -> assertThat(damages(snapshot))
                        .singleElement()
                        .asString()
                        .contains("is followed by 0xfe, should be a key"));
    }

    @Test
    void anEmptyVersionBehindADestroyedHeaderSaysNothing() {
        RdbBytes content = RdbBytes.header("xxxxxxxxx").aux("valkey-ver", "").aux("redis-bits", "64");
        content.raw(RdbOpcode.SELECTDB, 0, RdbOpcode.RESIZEDB, 3, 0);
        content.stringKey("post:1", "one").stringKey("post:2", "two").stringKey("post:3", "three");
        snapshot(content.eof(), snapshot -> {
            assertThat(snapshot.keys()).hasSize(3);
            assertThat(snapshot.complete()).isFalse();
        });
    }

    @Test
    void fingerprintsAreEqualWhereTypeExpiryAndBytesAre() {
        Set<Long> different = new HashSet<>();
        byte[] packed = PackedBytes.listpack("a", "1");
        RdbType[] types = {RdbType.HASH_LISTPACK, RdbType.ZSET_LISTPACK, RdbType.SET_LISTPACK, RdbType.STRING};
        for (RdbType type : types) {
            snapshot(
                    RdbBytes.version(11).key(type, "k").string(packed).eof(),
                    snapshot -> different.add(snapshot.fingerprint(Key.of("k"))));
        }
        RdbBytes expiring = RdbBytes.version(11).raw(RdbOpcode.EXPIRETIME_MS).le(5000, 8);
        snapshot(expiring.stringKey("k", "v").eof(), snapshot -> different.add(snapshot.fingerprint(Key.of("k"))));
        snapshot(
                RdbBytes.version(11).stringKey("k", "v").eof(),
                snapshot -> different.add(snapshot.fingerprint(Key.of("k"))));
        assertThat(different).hasSize(6).doesNotContain(0L);
        RdbBytes seconds = RdbBytes.version(4).raw(RdbOpcode.EXPIRETIME).le(5, 4);
        snapshot(
                seconds.stringKey("other", "v").raw(RdbOpcode.EOF),
                snapshot -> assertThat(different).contains(snapshot.fingerprint(Key.of("other"))));
    }

    @Test
    void fingerprintDoesNotDependOnWhereTheValueLies() {
        byte[] large = new byte[3 << 20];
        Set<Long> prints = new HashSet<>();
        for (int before : new int[] {1, 1000, (1 << 20) - 50, 2 << 20}) {
            RdbBytes content = RdbBytes.version(9).key(RdbType.STRING, "pad").string(new byte[before]);
            snapshot(content.key(RdbType.STRING, "k").string(large).eof(), snapshot -> {
                prints.add(snapshot.fingerprint(Key.of("k")));
                assertThat(snapshot.get(Key.of("k"))).isNotNull();
            });
        }
        assertThat(prints).hasSize(1);
    }

    @Test
    void onlyKeysThatAreMissingOrOfOtherBytesAreUnlike() throws IOException {
        RdbBytes here = RdbBytes.version(9).stringKey("same", "1").stringKey("edited", "1");
        RdbBytes there = RdbBytes.version(9).stringKey("edited", "2").stringKey("gone", "1");
        Path other = Files.createDirectory(folder.resolve("other"));
        Reading.<Integer>snapshot(there.stringKey("same", "1").eof().in(other), base -> {
            snapshot(here.stringKey("new", "1").eof(), evidence -> {
                assertThat(unlike(evidence, base)).containsExactly(Key.of("edited"), Key.of("new"));
                assertThat(unlike(base, evidence)).containsExactly(Key.of("edited"), Key.of("gone"));
            });
            return 0;
        });
    }

    private static List<Key> unlike(RdbSnapshot mine, RdbSnapshot other) {
        List<Key> keys = new ArrayList<>();
        mine.unlike(other, keys::add);
        return keys;
    }

    @Test
    void everyTypeHasItsOwnFingerprintSeed() {
        Set<Long> seeds = new HashSet<>();
        for (RdbType type : RdbType.values()) {
            seeds.add(Fingerprint.seed(type.name().hashCode(), Entry.NEVER));
        }
        assertThat(seeds).hasSameSizeAs(RdbType.values());
    }

    @Test
    void recordsDecodeInsideAndAfterTheVisit() {
        Path file = RdbBytes.write(folder, SmallRdb.summed());
        Reading.<Integer>with(file, source -> {
            Reading reading = Reading.of(source, 0);
            RdbSnapshot snapshot = RdbSnapshot.read(source);
            for (RdbRecord record : reading.records()) {
                if (record instanceof KeyValue keyValue) {
                    assertThat(keyValue.decode()).isEqualTo(snapshot.get(keyValue.key()));
                    assertThat(keyValue.fingerprint()).isEqualTo(snapshot.fingerprint(keyValue.key()));
                }
            }
            return 0;
        });
    }

    @Test
    void fileThatShrinksAfterTheScanLosesValuesAsDamage() throws IOException {
        byte[] large = new byte[50_000];
        RdbBytes content =
                RdbBytes.version(9).stringKey("a", "1").key(RdbType.STRING, "b").string(large);
        Path file = content.eof().in(folder);
        try (SourceFile source = SourceFile.open(file)) {
            RdbSnapshot snapshot = RdbSnapshot.read(source);
            assertThat(snapshot.complete()).isTrue();
            cut(file, 1000);
            assertThat(text(snapshot, "b")).isEqualTo("(none)");
            assertThat(text(snapshot, "a")).isEqualTo("1");
            assertThat(snapshot.complete()).isFalse();
            assertThat(snapshot.damages())
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.problem()).isEqualTo("breaks off at 0x3e8"));
        }
    }

    @Test
    void fileThatShrinksDuringTheScanBreaksOff() throws IOException {
        byte[] large = new byte[3 << 20];
        RdbBytes content =
                RdbBytes.version(9).stringKey("a", "1").key(RdbType.STRING, "b").string(large);
        Path file = content.eof().in(folder);
        try (SourceFile source = SourceFile.open(file)) {
            RdbSummary summary = RdbReader.read(source, 0, record -> {
                if (record instanceof KeyValue) {
                    cut(file, 2 << 20);
                }
            });
            assertThat(summary.keysFound()).isEqualTo(1);
            assertThat(summary.damages()).singleElement().satisfies(damage -> {
                assertThat(damage.span()).isEqualTo(new Span(14, source.size() - 14));
                assertThat(damage.problem()).contains("breaks off");
            });
        }
    }

    private static void cut(Path file, long length) {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(length);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
