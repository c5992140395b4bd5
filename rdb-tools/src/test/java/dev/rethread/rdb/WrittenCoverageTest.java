package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of what is written says, for each kind of thing and each target, what the writer does with one. */
class WrittenCoverageTest {
    private static final Bytes A = Bytes.of("a");
    private static final Bytes B = Bytes.of("b");
    private static final StreamId ID = new StreamId(5, 0);
    private static final String REFUSED = "–";

    /** What the writer makes of a target, in a word for the table. */
    private interface Cell {
        String of(RdbTarget target) throws IOException;
    }

    @Test
    void theTableIsWhatTheWriterDoes() throws IOException {
        Map<String, Cell> rows = new LinkedHashMap<>();
        rows.put("*RDB version*", target -> (target.magic().equals("VALKEY") ? "V " : "") + target.version());
        values().forEach((name, value) -> rows.put(name, target -> type(value, target)));
        rows.put("expiry of a key", WrittenCoverageTest::expiry);
        rows.put("AUX", target -> record(RdbOpcode.AUX, target, writer -> writer.aux(A, B)));
        rows.put("RESIZEDB", target -> record(RdbOpcode.RESIZEDB, target, writer -> writer.database(0, 1, 1)));
        rows.put("function library", target -> record(RdbOpcode.FUNCTION2, target, writer -> writer.function(A)));
        rows.put("checksum", WrittenCoverageTest::checksum);
        List<String> expected = rows.entrySet().stream()
                .map(row -> row(row.getKey(), row.getValue()))
                .toList();
        assertThat(tableRows()).isEqualTo(expected);
    }

    private static List<String> tableRows() throws IOException {
        return Files.readAllLines(Path.of("COVERAGE.md")).stream()
                .dropWhile(line -> !line.startsWith("| written for |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String row(String name, Cell cell) {
        return Arrays.stream(RdbTarget.values())
                .map(target -> {
                    try {
                        return cell.of(target);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .collect(Collectors.joining(" | ", "| " + name + " | ", " |"));
    }

    private static Map<String, Value> values() {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("string", new StringValue(A));
        values.put("list", new ListValue(List.of(A)));
        values.put("set", new SetValue(Set.of(A)));
        values.put("sorted set", new SortedSetValue(Map.of(A, 1.0)));
        values.put("hash", new HashValue(Map.of(A, B)));
        values.put("hash with fields that expire", new HashValue(Map.of(A, B), Map.of(A, 5L)));
        values.put("stream", stream(Bytes.EMPTY));
        values.put("stream with idempotent producers", stream(A));
        values.put("stream, already in the format of 5.0, verbatim", new OpaqueValue(Type.STREAM, 15, A));
        values.put("module, verbatim", new OpaqueValue(Type.MODULE, 7, A));
        return values;
    }

    private static Value stream(Bytes producers) {
        return new StreamValue(
                List.of(new StreamValue.StreamEntry(ID, List.of(A, B))), ID, StreamId.ZERO, 1, Map.of(), producers);
    }

    /** The type byte: behind the header and SELECTDB. */
    private static String type(Value value, RdbTarget target) throws IOException {
        try {
            return "" + Written.bytes(target, List.of(entry(value, Entry.NEVER)))[keyAt(target)];
        } catch (UnwritableException refused) {
            return REFUSED;
        }
    }

    private static String expiry(RdbTarget target) throws IOException {
        byte opcode = Written.bytes(target, List.of(entry(new StringValue(A), 5000)))[keyAt(target)];
        return (opcode & 0xff) == RdbOpcode.EXPIRETIME_MS ? "ms" : "s";
    }

    private static int keyAt(RdbTarget target) {
        return 9 + 2 + (target.carriesAux() ? 3 : 0);
    }

    private static String checksum(RdbTarget target) throws IOException {
        byte[] content = Written.bytes(target, List.of());
        return content.length == 9 + 1 + Long.BYTES ? "x" : REFUSED;
    }

    private interface Step {
        void on(RdbWriter writer) throws IOException;
    }

    private static String record(int opcode, RdbTarget target, Step step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RdbWriter writer = RdbWriter.to(out, target)) {
            step.on(writer);
        } catch (UnwritableException refused) {
            return REFUSED;
        }
        byte[] content = out.toByteArray();
        return (content[9] & 0xff) == opcode || (content[11] & 0xff) == opcode ? "x" : REFUSED;
    }

    private static Entry entry(Value value, long expireAt) {
        return new Entry(Key.of("key"), value, expireAt, new Span(0, 0));
    }
}
