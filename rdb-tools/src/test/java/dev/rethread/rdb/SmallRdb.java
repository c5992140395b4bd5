package dev.rethread.rdb;

/** A file of a kilobyte that has every kind of record and of value, so that each of its bytes is worth damaging. */
final class SmallRdb {
    static final int KEYS = 31;
    /** Of these, in the second database. */
    private static final int KEYS_BEHIND = 2;

    private SmallRdb() {}

    static byte[] summed() {
        return body().eof().bytes();
    }

    static byte[] unsummed() {
        return body().eofWithoutChecksum().bytes();
    }

    private static RdbBytes body() {
        RdbBytes out = RdbBytes.version(15).aux("redis-ver", "7.4.1").raw(RdbOpcode.SELECTDB, 0);
        out.raw(RdbOpcode.RESIZEDB, KEYS - KEYS_BEHIND, 2).raw(RdbOpcode.SLOT_INFO, 3, 4, 5);
        out.raw(RdbOpcode.FUNCTION2).string("#!lua name=f\n");
        out.raw(RdbOpcode.MODULE_AUX, 0x81)
                .le(0x1234, 8)
                .raw(2, 1, 2, 9, 5)
                .string("aux")
                .raw(0);
        out.raw(RdbOpcode.HASH_TEMPLATE, 7, 2).string("f").string("g");
        strings(out);
        packed(out);
        plain(out);
        newest(out);
        return streams(out);
    }

    private static void strings(RdbBytes out) {
        out.raw(RdbOpcode.EXPIRETIME_MS)
                .le(4102444800000L, 8)
                .raw(RdbOpcode.IDLE, 7)
                .stringKey("s", "text");
        out.raw(RdbOpcode.EXPIRETIME).le(1900000000, 4).raw(RdbOpcode.FREQ, 7);
        out.key(RdbType.STRING, "int8").raw(0xc0, 0x85);
        out.key(RdbType.STRING, "int16").raw(0xc1, 0x85, 0x01);
        out.key(RdbType.STRING, "int32").raw(0xc2, 0x85, 1, 2, 3);
        out.key(RdbType.STRING, "lzf").lzf(6, 12, new byte[] {1, 'a', 'b', (byte) 0xe0, 1, 1});
        out.raw(RdbType.STRING.code())
                .raw(0x40, 70)
                .ascii("k".repeat(70))
                .raw(0x80, 0, 0, 0, 2)
                .ascii("32");
    }

    private static void packed(RdbBytes out) {
        out.key(RdbType.LIST_ZIPLIST, "lz").string(PackedBytes.ziplist("a", "", "-7", "300", "x".repeat(70)));
        out.key(RdbType.HASH_ZIPLIST, "hz").string(PackedBytes.ziplist("f", "1"));
        out.key(RdbType.ZSET_ZIPLIST, "zz").string(PackedBytes.ziplist("m", "1.5"));
        out.key(RdbType.HASH_LISTPACK, "hl").string(PackedBytes.listpack("f", "-1", "g", "70000"));
        out.key(RdbType.ZSET_LISTPACK, "zl").string(PackedBytes.listpack("m", "inf"));
        out.key(RdbType.SET_LISTPACK, "sl").string(PackedBytes.listpack("a", "b"));
        out.key(RdbType.SET_INTSET, "si").string(PackedBytes.intset(2, -3, 5));
        out.key(RdbType.HASH_ZIPMAP, "hm").string(PackedBytes.zipmap("f", "v"));
        out.key(RdbType.LIST_QUICKLIST, "q1").length(1).string(PackedBytes.ziplist("a", "b"));
        out.key(RdbType.LIST_QUICKLIST_2, "q2").length(2).raw(1).string("plain").raw(2);
        out.string(PackedBytes.listpack("a"));
        out.key(RdbType.HASH_LISTPACK_EX, "hx").le(1000, 8).string(PackedBytes.listpack("f", "v", "0"));
    }

    private static void plain(RdbBytes out) {
        out.key(RdbType.LIST, "l").length(2).string("a").string("b");
        out.key(RdbType.SET, "set").length(1).string("a");
        out.key(RdbType.HASH, "h").length(1).string("f").string("v");
        out.key(RdbType.ZSET, "z")
                .length(2)
                .string("a")
                .raw(3)
                .ascii("1.5")
                .string("b")
                .raw(254);
        out.key(RdbType.ZSET_2, "z2").length(1).string("a").le(Double.doubleToLongBits(2.5), 8);
        out.key(RdbType.HASH_METADATA, "hmeta")
                .le(1000, 8)
                .length(1)
                .length(5)
                .string("f")
                .string("v");
    }

    private static void newest(RdbBytes out) {
        out.key(RdbType.HASH_TMPL_LP_REF, "tlr").string(PackedBytes.listpack("7", "a", "b"));
        out.key(RdbType.HASH_TMPL_ARRAY_REF, "tar").raw(7).string("a").string("b");
        out.key(RdbType.HASH_TMPL_LP, "tl").raw(0).string(PackedBytes.listpack("f"));
        out.string(PackedBytes.listpack("0", "a"));
        out.key(RdbType.HASH_TMPL_ARRAY, "ta").raw(1, 1).string("f").string("a");
        out.key(RdbType.ARRAY, "arr")
                .raw(4, 1, 3, 0, 0)
                .string("text")
                .raw(1, 1)
                .le(-5, 8);
        out.raw(2, 2).le(Double.doubleToLongBits(0.5), 8).raw(3, 3).string("s");
        out.raw(RdbOpcode.KEY_META, 1)
                .le(0x1234, 4)
                .raw(2, 9, 0)
                .key(RdbType.GCRA, "gcra")
                .raw(0x40, 70);
    }

    private static RdbBytes streams(RdbBytes out) {
        out.raw(RdbOpcode.SELECTDB, 3).raw(RdbOpcode.RESIZEDB, KEYS_BEHIND, 0);
        new StreamBytes(RdbType.STREAM_LISTPACKS_5).key(out, "st");
        out.key(RdbType.MODULE_2, "mod")
                .length(77)
                .raw(1, 5, 2, 6, 3)
                .le(0, 4)
                .raw(4)
                .le(0, 8);
        return out.raw(5).string("blob").raw(0);
    }
}
