package dev.rethread.json;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;

/**
 * Writes entries as JSON, one object a line.
 *
 * <pre>
 * {"db":0,"key":"post:1","type":"string","value":"Hello"}
 * {"db":0,"key":"sess:1","type":"string","expire_ms":1398281040000,"value":"base64:/wA="}
 * {"db":0,"key":"tags","type":"list" | "set","value":["a","b"]}
 * {"db":0,"key":"top","type":"zset","value":{"ann":1.5,"bob":"inf"}}
 * {"db":0,"key":"user:1","type":"hash","value":{"name":"ann"},"field_expire_ms":{"name":1398281040000}}
 * {"db":0,"key":"log","type":"stream","value":{"entries":[{"id":"1-1","fields":["f","v"]}],"last_id":"1-1",...}}
 * {"db":0,"key":"filter","type":"module","value":{"rdb_type":7,"raw":"base64:..."}}
 * </pre>
 *
 * <p>Byte strings are JSON strings of their UTF-8. One that is not well-formed UTF-8, or that begins with
 * {@code base64:} itself, is {@code base64:} and its bytes in base64 (RFC 4648, padded): {@link #text} and
 * {@link #bytes} are the two ways. Names that differ stay different, so that a hash is an object.
 *
 * <p>Not thread-safe. {@link #close} flushes; the stream stays the caller's to close.
 */
public final class JsonLines implements Closeable {
    private static final byte[] DB = ascii("{\"db\":");
    private static final byte[] KEY = ascii(",\"key\":");
    private static final byte[] TYPE = ascii(",\"type\":\"");
    private static final byte[] EXPIRE = ascii(",\"expire_ms\":");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] FIELD_EXPIRE = ascii(",\"field_expire_ms\":");
    private static final byte[] RDB_TYPE = ascii("{\"rdb_type\":");
    private static final byte[] RAW = ascii(",\"raw\":");
    private static final byte[] END = ascii("}\n");

    private final JsonBuffer json;

    private JsonLines(OutputStream out) {
        this.json = new JsonBuffer(out);
    }

    /** Writes to {@code out}, which needs no buffer. */
    public static JsonLines to(OutputStream out) {
        return new JsonLines(out);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
    public void write(Entry entry) throws IOException {
        json.raw(DB);
        json.number(entry.key().database());
        json.raw(KEY);
        json.string(entry.key().name());
        json.raw(TYPE);
        json.raw(ascii(entry.value().type().word()));
        json.raw('"');
        if (entry.expireAt() != Entry.NEVER) {
            json.raw(EXPIRE);
            json.number(entry.expireAt());
        }
        json.raw(VALUE);
        value(entry.value());
        json.raw(END);
    }

    private void value(Value value) throws IOException {
        if (value instanceof StringValue string) {
            json.string(string.bytes());
        } else if (value instanceof ListValue list) {
            strings(list.elements());
        } else if (value instanceof SetValue set) {
            strings(set.members());
        } else if (value instanceof SortedSetValue sorted) {
            scores(sorted.scores());
        } else if (value instanceof HashValue hash) {
            hash(hash);
        } else if (value instanceof StreamValue stream) {
            JsonStreams.write(stream, json);
        } else if (value instanceof OpaqueValue opaque) {
            json.raw(RDB_TYPE);
            json.number(opaque.rdbType());
            json.raw(RAW);
            json.string(opaque.raw());
            json.raw('}');
        } else {
            throw new AssertionError(value.type());
        }
    }

    private void strings(Collection<Bytes> strings) throws IOException {
        char before = '[';
        for (Bytes string : strings) {
            json.raw(before);
            json.string(string);
            before = ',';
        }
        json.close('[', before);
    }

    private void scores(Map<Bytes, Double> scores) throws IOException {
        char before = '{';
        for (Map.Entry<Bytes, Double> member : scores.entrySet()) {
            json.raw(before);
            json.string(member.getKey());
            json.raw(':');
            score(member.getValue());
            before = ',';
        }
        json.close('{', before);
    }

    private void score(double score) throws IOException {
        if (JsonNumber.isInteger(score)) {
            json.number((long) score);
        } else {
            json.raw(JsonNumber.of(score));
        }
    }

    private void hash(HashValue hash) throws IOException {
        char before = '{';
        for (Map.Entry<Bytes, Bytes> field : hash.fields().entrySet()) {
            json.raw(before);
            json.string(field.getKey());
            json.raw(':');
            json.string(field.getValue());
            before = ',';
        }
        json.close('{', before);
        if (!hash.fieldExpiries().isEmpty()) {
            json.raw(FIELD_EXPIRE);
            deadlines(hash.fieldExpiries());
        }
    }

    private void deadlines(Map<Bytes, Long> deadlines) throws IOException {
        char before = '{';
        for (Map.Entry<Bytes, Long> field : deadlines.entrySet()) {
            json.raw(before);
            json.string(field.getKey());
            json.raw(':');
            json.number(field.getValue());
            before = ',';
        }
        json.close('{', before);
    }

    /** Bytes of JSON so far. */
    public long written() {
        return json.written();
    }

    @Override
    public void close() throws IOException {
        json.flush();
    }
}
