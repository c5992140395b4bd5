package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.source.Damage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one reading of an RDB found beside its records.
 *
 * @param magic {@code REDIS} or {@code VALKEY}; empty where the header could not be read
 * @param version the number after the magic, 0 where the header could not be read
 * @param aux the AUX fields, name to value, in file order
 * @param crc whether the checksum holds
 * @param keysExpected the sum of what RESIZEDB announced, -1 where the file announces nothing (before version 7)
 * @param keysFound key-value records read
 * @param damages bytes that could not be read; with the spans of the records they tile the file up to {@code end}
 * @param contradictions what was read but is not what the file says of it: a wrong checksum, a wrong number of keys;
 *     their spans are empty
 * @param end the offset after the last byte read: after the checksum, or the end of the file if it is damaged
 */
public record RdbSummary(
        String magic,
        int version,
        Map<Bytes, Bytes> aux,
        CrcState crc,
        long keysExpected,
        long keysFound,
        List<Damage> damages,
        List<Damage> contradictions,
        long end) {
    /** The newest version whose every record is known here; Valkey counts its own from 80. */
    static final int NEWEST_REDIS = 15;

    private static final int NEWEST_VALKEY = 80;

    public RdbSummary {
        aux = Collections.unmodifiableMap(new LinkedHashMap<>(aux));
        damages = List.copyOf(damages);
        contradictions = List.copyOf(contradictions);
    }

    /** Whether the EOF record was reached with nothing lost on the way, and neither checksum nor count against it. */
    public boolean intact() {
        return damages.isEmpty() && contradictions.isEmpty();
    }

    /** A remark where the version is newer than what was known when this was written. */
    public Optional<String> note() {
        int newest = magic.equals("VALKEY") ? NEWEST_VALKEY : NEWEST_REDIS;
        return version <= newest
                ? Optional.empty()
                : Optional.of("RDB version " + magic + " " + version + " is newer than " + newest
                        + ", the newest known here: read as far as its records are known");
    }
}
