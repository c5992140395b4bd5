package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of an RDB by themselves: the bytes that follow a key, and what DUMP and FUNCTION DUMP answer and RESTORE takes.
 *
 * <pre>
 * type u8, value | (FUNCTION2 u8, code string)...   version u16   CRC64 u64, 0 where there is none   little-endian
 * </pre>
 */
public final class RdbPayload {
    private static final int CHECKSUM = 8;
    private static final int FOOTER = 2 + CHECKSUM;
    private static final int FIRST_VALKEY = 80;

    private RdbPayload() {}

    /**
     * The value in the bytes that follow a key in a file of Redis.
     *
     * @param type the RDB type byte
     * @throws IllegalArgumentException if the bytes do not make a value of that type; says what is wrong without them
     */
    public static Value value(int type, Bytes raw) {
        RdbType known = RdbType.of(type, "REDIS");
        if (known == null) {
            throw new IllegalArgumentException("a value of RDB type " + type);
        }
        try {
            return ValueDecoder.decode(Window.of(raw.unsafeArray(), 0, raw.length()), known);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(known.name() + ": " + e.problem(), e);
        }
    }

    /** The value of a DUMP; empty where the checksum, the type or the content is wrong. */
    public static Optional<Value> decode(Bytes payload) {
        Window window = open(payload);
        if (window == null) {
            return Optional.empty();
        }
        try {
            RdbType type = RdbType.of(window.u8(), version(payload) < FIRST_VALKEY ? "REDIS" : "VALKEY");
            return type == null ? Optional.empty() : Optional.of(ValueDecoder.decode(window, type));
        } catch (MalformedException damaged) {
            return Optional.empty();
        }
    }

    /**
     * What RESTORE takes for the entry's value, of the oldest version that says all of it, so that as many servers as
     * possible load it; empty where no server of Redis does. The expiry is not part of it.
     */
    public static Optional<Bytes> encode(Entry entry) {
        return Arrays.stream(RdbTarget.values())
                .filter(target -> target.version() < FIRST_VALKEY && target.hasBinaryScores())
                .flatMap(target -> encode(entry, target).stream())
                .findFirst();
    }

    private static Optional<Bytes> encode(Entry entry, RdbTarget target) {
        try {
            Bytes payload = RdbWriter.payload(entry, target);
            return Optional.of(payload).filter(written -> decode(written).equals(Optional.of(entry.value())));
        } catch (UnwritableException noPlace) {
            return Optional.empty();
        }
    }

    /** The sources of the libraries in what FUNCTION DUMP answers; empty where the payload is wrong. */
    public static Optional<List<Bytes>> functions(Bytes payload) {
        Window window = open(payload);
        if (window == null) {
            return Optional.empty();
        }
        try {
            RdbInput in = new RdbInput(window, new HashTemplates());
            List<Bytes> libraries = new ArrayList<>();
            while (window.remaining() > 0) {
                if (in.u8() != RdbOpcode.FUNCTION2) {
                    return Optional.empty();
                }
                libraries.add(in.string());
            }
            return Optional.of(libraries);
        } catch (MalformedException damaged) {
            return Optional.empty();
        }
    }

    /** What stands before the footer, or null where the checksum is wrong. */
    private static @Nullable Window open(Bytes payload) {
        byte[] bytes = payload.unsafeArray();
        int end = bytes.length - FOOTER;
        if (end < 1) {
            return null;
        }
        long expected = Window.of(bytes, bytes.length - CHECKSUM, bytes.length).le64();
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, bytes.length - CHECKSUM);
        return expected == 0 || expected == crc.value() ? Window.of(bytes, 0, end) : null;
    }

    private static int version(Bytes payload) {
        int at = payload.length() - FOOTER;
        return payload.at(at) | payload.at(at + 1) << 8;
    }
}
