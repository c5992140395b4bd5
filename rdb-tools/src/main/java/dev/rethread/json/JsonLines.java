package dev.rethread.json;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.KeySink;
import dev.rethread.keyspace.ValueSink;
import java.io.OutputStream;
import java.util.Base64;

/**
 * Writes a keyspace as JSON, one object a line.
 *
 * <pre>
 * {"db":0,"key":"post:1","type":"string","value":"Hello"}
 * {"db":0,"key":"sess:1","type":"string","expire_ms":1398281040000,"value":"base64:/wA="}
 * {"db":0,"key":"tags","type":"list" | "set","value":["a","b"]}
 * {"db":0,"key":"top","type":"zset","value":{"ann":1.5,"bob":"inf"}}
 * {"db":0,"key":"user:1","type":"hash","value":{"name":"ann"},"field_expire_ms":{"name":1398281040000}}
 * {"db":0,"key":"log","type":"stream","value":{"entries":[{"id":"1-1","fields":["f","v"]}],"last_id":"1-1",...}}
 * {"db":0,"key":"row","type":"array","value":{"elements":{"0":"a","7":"b"},"insert_index":"7"}}
 * {"db":0,"key":"filter","type":"module","value":{"rdb_type":7,"raw":"base64:..."}}
 * {"db":0,"key":"likes:7","partial":true,"type":"set","value":["a"]}   what damage left of it
 * </pre>
 *
 * <p>Byte strings are JSON strings of their UTF-8. One that is not well-formed UTF-8, or that begins with
 * {@code base64:} itself, is {@code base64:} and its bytes in base64 (RFC 4648, padded): {@link #text} and
 * {@link #bytes} are the two ways. Names that differ stay different, so that a hash is an object.
 *
 * <p>A line that has no end is left away: the memory for one grows with its JSON, unless it is announced as sure to
 * end, when pieces of it are handed on. Failures of the stream are {@link java.io.UncheckedIOException}s.
 *
 * <p>A member or field that a damaged value lists twice stands in its line twice: whoever must know builds the value.
 *
 * <p>Not thread-safe. {@link #close} flushes; the stream stays the caller's to close.
 */
public final class JsonLines implements KeySink, AutoCloseable {
    private final JsonBuffer json;
    private final JsonSink lines;

    private JsonLines(OutputStream out) {
        this.json = new JsonBuffer(out);
        this.lines = new JsonSink(json);
    }

    /** Writes to {@code out}, which needs no buffer. */
    public static JsonLines to(OutputStream out) {
        return new JsonLines(out);
    }

    /** {@code bytes} as the text that stands in the JSON, unescaped. */
    public static String text(Bytes bytes) {
        String text = bytes.utf8();
        boolean plain = Utf8.wellFormed(bytes.unsafeArray()) && !text.startsWith(JsonBuffer.BASE64);
        return plain ? text : JsonBuffer.BASE64 + Base64.getEncoder().encodeToString(bytes.unsafeArray());
    }

    /**
     * What {@link #text} was made from.
     *
     * @throws IllegalArgumentException if it is no base64 where it says so
     */
    public static Bytes bytes(String text) {
        return text.startsWith(JsonBuffer.BASE64)
                ? Bytes.wrap(Base64.getDecoder().decode(text.substring(JsonBuffer.BASE64.length())))
                : Bytes.of(text);
    }

    /** One line. */
    public void write(Entry entry) {
        entry.value().handTo(key(entry.key(), entry.expireAt(), true));
    }

    /** Begins a line, which the value's end ends; no other may be begun meanwhile. */
    @Override
    public ValueSink key(Key key, long expireAt, boolean sure) {
        lines.line(key, expireAt, sure, false);
        return lines;
    }

    /** As {@link #key}, for a value that is only what damage left of it: the line says {@code "partial":true}. */
    public ValueSink partial(Key key, long expireAt, boolean sure) {
        lines.line(key, expireAt, sure, true);
        return lines;
    }

    /** How many lines there are so far. */
    public long lines() {
        return lines.lines();
    }

    /** Bytes of these lines. */
    public long written() {
        return json.written();
    }

    @Override
    public void close() {
        json.flush();
    }
}
