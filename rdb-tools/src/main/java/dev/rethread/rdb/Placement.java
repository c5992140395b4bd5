package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;

/**
 * How an entry is written for a target: the number of its type, and whether something of the value gets lost.
 *
 * @param type of {@code rdb.h}
 * @param loss whether the value has what {@link RdbWriter#allowLoss} is about, and the target no place for it
 */
record Placement(int type, boolean loss) {
    /** @throws UnwritableException if the target has no place for the entry */
    static Placement of(Entry entry, RdbTarget target) {
        return new Finder(entry, target).find();
    }

    private record Finder(Entry entry, RdbTarget target) {
        private static final long LATEST_SECOND = Integer.MAX_VALUE;

        Placement find() {
            if (!target.hasMilliseconds() && (entry.expireAt() < -1 || entry.expireAt() / 1000 >= LATEST_SECOND)) {
                throw refusal("an expiry after 2038", "its seconds have 32 bits");
            }
            Value value = entry.value();
            if (value instanceof StringValue) {
                return plain(RdbType.STRING);
            }
            if (value instanceof ListValue list) {
                return collection(RdbType.LIST, list.elements().size());
            }
            if (value instanceof SetValue set) {
                return collection(RdbType.SET, set.members().size());
            }
            if (value instanceof SortedSetValue scored) {
                RdbType type = target.hasBinaryScores() ? RdbType.ZSET_2 : RdbType.ZSET;
                return collection(type, scored.scores().size());
            }
            return other(value);
        }

        private Placement other(Value value) {
            if (value instanceof HashValue hash) {
                return hash(hash);
            }
            if (value instanceof StreamValue stream) {
                return stream(stream);
            }
            if (value instanceof OpaqueValue opaque) {
                return opaque(opaque);
            }
            throw refusal("a value of type " + value.type().word(), "no encoding of it is written");
        }

        private static Placement plain(RdbType type) {
            return new Placement(type.code(), false);
        }

        /** A server drops a key without elements when it loads it, or refuses the file. */
        private Placement collection(RdbType type, int size) {
            if (size == 0) {
                throw refusal("a " + entry.value().type().word() + " without elements", "no server keeps one");
            }
            return plain(type);
        }

        private Placement hash(HashValue hash) {
            if (hash.fieldExpiries().isEmpty()) {
                return collection(RdbType.HASH, hash.fields().size());
            }
            if (target.carriesFieldExpiries()) {
                return collection(
                        target == RdbTarget.VALKEY_9 ? RdbType.HASH_2 : RdbType.HASH_METADATA,
                        hash.fields().size());
            }
            return new Placement(RdbType.HASH.code(), true);
        }

        private Placement stream(StreamValue stream) {
            if (!target.carriesStreams()) {
                throw refusal("a stream", "it needs redis 5.0");
            }
            if (stream.entries().stream().anyMatch(one -> one.fields().size() % 2 != 0)) {
                throw refusal("a stream entry whose last field has no value", "no server keeps one");
            }
            stream.groups().values().forEach(this::checkOwned);
            boolean producers = !stream.producers().isEmpty();
            return producers && target.carriesProducers()
                    ? new Placement(StreamWriter.WITH_PRODUCERS, false)
                    : new Placement(newestStream().code(), producers);
        }

        private RdbType newestStream() {
            if (target.knows(RdbType.STREAM_LISTPACKS_3.code())) {
                return RdbType.STREAM_LISTPACKS_3;
            }
            return target.knows(RdbType.STREAM_LISTPACKS_2.code())
                    ? RdbType.STREAM_LISTPACKS_2
                    : RdbType.STREAM_LISTPACKS;
        }

        /** Servers crash later on a pending entry that no consumer of the file lists. */
        private void checkOwned(Group group) {
            for (Pending pending : group.pending().values()) {
                Bytes consumer = pending.consumer();
                if (consumer == null || !group.consumers().containsKey(consumer)) {
                    throw refusal("a pending stream entry that no consumer has", "it needs redis 8.8");
                }
            }
        }

        private Placement opaque(OpaqueValue value) {
            if (!target.knows(value.rdbType())) {
                throw refusal("a value of RDB type " + value.rdbType(), "its servers do not know that type");
            }
            return new Placement(value.rdbType(), false);
        }

        private UnwritableException refusal(String what, String why) {
            return new UnwritableException(entry.key(), target, what, why);
        }
    }
}
