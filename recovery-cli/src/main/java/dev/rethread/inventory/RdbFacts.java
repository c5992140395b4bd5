package dev.rethread.inventory;

import dev.rethread.keyspace.Span;
import dev.rethread.rdb.CrcState;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.rdb.RdbSummary;
import dev.rethread.source.Damage;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an RDB says of itself, and whether it holds.
 *
 * @param magic {@code REDIS} or {@code VALKEY}
 * @param version of the format
 * @param server what wrote it, {@code redis 7.0.15}; empty where the file does not say
 * @param written when, Unix ms; 0 where the file does not say
 * @param keysExpected as the file announces, -1 where it announces nothing
 * @param lost the runs of bytes that could not be read
 */
public record RdbFacts(
        String magic,
        int version,
        String server,
        long written,
        CrcState checksum,
        long keysExpected,
        long keysFound,
        List<Span> lost) {
    public RdbFacts {
        lost = List.copyOf(lost);
    }

    static RdbFacts of(RdbSnapshot rdb) {
        RdbSummary summary = rdb.summary();
        return new RdbFacts(
                summary.magic(),
                summary.version(),
                server(rdb),
                rdb.written(),
                summary.crc(),
                summary.keysExpected(),
                summary.keysFound(),
                rdb.damages().stream()
                        .map(Damage::span)
                        .filter(span -> span.length() > 0)
                        .toList());
    }

    private static String server(RdbSnapshot rdb) {
        return Stream.of("valkey", "redis")
                .filter(name -> rdb.aux(name + "-ver") != null)
                .map(name -> name + " " + rdb.aux(name + "-ver"))
                .findFirst()
                .orElse("");
    }

    /** Bytes that could not be read. */
    public long bytesLost() {
        return lost.stream().mapToLong(Span::length).sum();
    }
}
