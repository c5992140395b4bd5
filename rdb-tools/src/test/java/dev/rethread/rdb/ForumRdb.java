package dev.rethread.rdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small forum as Redis 7 would write it: enough keys of each shape that one more or less can be told. */
final class ForumRdb {
    private ForumRdb() {}

    static byte[] whole() {
        Random random = new Random(7);
        RdbBytes out = RdbBytes.version(11).aux("redis-ver", "7.0.15").aux("redis-bits", "64");
        List<RdbBytes> records = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            posts(records, i, random);
            sessions(records, i, random);
            plain(records, i);
        }
        out.raw(RdbOpcode.SELECTDB, 0)
                .raw(RdbOpcode.RESIZEDB)
                .length(records.size())
                .length(9);
        records.forEach(record -> out.raw(record.bytes()));
        out.raw(RdbOpcode.SELECTDB, 1).raw(RdbOpcode.RESIZEDB, 3, 0);
        for (int i = 1; i <= 3; i++) {
            out.stringKey("queue:" + i, "send a mail to " + i);
        }
        return out.eof().bytes();
    }

    private static void posts(List<RdbBytes> records, int i, Random random) {
        records.add(RdbBytes.bare()
                .key(RdbType.HASH_LISTPACK, "post:" + i)
                .string(PackedBytes.listpack("pid", "" + i, "content", words(random), "uid", "12")));
        records.add(RdbBytes.bare()
                .key(RdbType.ZSET_LISTPACK, "tid:" + i + ":posts")
                .string(PackedBytes.listpack("" + i, "" + (1600000000 + i), "" + (i + 1), "" + (1600000100 + i))));
        records.add(RdbBytes.bare()
                .key(RdbType.SET_INTSET, "pid:" + i + ":upvote")
                .string(PackedBytes.intset(2, i, i + 7)));
    }

    private static void sessions(List<RdbBytes> records, int i, Random random) {
        records.add(RdbBytes.bare()
                .raw(RdbOpcode.EXPIRETIME_MS)
                .le(4102444800000L + i, 8)
                .stringKey("sess:" + Long.toHexString(random.nextLong()), "{\"user\":" + i + "}"));
        records.add(RdbBytes.bare().key(RdbType.STRING, "tid:" + i + ":views").raw(0xc0, i));
        records.add(RdbBytes.bare().stringKey("link:" + i, "https://example.org/" + words(random)));
    }

    private static void plain(List<RdbBytes> records, int i) {
        records.add(RdbBytes.bare()
                .key(RdbType.HASH, "user:" + i)
                .length(3)
                .string("uid")
                .raw(0xc0, i)
                .string("username")
                .string("name" + i)
                .string("about")
                .string(""));
        records.add(RdbBytes.bare()
                .key(RdbType.SET, "tag:" + i + ":topics")
                .length(2)
                .string("topic" + i)
                .string("topic" + (i + 1)));
        records.add(RdbBytes.bare()
                .key(RdbType.LIST_QUICKLIST_2, "uid:" + i + ":recent")
                .raw(1, 2)
                .string(PackedBytes.listpack("a" + i, "b")));
        records.add(RdbBytes.bare()
                .key(RdbType.ZSET_2, "cid:" + i + ":tids")
                .length(2)
                .string("" + i)
                .le(Double.doubleToLongBits(1.5), 8)
                .string("" + (i + 1))
                .le(Double.doubleToLongBits(1600000000), 8));
    }

    private static String words(Random random) {
        String[] words = {"lorem", "ipsum", "dolor", "sit", "amet", "well\n", "I", "think"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        return text.toString();
    }
}
