package dev.rethread.live;

import static com.moilioncircle.redis.replicator.Constants.RDB_TYPE_MODULE_2;
import static com.moilioncircle.redis.replicator.Constants.RDB_TYPE_STREAM_LISTPACKS;
import static com.moilioncircle.redis.replicator.Constants.RDB_TYPE_STREAM_LISTPACKS_2;
import static com.moilioncircle.redis.replicator.Constants.RDB_TYPE_STREAM_LISTPACKS_3;

import com.moilioncircle.redis.replicator.Replicator;
import com.moilioncircle.redis.replicator.event.Event;
import com.moilioncircle.redis.replicator.io.RedisInputStream;
import com.moilioncircle.redis.replicator.rdb.BaseRdbParser;
import com.moilioncircle.redis.replicator.rdb.DefaultRdbVisitor;
import com.moilioncircle.redis.replicator.rdb.RdbValueVisitor;
import com.moilioncircle.redis.replicator.rdb.datatype.ContextKeyValuePair;
import com.moilioncircle.redis.replicator.rdb.skip.SkipRdbValueVisitor;
import java.io.IOException;

/** Decodes what merges by element, and hands on streams and modules as their bytes, which the RDB reader decodes. */
final class RdbVisitor extends DefaultRdbVisitor {
    private final RdbValueVisitor skip;

    RdbVisitor(Replicator replicator) {
        super(replicator, new ValueVisitor(replicator));
        this.skip = new SkipRdbValueVisitor(replicator);
    }

    @Override
    public Event applyStreamListPacks(RedisInputStream in, int version, ContextKeyValuePair context)
            throws IOException {
        return raw(RDB_TYPE_STREAM_LISTPACKS, in, context, () -> skip.applyStreamListPacks(in, version));
    }

    @Override
    public Event applyStreamListPacks2(RedisInputStream in, int version, ContextKeyValuePair context)
            throws IOException {
        return raw(RDB_TYPE_STREAM_LISTPACKS_2, in, context, () -> skip.applyStreamListPacks2(in, version));
    }

    @Override
    public Event applyStreamListPacks3(RedisInputStream in, int version, ContextKeyValuePair context)
            throws IOException {
        return raw(RDB_TYPE_STREAM_LISTPACKS_3, in, context, () -> skip.applyStreamListPacks3(in, version));
    }

    @Override
    public Event applyModule2(RedisInputStream in, int version, ContextKeyValuePair context) throws IOException {
        return raw(RDB_TYPE_MODULE_2, in, context, () -> skip.applyModule2(in, version));
    }

    private interface Skip {
        void value() throws IOException;
    }

    private Event raw(int rdbType, RedisInputStream in, ContextKeyValuePair context, Skip skip) throws IOException {
        OpaquePair pair = new OpaquePair();
        pair.setKey(new BaseRdbParser(in).rdbLoadEncodedStringObject().first());
        pair.setValueRdbType(rdbType);
        RawBytes raw = new RawBytes();
        replicator.addRawByteListener(raw);
        try {
            skip.value();
        } finally {
            replicator.removeRawByteListener(raw);
        }
        pair.setValue(raw.bytes());
        return context.valueOf(pair);
    }
}
