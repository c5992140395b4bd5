package dev.rethread.rdb;

import java.nio.ByteBuffer;

/**
 * A stream of three entries, one of them deleted, with a group of two consumers, written in any of the five formats.
 * Each of its parts can be made wrong.
 */
final class StreamBytes {
    private final RdbType type;
    private String[] node = {
        "2",
        "1",
        "1",
        "f",
        "0", // master entry
        "2",
        "0",
        "0",
        "v",
        "4", // 5-1 f v
        "3",
        "0",
        "1",
        "x",
        "4", // 5-2, deleted
        "0",
        "2",
        "0",
        "2",
        "f",
        "w",
        "g",
        "z",
        "8" // 7-1 f w g z
    };
    private int length = 2;
    private long firstOwned = 5;
    private boolean nobody;
    private int seconds = 100;

    StreamBytes(RdbType type) {
        this.type = type;
    }

    StreamBytes node(String... elements) {
        node = elements;
        return this;
    }

    StreamBytes length(int entries) {
        length = entries;
        return this;
    }

    /** The milliseconds of the id that the first consumer says it owns; right is 5. */
    StreamBytes firstOwned(long milliseconds) {
        firstOwned = milliseconds;
        return this;
    }

    /** The entry 7-1 is pending, and no consumer has it. */
    StreamBytes secondOwnedByNobody() {
        nobody = true;
        return this;
    }

    StreamBytes seconds(int kept) {
        seconds = kept;
        return this;
    }

    RdbBytes key(RdbBytes out, String name) {
        out.key(type, name).length(1).string(id(5, 1)).string(PackedBytes.listpack(node));
        out.length(length).raw(7, 1);
        if (type.streamFormat() >= 2) {
            out.raw(5, 1, 0, 0, 2);
        }
        out.length(1).string("group").raw(7, 1);
        if (type.streamFormat() >= 2) {
            out.raw(2);
        }
        out.raw(2).raw(id(5, 1)).le(1000, 8).raw(3).raw(id(7, 1)).le(2000, 8).raw(1);
        consumers(out);
        if (type.streamFormat() >= 5) {
            out.raw(nobody ? 1 : 0).raw(nobody ? id(7, 1) : new byte[0]);
        }
        if (type.streamFormat() >= 4) {
            out.raw(0x40, seconds, 0x40, 100, 1).string("p").raw(1).string("i").raw(5, 1, 9, 8);
        }
        return out;
    }

    private void consumers(RdbBytes out) {
        out.raw(2).string("alice");
        times(out, 3000);
        out.raw(1).raw(id(firstOwned, 1)).string("bob");
        times(out, 4000);
        out.raw(nobody ? 0 : 1).raw(nobody ? new byte[0] : id(7, 1));
    }

    private void times(RdbBytes out, long time) {
        out.le(time, 8);
        if (type.streamFormat() >= 3) {
            out.le(time, 8);
        }
    }

    private static byte[] id(long milliseconds, long sequence) {
        return ByteBuffer.allocate(16).putLong(milliseconds).putLong(sequence).array();
    }
}
