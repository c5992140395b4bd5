package dev.rethread.live;

import com.moilioncircle.redis.replicator.rdb.datatype.KeyValuePair;
import dev.rethread.keyspace.Bytes;

/** A key whose value is kept as the bytes that stood in the dump. */
final class OpaquePair extends KeyValuePair<byte[], Bytes> {
    private static final long serialVersionUID = 1;
}
