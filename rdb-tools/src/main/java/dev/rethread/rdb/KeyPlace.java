package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.source.SourceFile;

/** Where a key's record lies, and what can be said of its value without decoding it. */
record KeyPlace(long offset, long valueOffset, long end, RdbType type, long expireAt, long fingerprint) {
    private static final int WINDOW = 1 << 16;

    static KeyPlace of(KeyValue found) {
        return new KeyPlace(
                found.span().offset(),
                found.valueSpan().offset(),
                found.span().end(),
                found.rdbType(),
                found.expireAt(),
                found.fingerprint());
    }

    Span span() {
        return new Span(offset, end - offset);
    }

    /**
     * Reads and decodes the value.
     *
     * @throws DamagedValueException if its bytes do not make a value
     */
    Entry decode(SourceFile source, Key key) {
        Window value = Window.plain(source, valueOffset, end, WINDOW);
        return KeyValue.decode(value, key, type, expireAt, span());
    }
}
