package dev.rethread.rdb;

import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.ValueSink;

/**
 * Turns the bytes of a value into its elements: the one walk over the layouts of {@link ValueSkipper}, with the packed
 * structures ({@link Listpack}, {@link Ziplist}, {@link Intset}, {@link Zipmap}) opened as well. What is wrong is said
 * without the value's content: where the type byte is damaged, a password's hash may stand where a score should.
 *
 * <p>A decoder keeps its buffers for the next value. Not thread-safe.
 */
final class ValueDecoder {
    private static final long PLAIN_NODE = 1;
    private static final long PACKED_NODE = 2;

    private final Window window;
    private final RdbInput in;
    private final Cursors cursors = new Cursors();
    private final HashDecoder hashes = new HashDecoder(cursors);
    private final Slice element = new Slice();
    private final Slice score = new Slice();

    /** Decodes values that lie in {@code window}, wherever it is moved, and may refer to {@code templates}. */
    ValueDecoder(Window window, HashTemplates templates) {
        this.window = window;
        this.in = new RdbInput(window, templates);
    }

    /** Decodes a value that must fill the window exactly. */
    static Value decode(Window window, RdbType type) {
        return new ValueDecoder(window, new HashTemplates()).decode(type);
    }

    Value decode(RdbType type) {
        ValueBuilder value = new ValueBuilder();
        decode(type, value);
        return value.built();
    }

    /** Hands the value, which must fill the window exactly, to {@code sink}. */
    void decode(RdbType type, ValueSink sink) {
        sink.begin(type.type());
        walk(type, sink);
        if (window.remaining() != 0) {
            throw new MalformedException("the value ends " + window.remaining() + " bytes before its record does");
        }
        sink.end();
    }

    /** The window that the values are read through. */
    Window window() {
        return window;
    }

    private void walk(RdbType type, ValueSink sink) {
        switch (type) {
            case STRING -> string(sink);
            case LIST -> list(cursors.strings(in, 1), sink);
            case LIST_ZIPLIST -> list(cursors.ziplist(in), sink);
            case LIST_QUICKLIST -> quicklist(sink);
            case LIST_QUICKLIST_2 -> quicklist2(sink);
            case SET -> set(cursors.strings(in, 1), sink);
            case SET_INTSET -> set(cursors.intset(in), sink);
            case SET_LISTPACK -> set(cursors.listpack(in), sink);
            case ZSET, ZSET_2 -> scored(type, sink);
            case ZSET_ZIPLIST -> scored(cursors.ziplist(in), sink);
            case ZSET_LISTPACK -> scored(cursors.listpack(in), sink);
            case STREAM_LISTPACKS, STREAM_LISTPACKS_2, STREAM_LISTPACKS_3, STREAM_LISTPACKS_4, STREAM_LISTPACKS_5 ->
                sink.whole(StreamDecoder.decode(in, type));
            case ARRAY -> sink.whole(ArrayDecoder.decode(in));
            case MODULE_PRE_GA, MODULE_2, GCRA -> opaque(type, sink);
            default -> hashes.decode(in, type, sink);
        }
    }

    private void string(ValueSink sink) {
        in.read(element);
        element.digits();
        sink.string(element.array(), element.offset(), element.length());
    }

    private void opaque(RdbType type, ValueSink sink) {
        window.slice(window.remaining(), element);
        sink.opaque(type.code(), element.array(), element.offset(), element.length());
    }

    private void list(Cursor elements, ValueSink sink) {
        while (elements.next(element)) {
            listElement(sink);
        }
    }

    private void listElement(ValueSink sink) {
        element.digits();
        sink.element(element.array(), element.offset(), element.length());
    }

    private void quicklist(ValueSink sink) {
        for (long left = in.length(); left > 0; left--) {
            list(cursors.ziplist(in), sink);
        }
    }

    private void quicklist2(ValueSink sink) {
        for (long left = in.length(); left > 0; left--) {
            long container = in.number();
            if (container == PLAIN_NODE) {
                in.read(element);
                listElement(sink);
            } else if (container == PACKED_NODE) {
                list(cursors.listpack(in), sink);
            } else {
                throw new MalformedException("quicklist node of kind " + container + ", known are 1 and 2");
            }
        }
    }

    private void set(Cursor members, ValueSink sink) {
        while (members.next(element)) {
            element.digits();
            sink.member(element.array(), element.offset(), element.length());
        }
    }

    private void scored(Cursor flat, ValueSink sink) {
        for (long passed = 0; flat.next(element); passed++) {
            if (!flat.next(score)) {
                throw new MalformedException(
                        "a sorted set's last member of " + (2 * passed + 1) + " elements has no score");
            }
            member(sink, ScoreDecoder.decode(score), passed);
        }
    }

    private void scored(RdbType type, ValueSink sink) {
        long count = in.length();
        for (long passed = 0; passed < count; passed++) {
            in.read(element);
            element.keep();
            boolean binary = type == RdbType.ZSET_2;
            member(sink, binary ? Double.longBitsToDouble(in.le64()) : digits(), passed);
        }
    }

    private void member(ValueSink sink, double points, long passed) {
        if (Double.isNaN(points)) {
            throw new MalformedException("the score of member " + passed + ", counted from 0, is not a number");
        }
        element.digits();
        sink.scored(element.array(), element.offset(), element.length(), points);
    }

    private double digits() {
        int length = in.u8();
        return switch (length) {
            case 253 -> Double.NaN;
            case 254 -> Double.POSITIVE_INFINITY;
            case 255 -> Double.NEGATIVE_INFINITY;
            default -> {
                window.slice(length, score);
                yield ScoreDecoder.decode(score);
            }
        };
    }
}
