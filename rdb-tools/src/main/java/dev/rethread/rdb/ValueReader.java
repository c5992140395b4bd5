package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.source.SourceFile;

/**
 * Reads values from their places. It reads a little ahead, so that neighbours asked for in file order share one read.
 * Not thread-safe.
 */
final class ValueReader {
    private static final int AHEAD = 1 << 14;
    private static final int LARGE = 1 << 16;

    private final SourceFile source;
    private final HashTemplates templates;
    private Window near;

    /** @param templates what hashes of the source may refer to; may be filled later */
    ValueReader(SourceFile source, HashTemplates templates) {
        this.templates = templates;
        this.source = source;
        this.near = Window.plain(source, 0, 0, 0);
    }

    /**
     * Decodes the value at {@code place}.
     *
     * @throws DamagedValueException if its bytes do not make a value
     */
    Entry read(Key key, KeyPlace place) {
        Window value = window(place.valueOffset(), place.end());
        return KeyValue.decode(value, templates, key, place.type(), place.expireAt(), place.span());
    }

    private Window window(long from, long to) {
        if (to - from > AHEAD) {
            return Window.plain(source, from, to, LARGE);
        }
        if (!near.holds(from, to)) {
            near = Window.filled(source, from, source.size(), AHEAD);
        }
        return near.stretch(from, to);
    }
}
