package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.ArrayValue;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Redis 8.6 to 8.10 write that no older server does, byte by byte. */
class NewFormatsTest {
    private static final HashValue PERSON =
            new HashValue(Map.of(Bytes.of("age"), Bytes.of("42"), Bytes.of("name"), Bytes.of("Ada")));

    @TempDir
    Path folder;

    private void snapshot(RdbBytes content, Consumer<RdbSnapshot> check) {
        Reading.<Integer>snapshot(content.eof().in(folder), snapshot -> {
            check.accept(snapshot);
            return 0;
        });
    }

    private static Value value(RdbSnapshot snapshot, String key) {
        return Objects.requireNonNull(snapshot.get(Key.of(key))).value();
    }

    private static RdbBytes template(RdbBytes out) {
        return out.raw(RdbOpcode.HASH_TEMPLATE, 3, 2).string("age").string("name");
    }

    @Test
    void hashesOfATemplateAreOrdinaryHashes() {
        RdbBytes out = template(RdbBytes.version(15));
        out.key(RdbType.HASH_TMPL_LP_REF, "a").string(PackedBytes.listpack("3", "42", "Ada"));
        out.key(RdbType.HASH_TMPL_ARRAY_REF, "b").raw(3).string("42").string("Ada");
        out.key(RdbType.HASH_TMPL_LP, "c").raw(0).string(PackedBytes.listpack("age", "name"));
        out.string(PackedBytes.listpack("0", "42", "Ada"));
        out.key(RdbType.HASH_TMPL_ARRAY, "d").raw(1, 2).string("age").string("name");
        out.string("42").string("Ada");
        out.key(RdbType.HASH, "e")
                .raw(2)
                .string("name")
                .string("Ada")
                .string("age")
                .string("42");
        snapshot(out, snapshot -> {
            for (String key : new String[] {"e", "d", "c", "b", "a"}) {
                assertThat(value(snapshot, key)).as(key).isEqualTo(PERSON);
            }
            assertThat(snapshot.complete()).isTrue();
            assertThat(snapshot.summary().note()).isEmpty();
        });
    }

    @Test
    void hashWhoseTemplateIsNotThereIsDamageThatSaysSo() {
        RdbBytes out = RdbBytes.version(15).key(RdbType.HASH_TMPL_LP_REF, "a");
        out.string(PackedBytes.listpack("3", "42", "Ada")).stringKey("b", "1");
        snapshot(out, snapshot -> {
            assertThat(snapshot.get(Key.of("a"))).isNull();
            assertThat(snapshot.damages())
                    .singleElement()
                    .asString()
                    .contains("HASH_TMPL_LP_REF a: refers to hash template 3, which was not read");
            assertThat(snapshot.get(Key.of("b"))).isNotNull();
        });
        snapshot(
                RdbBytes.version(15)
                        .key(RdbType.HASH_TMPL_ARRAY_REF, "a")
                        .raw(3)
                        .string("42"),
                snapshot -> assertThat(snapshot.damages().toString()).contains("refers to hash template 3"));
    }

    @Test
    void templatesThatContradictThemselvesAreDamage() {
        snapshot(
                template(template(RdbBytes.version(15))),
                snapshot -> assertThat(snapshot.damages().toString()).contains("template 3 is there already"));
        snapshot(
                RdbBytes.version(15).raw(RdbOpcode.HASH_TEMPLATE, 3, 0),
                snapshot -> assertThat(snapshot.damages().toString()).contains("template 3 has no field"));
        RdbBytes few = template(RdbBytes.version(15)).key(RdbType.HASH_TMPL_LP_REF, "a");
        snapshot(few.string(PackedBytes.listpack("3", "42")), snapshot -> {
            assertThat(snapshot.get(Key.of("a"))).isNull();
            assertThat(snapshot.damages().toString()).contains("a hash has 1 values, its template 2 fields");
        });
    }

    @Test
    void numbersThatValkeyUsesOtherwiseAreNotTakenForRedis() {
        snapshot(
                template(RdbBytes.header("VALKEY080")),
                snapshot -> assertThat(snapshot.damages().toString()).contains("unknown type or opcode 242"));
        String job = "0123456789012345678901234567890123456789";
        RdbBytes valkey = RdbBytes.header("VALKEY080").raw(RdbOpcode.SLOT_IMPORT);
        valkey.string(job).raw(1, 0, 5).stringKey("a", "1");
        snapshot(valkey, snapshot -> assertThat(snapshot.complete()).isTrue());
    }

    @Test
    void metadataOfModulesStandsBeforeItsKey() {
        RdbBytes out = RdbBytes.version(13).raw(RdbOpcode.EXPIRETIME_MS).le(4102444800000L, 8);
        // "test", version 1: four characters of 6 bits, 5 bits, 3 bits of flags
        long spec = (45L << 18 | 30 << 12 | 44 << 6 | 45) << 8 | 1 << 3 | 1;
        out.raw(RdbOpcode.KEY_META, 1).le(spec, 4).raw(5).string("blob").raw(0);
        Path file = out.stringKey("a", "1").eof().in(folder);
        KeyValue key = Reading.of(file).records().stream()
                .filter(KeyValue.class::isInstance)
                .map(KeyValue.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(key.metadata()).containsExactly("test");
        assertThat(key.expireAt()).isEqualTo(4102444800000L);
        assertThat(key.span().offset()).isEqualTo(9);
    }

    @Test
    void arraysHoldTextsNumbersAndGaps() {
        RdbBytes out = RdbBytes.version(14).key(RdbType.ARRAY, "a").raw(6, 1, 5);
        out.raw(0, 0).string("long text").raw(1, 1).le(-7, 8).raw(2, 3).string("007");
        out.raw(5, 2).le(Double.doubleToLongBits(1.0), 8).raw(6, 2).le(Double.doubleToLongBits(-0.125), 8);
        out.length(-2).raw(2).le(Double.doubleToLongBits(1e-7), 8);
        snapshot(out, snapshot -> {
            ArrayValue array = (ArrayValue) value(snapshot, "a");
            assertThat(array.insertIndex()).isEqualTo(5);
            assertThat(array.elements().values())
                    .extracting(Bytes::toString)
                    .containsExactly("long text", "-7", "007", "1.0", "-0.125", "0.0000001");
            assertThat(array.elements().lastKey()).isEqualTo(-2);
        });
    }

    @Test
    void arraysThatContradictThemselvesAreDamage() {
        assertThat(arrayProblem("00 00")).contains("0 elements");
        assertThat(arrayProblem("01 02")).contains("insert cursor is 2");
        assertThat(arrayProblem("02 00 00 03 0161 00 03 0161")).contains("lists twice, the index 0");
        assertThat(arrayProblem("01 00 00 04")).contains("element of kind 4");
    }

    private String arrayProblem(String hex) {
        RdbBytes out = RdbBytes.version(14).key(RdbType.ARRAY, "a").hex(hex);
        return Reading.snapshot(out.eof().in(folder), snapshot -> {
            snapshot.get(Key.of("a"));
            return snapshot.damages().toString();
        });
    }

    @Test
    void stateOfARateLimiterIsKeptAsItsBytes() {
        snapshot(
                RdbBytes.version(15).key(RdbType.GCRA, "a").raw(0x40, 70),
                snapshot -> assertThat(value(snapshot, "a"))
                        .isEqualTo(new OpaqueValue(Type.GCRA, 33, Bytes.wrap(new byte[] {0x40, 70}))));
    }

    @Test
    void versionsNobodyKnowsAreReadAsFarAsTheyGo() {
        for (String header : new String[] {"REDIS0016", "VALKEY081"}) {
            snapshot(RdbBytes.header(header).stringKey("a", "1"), snapshot -> {
                assertThat(snapshot.complete()).isTrue();
                assertThat(snapshot.summary().note())
                        .hasValueSatisfying(note -> assertThat(note).contains("is newer than"));
            });
        }
    }
}
