package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.ValueSink;
import java.nio.charset.StandardCharsets;

/**
 * Walks a hash, with the expiry of its fields where the encoding has them.
 *
 * <p>In HASH_METADATA a field's expiry is relative: 0 for none, otherwise base - 1 + n milliseconds. In the other
 * encodings it is absolute, 0 for none (listpacks, pre-release) or -1 (Valkey's HASH_2).
 */
final class HashDecoder {
    private final Cursors cursors;
    private final Slice field = new Slice();
    private final Slice value = new Slice();
    private final Slice expiry = new Slice();

    HashDecoder(Cursors cursors) {
        this.cursors = cursors;
    }

    void decode(RdbInput in, RdbType type, ValueSink sink) {
        switch (type) {
            case HASH -> pairs(cursors.strings(in, 2), sink);
            case HASH_ZIPMAP -> pairs(cursors.zipmap(in), sink);
            case HASH_ZIPLIST -> pairs(cursors.ziplist(in), sink);
            case HASH_LISTPACK -> pairs(cursors.listpack(in), sink);
            case HASH_LISTPACK_EX_PRE_GA -> triples(cursors.listpack(in), sink);
            case HASH_LISTPACK_EX -> {
                in.skip(8);
                triples(cursors.listpack(in), sink);
            }
            case HASH_METADATA_PRE_GA -> metadata(in, 1, sink);
            case HASH_METADATA -> metadata(in, in.le64(), sink);
            case HASH_TMPL_LP, HASH_TMPL_LP_REF, HASH_TMPL_ARRAY, HASH_TMPL_ARRAY_REF ->
                pairs(Cursors.of(in.templates().pairs(in, type)), sink);
            case HASH_2 -> timed(in, sink);
            default -> throw new IllegalArgumentException(type.name() + " is no hash");
        }
    }

    private void pairs(Cursor flat, ValueSink sink) {
        for (long passed = 0; flat.next(field); passed += 2) {
            field.keep();
            if (!flat.next(value)) {
                throw notWhole(passed + 1, 2);
            }
            put(sink, 0);
        }
    }

    private void triples(Cursor flat, ValueSink sink) {
        for (long passed = 0; flat.next(field); passed += 3) {
            if (!flat.next(value)) {
                throw notWhole(passed + 1, 3);
            }
            if (!flat.next(expiry)) {
                throw notWhole(passed + 2, 3);
            }
            put(sink, deadline());
        }
    }

    private static MalformedException notWhole(long elements, int each) {
        return new MalformedException("a hash of " + elements + " elements, should be a multiple of " + each);
    }

    private long deadline() {
        if (expiry.numeric()) {
            return expiry.number();
        }
        try {
            return Long.parseLong(
                    new String(expiry.array(), expiry.offset(), expiry.length(), StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            throw new MalformedException("a field expiry of " + expiry.length() + " bytes is not a number");
        }
    }

    private void metadata(RdbInput in, long base, ValueSink sink) {
        for (long left = in.length(); left > 0; left--) {
            long relative = in.number();
            in.read(field);
            field.keep();
            in.read(value);
            put(sink, relative == 0 ? 0 : base - 1 + relative);
        }
    }

    private void timed(RdbInput in, ValueSink sink) {
        for (long left = in.length(); left > 0; left--) {
            in.read(field);
            field.keep();
            in.read(value);
            value.keep();
            long deadline = in.le64();
            put(sink, deadline == -1 ? 0 : deadline);
        }
    }

    private void put(ValueSink sink, long deadline) {
        if (deadline < 0) {
            throw new MalformedException("a field expires at " + deadline + ", before 1970");
        }
        field.digits();
        value.digits();
        sink.field(
                field.array(),
                field.offset(),
                field.length(),
                value.array(),
                value.offset(),
                value.length(),
                deadline == 0 ? Entry.NEVER : deadline);
    }
}
