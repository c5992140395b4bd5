package dev.rethread.aof;

import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;

/** A value while it is being replayed: changed in place, so that a million fields cost a million steps. */
sealed interface Working
        permits WorkingString, WorkingHash, WorkingList, WorkingSet, WorkingSortedSet, WorkingStream, Untouched {
    /** The value as it is now; later changes do not show in it. */
    Value freeze();

    /** Whether Redis would have deleted the key. */
    boolean isEmpty();

    /** A working copy of {@code value}; what has no element model stays {@link Untouched}. */
    static Working thaw(Value value) {
        if (value instanceof StringValue string) {
            return new WorkingString(string.bytes());
        }
        if (value instanceof HashValue hash) {
            return new WorkingHash(hash);
        }
        if (value instanceof ListValue list) {
            return new WorkingList(list.elements());
        }
        if (value instanceof SetValue set) {
            return new WorkingSet(set.members());
        }
        if (value instanceof SortedSetValue sortedSet) {
            return new WorkingSortedSet(sortedSet.scores());
        }
        if (value instanceof StreamValue stream) {
            return new WorkingStream(stream);
        }
        return new Untouched(value);
    }
}
