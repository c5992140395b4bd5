package dev.rethread.rdb;

/**
 * Passes over a stream.
 *
 * <pre>
 * count, (string: 16-byte id, string: listpack)...
 * length, last id (2 numbers)
 * since 2: first id (2), largest deleted id (2), entries added
 * groups, each: string name, last id (2), since 2: entries read,
 *   pending count, (16-byte id, 8-byte delivery time, delivery count)...
 *   consumers, each: string name, 8-byte seen time, since 3: 8-byte active time,
 *     pending count, (16-byte id)...
 * </pre>
 */
final class StreamSkipper {
    private static final int ID = 16;

    private StreamSkipper() {}

    static void skip(RdbInput in, RdbType type) {
        for (long left = in.length(); left > 0; left--) {
            in.skipString();
            in.skipString();
        }
        boolean second = type != RdbType.STREAM_LISTPACKS;
        skipNumbers(in, second ? 8 : 3);
        in.doing(type.name() + " groups");
        for (long left = in.length(); left > 0; left--) {
            in.skipString();
            skipNumbers(in, second ? 3 : 2);
            skipPending(in);
            skipConsumers(in, type == RdbType.STREAM_LISTPACKS_3 ? 16 : 8);
        }
    }

    private static void skipPending(RdbInput in) {
        for (long left = in.length(); left > 0; left--) {
            in.skip(ID + 8);
            in.number();
        }
    }

    private static void skipConsumers(RdbInput in, int times) {
        for (long left = in.length(); left > 0; left--) {
            in.skipString();
            in.skip(times);
            in.skip(in.length() * ID);
        }
    }

    private static void skipNumbers(RdbInput in, int count) {
        for (int i = 0; i < count; i++) {
            in.number();
        }
    }
}
