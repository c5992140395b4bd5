package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * What a stream keeps of idempotent producers, since Redis 8.6. It is kept in one form, lengths short and strings
 * uncompressed, so that it compares whatever the settings of the server were:
 *
 * <pre>
 * seconds that ids are kept, how many are kept
 * producers, each: string name, ids, (string id, entry id: 2 numbers)...
 * ids ever added, duplicates ever met
 * </pre>
 */
final class StreamProducers {
    private static final long LONGEST_SECONDS = 86_400;
    private static final long MOST_IDS = 10_000;
    /** Both limits at their default of 100, no producer: what a server gives to a stream of an older file. */
    private static final Bytes NONE = Bytes.wrap(new byte[] {0x40, 100, 0x40, 100, 0, 0, 0});

    private final RdbInput in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private StreamProducers(RdbInput in) {
        this.in = in;
    }

    /** The bytes as above; empty where they say no more than that there are none. */
    static Bytes decode(RdbInput in) {
        Bytes all = new StreamProducers(in).copy();
        return all.equals(NONE) ? Bytes.EMPTY : all;
    }

    private Bytes copy() {
        limit("seconds", LONGEST_SECONDS);
        limit("number of ids", MOST_IDS);
        Set<Bytes> names = new HashSet<>();
        for (long left = count(); left > 0; left--) {
            Bytes name = string();
            if (!names.add(name)) {
                throw new MalformedException("a stream lists a producer of " + name.length() + " bytes twice");
            }
            for (long ids = count(); ids > 0; ids--) {
                string();
                number();
                number();
            }
        }
        number();
        number();
        return Bytes.wrap(out.toByteArray());
    }

    private void limit(String what, long largest) {
        long limit = number();
        if (limit < 1 || limit > largest) {
            throw new MalformedException("a stream's limit on the " + what + " of producers is "
                    + Long.toUnsignedString(limit) + ", should be 1 to " + largest);
        }
    }

    private long count() {
        return write(in.length());
    }

    private long number() {
        return write(in.number());
    }

    private Bytes string() {
        Bytes string = in.string();
        write(string.length());
        out.writeBytes(string.unsafeArray());
        return string;
    }

    private long write(long number) {
        if (number >= 0 && number < 1 << 6) {
            out.write((int) number);
        } else if (number >= 0 && number < 1 << 14) {
            out.write(0x40 | (int) (number >> 8));
            out.write((int) number);
        } else if (number >= 0 && number < 1L << 32) {
            out.write(0x80);
            out.writeBytes(ByteBuffer.allocate(4).putInt((int) number).array());
        } else {
            out.write(0x81);
            out.writeBytes(ByteBuffer.allocate(8).putLong(number).array());
        }
        return number;
    }
}
