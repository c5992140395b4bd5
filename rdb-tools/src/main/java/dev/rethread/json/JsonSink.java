package dev.rethread.json;

import dev.rethread.keyspace.ArrayValue;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.ValueSink;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Writes values as {@link JsonLines} documents them, one line each. */
final class JsonSink implements ValueSink {
    private static final byte[] DB = ascii("{\"db\":");
    private static final byte[] KEY = ascii(",\"key\":");
    private static final Map<Type, byte[]> TYPES = new EnumMap<>(Type.class);
    private static final byte[] PARTIAL = ascii(",\"partial\":true");
    private static final byte[] EXPIRE = ascii(",\"expire_ms\":");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] FIELD_EXPIRE = ascii(",\"field_expire_ms\":");
    private static final byte[] RDB_TYPE = ascii("{\"rdb_type\":");
    private static final byte[] RAW = ascii(",\"raw\":");
    private static final byte[] ELEMENTS = ascii("{\"elements\":");
    private static final byte[] INSERT_INDEX = ascii(",\"insert_index\":");
    private static final byte[] END = ascii("}\n");

    static {
        for (Type type : Type.values()) {
            TYPES.put(type, ascii(",\"type\":\"" + type.word() + "\""));
        }
    }

    private final JsonBuffer json;
    /** Of the fields of the hash that is being written. */
    private final JsonBuffer deadlines = new JsonBuffer(OutputStream.nullOutputStream());

    private Type type = Type.STRING;
    private long expireAt = Entry.NEVER;
    private char before;
    private char beforeDeadline;
    private long lines;

    JsonSink(JsonBuffer json) {
        this.json = json;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] typed(Type type) {
        return Objects.requireNonNull(TYPES.get(type));
    }

    /** How many ended. */
    long lines() {
        return lines;
    }

    /** Begins a line, see {@link JsonBuffer#begin}. */
    void line(Key key, long expiry, boolean sure, boolean partial) {
        json.begin(sure);
        json.raw(DB);
        json.number(key.database());
        json.raw(KEY);
        json.string(key.name());
        if (partial) {
            json.raw(PARTIAL);
        }
        expireAt = expiry;
    }

    @Override
    public void begin(Type begun) {
        type = begun;
        json.raw(typed(begun));
        if (expireAt != Entry.NEVER) {
            json.raw(EXPIRE);
            json.number(expireAt);
        }
        json.raw(VALUE);
        before = begun == Type.LIST || begun == Type.SET ? '[' : '{';
        beforeDeadline = '{';
        deadlines.begin(false);
    }

    @Override
    public void string(byte[] bytes, int offset, int length) {
        json.string(bytes, offset, length);
    }

    @Override
    public void element(byte[] bytes, int offset, int length) {
        part(bytes, offset, length);
    }

    @Override
    public void member(byte[] bytes, int offset, int length) {
        part(bytes, offset, length);
    }

    private void part(byte[] bytes, int offset, int length) {
        json.raw(before);
        json.string(bytes, offset, length);
        before = ',';
    }

    @Override
    public void scored(byte[] bytes, int offset, int length, double score) {
        part(bytes, offset, length);
        json.raw(':');
        JsonNumber.write(score, json);
    }

    @Override
    public void field(
            byte[] field, int offset, int length, byte[] value, int valueOffset, int valueLength, long deadline) {
        part(field, offset, length);
        json.raw(':');
        json.string(value, valueOffset, valueLength);
        if (deadline != Entry.NEVER) {
            deadlines.raw(beforeDeadline);
            deadlines.string(field, offset, length);
            deadlines.raw(':');
            deadlines.number(deadline);
            beforeDeadline = ',';
        }
    }

    @Override
    public void whole(Value value) {
        if (value instanceof StreamValue stream) {
            JsonStreams.write(stream, json);
        } else if (value instanceof ArrayValue array) {
            array(array);
        } else {
            throw new IllegalArgumentException(value.type().word());
        }
    }

    private void array(ArrayValue array) {
        json.raw(ELEMENTS);
        char next = '{';
        for (Map.Entry<Long, Bytes> element : array.elements().entrySet()) {
            json.raw(next);
            json.raw(ascii("\"" + Long.toUnsignedString(element.getKey()) + "\":"));
            json.string(element.getValue());
            next = ',';
        }
        json.close('{', next);
        if (array.insertIndex() != ArrayValue.NONE) {
            json.raw(INSERT_INDEX);
            json.raw(ascii("\"" + Long.toUnsignedString(array.insertIndex()) + "\""));
        }
        json.raw('}');
    }

    @Override
    public void opaque(int rdbType, byte[] raw, int offset, int length) {
        json.raw(RDB_TYPE);
        json.number(rdbType);
        json.raw(RAW);
        json.string(raw, offset, length);
        json.raw('}');
    }

    @Override
    public void end() {
        switch (type) {
            case LIST, SET -> json.close('[', before);
            case ZSET, HASH -> json.close('{', before);
            case STRING, STREAM, ARRAY, GCRA, MODULE -> {}
        }
        if (beforeDeadline == ',') {
            deadlines.raw('}');
            json.raw(FIELD_EXPIRE);
            json.append(deadlines);
        }
        json.raw(END);
        json.end();
        lines++;
    }
}
