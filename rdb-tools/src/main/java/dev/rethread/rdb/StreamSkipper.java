package dev.rethread.rdb;

/**
 * Passes over a stream. The five formats, 1 to 5, are {@link RdbType#STREAM_LISTPACKS} and its successors:
 *
 * <pre>
 * count, (string: 16-byte id, string: listpack)...        see {@link StreamListpack}
 * length, last id (2 numbers)
 * since 2: first id (2), largest deleted id (2), entries added
 * groups, each: string name, last id (2), since 2: entries read,
 *   pending count, (16-byte id, 8-byte delivery time, delivery count)...
 *   consumers, each: string name, 8-byte seen time, since 3: 8-byte active time,
 *     pending count, (16-byte id)...
 *   since 5: count, (16-byte id)...                       pending without a consumer
 * since 4: producers                                      see {@link StreamProducers}
 * </pre>
 */
final class StreamSkipper {
    static final int ID = 16;

    private StreamSkipper() {}

    static void skip(RdbInput in, RdbType type) {
        int format = type.streamFormat();
        for (long left = in.length(); left > 0; left--) {
            in.skipString();
            in.skipString();
        }
        skipNumbers(in, format >= 2 ? 8 : 3);
        in.doing(type.name() + " groups");
        for (long left = in.length(); left > 0; left--) {
            in.skipString();
            skipNumbers(in, format >= 2 ? 3 : 2);
            skipPending(in);
            skipConsumers(in, format >= 3 ? 16 : 8);
            if (format >= 5) {
                in.skip(in.length() * ID);
            }
        }
        if (format >= 4) {
            skipProducers(in);
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

    private static void skipProducers(RdbInput in) {
        in.doing("stream producers");
        skipNumbers(in, 2);
        for (long left = in.length(); left > 0; left--) {
            in.skipString();
            for (long ids = in.length(); ids > 0; ids--) {
                in.skipString();
                skipNumbers(in, 2);
            }
        }
        skipNumbers(in, 2);
    }

    private static void skipNumbers(RdbInput in, int count) {
        for (int i = 0; i < count; i++) {
            in.number();
        }
    }
}
