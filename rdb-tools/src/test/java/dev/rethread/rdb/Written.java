package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that {@link RdbWriter} wrote. */
final class Written {
    private Written() {}

    /** Entries grouped by database, each database announced. */
    static byte[] bytes(RdbTarget target, List<Entry> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RdbWriter writer = RdbWriter.to(out, target)) {
            int database = -1;
            for (Entry entry : entries) {
                if (entry.key().database() != database) {
                    database = entry.key().database();
                    writer.database(database, in(database, entries).count(), 0);
                }
                writer.write(entry);
            }
        }
        return out.toByteArray();
    }

    private static Stream<Entry> in(int database, List<Entry> entries) {
        return entries.stream().filter(entry -> entry.key().database() == database);
    }

    /** An RDB read record by record and written again: functions, databases, keys. */
    static void again(Path from, Path to, RdbTarget target) throws IOException {
        try (OutputStream out = Files.newOutputStream(to);
                RdbWriter writer = RdbWriter.to(out, target)) {
            RdbSummary summary = Reading.with(
                    from,
                    source -> RdbReader.read(source, 0, record -> {
                        try {
                            again(record, writer);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }));
            assertThat(summary.damages()).isEmpty();
        }
    }

    private static void again(RdbRecord record, RdbWriter writer) throws IOException {
        if (record instanceof RdbRecord.Function function) {
            writer.function(function.code());
        } else if (record instanceof KeyValue keyValue) {
            writer.write(keyValue.decode());
        }
    }
}
