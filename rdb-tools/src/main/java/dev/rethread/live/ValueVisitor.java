package dev.rethread.live;

import static com.moilioncircle.redis.replicator.Constants.QUICKLIST_NODE_CONTAINER_PACKED;
import static com.moilioncircle.redis.replicator.Constants.QUICKLIST_NODE_CONTAINER_PLAIN;

import com.moilioncircle.redis.replicator.Replicator;
import com.moilioncircle.redis.replicator.io.RedisInputStream;
import com.moilioncircle.redis.replicator.rdb.BaseRdbParser;
import com.moilioncircle.redis.replicator.rdb.DefaultRdbValueVisitor;
import com.moilioncircle.redis.replicator.rdb.datatype.ZSetEntry;
import com.moilioncircle.redis.replicator.util.ByteArrayList;
import com.moilioncircle.redis.replicator.util.ByteArrayMap;
import com.moilioncircle.redis.replicator.util.ByteArraySet;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The library's decoder with its packed encodings replaced: its own dies on a score of {@code inf} and on packed values
 * of more than 32767 entries.
 */
@SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the library's own signatures
final class ValueVisitor extends DefaultRdbValueVisitor {
    ValueVisitor(Replicator replicator) {
        super(replicator);
    }

    @Override
    public <T> T applyZSetListPack(RedisInputStream in, int version) throws IOException {
        return (T) scores(Packed.listpack(in));
    }

    @Override
    public <T> T applyZSetZipList(RedisInputStream in, int version) throws IOException {
        return (T) scores(Packed.ziplist(in));
    }

    @Override
    public <T> T applyHashListPack(RedisInputStream in, int version) throws IOException {
        return (T) pairs(Packed.listpack(in));
    }

    @Override
    public <T> T applyHashZipList(RedisInputStream in, int version) throws IOException {
        return (T) pairs(Packed.ziplist(in));
    }

    @Override
    public <T> T applySetListPack(RedisInputStream in, int version) throws IOException {
        Set<byte[]> members = new ByteArraySet();
        members.addAll(Packed.listpack(in));
        return (T) members;
    }

    @Override
    public <T> T applyListZipList(RedisInputStream in, int version) throws IOException {
        List<byte[]> elements = new ByteArrayList();
        elements.addAll(Packed.ziplist(in));
        return (T) elements;
    }

    @Override
    public <T> T applyListQuickList(RedisInputStream in, int version) throws IOException {
        List<byte[]> elements = new ByteArrayList();
        long nodes = new BaseRdbParser(in).rdbLoadLen().len;
        for (long i = 0; i < nodes; i++) {
            elements.addAll(Packed.ziplist(in));
        }
        return (T) elements;
    }

    @Override
    public <T> T applyListQuickList2(RedisInputStream in, int version) throws IOException {
        List<byte[]> elements = new ByteArrayList();
        BaseRdbParser parser = new BaseRdbParser(in);
        long nodes = parser.rdbLoadLen().len;
        for (long i = 0; i < nodes; i++) {
            long container = parser.rdbLoadLen().len;
            if (container == QUICKLIST_NODE_CONTAINER_PLAIN) {
                elements.add(parser.rdbLoadPlainStringObject().first());
            } else if (container == QUICKLIST_NODE_CONTAINER_PACKED) {
                elements.addAll(Packed.listpack(in));
            } else {
                throw new IllegalStateException("a quicklist node of kind " + container);
            }
        }
        return (T) elements;
    }

    private static Set<ZSetEntry> scores(List<byte[]> entries) {
        Set<ZSetEntry> scores = new LinkedHashSet<>();
        for (int i = 0; i < whole(entries); i += 2) {
            scores.add(new ZSetEntry(entries.get(i), ScoreText.parse(entries.get(i + 1))));
        }
        return scores;
    }

    private static ByteArrayMap pairs(List<byte[]> entries) {
        ByteArrayMap pairs = new ByteArrayMap();
        for (int i = 0; i < whole(entries); i += 2) {
            pairs.put(entries.get(i), entries.get(i + 1));
        }
        return pairs;
    }

    private static int whole(List<byte[]> entries) {
        if (entries.size() % 2 != 0) {
            throw new IllegalStateException("a packed value of pairs has " + entries.size() + " entries");
        }
        return entries.size();
    }
}
