package dev.rethread.live;

import com.moilioncircle.redis.replicator.io.RedisInputStream;
import com.moilioncircle.redis.replicator.rdb.BaseRdbParser;
import com.moilioncircle.redis.replicator.rdb.BaseRdbParser.StringHelper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The strings of a listpack or ziplist, walked to its end mark.
 *
 * <pre>
 * listpack | total bytes: 4 |                | elements: 2 | entry... | 0xff |
 * ziplist  | total bytes: 4 | tail offset: 4 | elements: 2 | entry... | 0xff |
 * </pre>
 *
 * The count is not used: 0xffff stands for "count them yourself", and the library reads counts above 32767 as negative
 * numbers.
 */
final class Packed {
    private static final int LISTPACK_HEADER = 6;
    private static final int ZIPLIST_HEADER = 10;
    private static final int END = 0xff;

    private Packed() {}

    static List<byte[]> listpack(RedisInputStream value) throws IOException {
        return walk(value, LISTPACK_HEADER, StringHelper::listPackEntry);
    }

    static List<byte[]> ziplist(RedisInputStream value) throws IOException {
        return walk(value, ZIPLIST_HEADER, StringHelper::zipListEntry);
    }

    private interface EntryReader {
        byte[] read(RedisInputStream in) throws IOException;
    }

    private static List<byte[]> walk(RedisInputStream value, int header, EntryReader reader) throws IOException {
        RedisInputStream in = new RedisInputStream(new BaseRdbParser(value).rdbLoadPlainStringObject());
        in.skip(header);
        List<byte[]> entries = new ArrayList<>();
        while (in.available() > 1) {
            entries.add(reader.read(in));
        }
        int end = in.read();
        if (end != END) {
            throw new IllegalStateException("a packed value ends with " + end + ", not with " + END);
        }
        return entries;
    }
}
