package dev.rethread.keyspace;

import org.jspecify.annotations.Nullable;

/** Receives a keyspace key by key, and what is under each element by element, see {@link Snapshot#walk}. */
public interface KeySink {
    /**
     * A key comes.
     *
     * @param expireAt Unix milliseconds, or {@link Entry#NEVER}
     * @param sure whether the value's {@link ValueSink#end} is sure to come; otherwise it may turn out malformed before
     * @return where its value goes, null to pass it over
     */
    @Nullable
    ValueSink key(Key key, long expireAt, boolean sure);
}
