package dev.rethread.rdb;

/**
 * Passes over a value by its lengths, without an object per element. The layouts, after type byte and key:
 *
 * <pre>
 * STRING, and every packed type      string
 * LIST, SET, LIST_QUICKLIST          count, string...
 * HASH                               count, (string, string)...
 * ZSET                               count, (string, u8 length, digits)...    253 NaN, 254 +inf, 255 -inf: no digits
 * ZSET_2                             count, (string, 8-byte double)...
 * LIST_QUICKLIST_2                   count, (length container, string)...
 * HASH_METADATA_PRE_GA               count, (length expiry, string, string)...
 * HASH_METADATA                      8-byte base, count, (length expiry, string, string)...
 * HASH_LISTPACK_EX                   8-byte base, string
 * HASH_2                             count, (string, string, 8-byte expiry)...
 * MODULE_2                           length id, (length opcode, payload)..., length 0
 * GCRA                               number
 * ARRAY                              see {@link ArrayDecoder}
 * HASH_TMPL_*                        see {@link HashTemplates}
 * STREAM_LISTPACKS*                  see {@link StreamSkipper}
 * </pre>
 */
final class ValueSkipper {
    private static final int FIRST_SPECIAL_SCORE = 253;

    private ValueSkipper() {}

    static void skip(RdbInput in, RdbType type) {
        in.doing(type.name());
        switch (type) {
            case LIST, SET, LIST_QUICKLIST -> skipStrings(in, 1);
            case HASH -> skipStrings(in, 2);
            case ZSET -> skipScored(in);
            case ZSET_2 -> skipWithTail(in, 1, 8);
            case HASH_2 -> skipWithTail(in, 2, 8);
            case LIST_QUICKLIST_2 -> skipNumbered(in, 1);
            case HASH_METADATA_PRE_GA -> skipNumbered(in, 2);
            case HASH_METADATA -> {
                in.skip(8);
                skipNumbered(in, 2);
            }
            case HASH_LISTPACK_EX -> {
                in.skip(8);
                in.skipString();
            }
            case MODULE_PRE_GA ->
                throw new MalformedException(
                        "a module value of type 6 has no lengths, only its module can tell where it ends");
            case MODULE_2 -> {
                in.number();
                skipModule(in);
            }
            case STREAM_LISTPACKS, STREAM_LISTPACKS_2, STREAM_LISTPACKS_3, STREAM_LISTPACKS_4, STREAM_LISTPACKS_5 ->
                StreamSkipper.skip(in, type);
            case ARRAY -> ArrayDecoder.skip(in);
            case HASH_TMPL_LP, HASH_TMPL_ARRAY, HASH_TMPL_ARRAY_REF ->
                in.templates().skip(in, type);
            case GCRA -> in.number();
            default -> in.skipString();
        }
    }

    private static void skipStrings(RdbInput in, int each) {
        for (long left = in.length() * each; left > 0; left--) {
            in.skipString();
        }
    }

    private static void skipWithTail(RdbInput in, int strings, int tail) {
        for (long left = in.length(); left > 0; left--) {
            for (int i = 0; i < strings; i++) {
                in.skipString();
            }
            in.skip(tail);
        }
    }

    private static void skipNumbered(RdbInput in, int strings) {
        for (long left = in.length(); left > 0; left--) {
            in.number();
            for (int i = 0; i < strings; i++) {
                in.skipString();
            }
        }
    }

    private static void skipScored(RdbInput in) {
        for (long left = in.length(); left > 0; left--) {
            in.skipString();
            int digits = in.u8();
            if (digits < FIRST_SPECIAL_SCORE) {
                in.skip(digits);
            }
        }
    }

    /** Module values, up to their terminating 0: 1 and 2 integers, 3 float, 4 double, 5 string. */
    static void skipModule(RdbInput in) {
        for (long opcode = in.number(); opcode != 0; opcode = in.number()) {
            if (opcode == 1 || opcode == 2) {
                in.number();
            } else if (opcode == 3) {
                in.skip(4);
            } else if (opcode == 4) {
                in.skip(8);
            } else if (opcode == 5) {
                in.skipString();
            } else {
                throw new MalformedException("module opcode " + Long.toUnsignedString(opcode)
                        + ", known are 0 to 5, before 0x" + Long.toHexString(in.position()));
            }
        }
    }
}
