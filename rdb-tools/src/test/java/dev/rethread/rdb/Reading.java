package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rethread.keyspace.Span;
import dev.rethread.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One reading of an RDB: its records and its summary. */
record Reading(List<RdbRecord> records, RdbSummary summary) {
    static Reading of(Path file) {
        return with(file, source -> of(source, 0));
    }

    static Reading of(SourceFile source, long from) {
        List<RdbRecord> records = new ArrayList<>();
        return new Reading(records, RdbReader.read(source, from, records::add));
    }

    static <T> T with(Path file, Function<SourceFile, T> use) {
        try (SourceFile source = SourceFile.openPart(file)) {
            return use.apply(source);
        }
    }

    static <T> T snapshot(Path file, Function<RdbSnapshot, T> use) {
        return with(file, source -> use.apply(RdbSnapshot.read(source)));
    }

    /** Records and damage, one after the other, without hole or overlap from {@code from} to the summary's end. */
    void assertTiles(long from) {
        List<Span> spans = new ArrayList<>();
        records.forEach(record -> spans.add(record.span()));
        summary.damages().forEach(damage -> spans.add(damage.span()));
        long at = from;
        for (Span span : spans) {
            if (span.offset() != at) {
                fail("%s does not begin where the one before it ends, at %d", span, at);
            }
            at = span.end();
        }
        assertThat(summary.end()).isEqualTo(at);
    }

    List<Span> keySpans() {
        return records.stream()
                .filter(KeyValue.class::isInstance)
                .map(RdbRecord::span)
                .toList();
    }
}
