package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value.HashValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes a hash, with the expiry of its fields where the encoding has them.
 *
 * <p>In HASH_METADATA a field's expiry is relative: 0 for none, otherwise base - 1 + n milliseconds. In the other
 * encodings it is absolute, 0 for none (listpacks, pre-release) or -1 (Valkey's HASH_2).
 */
final class HashDecoder {
    private final Map<Bytes, Bytes> fields = new LinkedHashMap<>();
    private final Map<Bytes, Long> expiries = new HashMap<>();

    private HashDecoder() {}

    static HashValue decode(RdbInput in, RdbType type) {
        HashDecoder hash = new HashDecoder();
        switch (type) {
            case HASH -> hash.pairs(ValueDecoder.strings(in, 2));
            case HASH_ZIPMAP -> hash.pairs(Zipmap.decode(in.string()));
            case HASH_ZIPLIST -> hash.pairs(Ziplist.decode(in.string()));
            case HASH_LISTPACK -> hash.pairs(Listpack.decode(in.string()));
            case HASH_LISTPACK_EX_PRE_GA -> hash.triples(Listpack.decode(in.string()));
            case HASH_LISTPACK_EX -> {
                in.skip(8);
                hash.triples(Listpack.decode(in.string()));
            }
            case HASH_METADATA_PRE_GA -> hash.metadata(in, 1);
            case HASH_METADATA -> hash.metadata(in, in.le64());
            case HASH_TMPL_LP, HASH_TMPL_LP_REF, HASH_TMPL_ARRAY, HASH_TMPL_ARRAY_REF ->
                hash.pairs(in.templates().pairs(in, type));
            case HASH_2 -> hash.timed(in);
            default -> throw new IllegalArgumentException(type.name() + " is no hash");
        }
        return new HashValue(hash.fields, hash.expiries);
    }

    private void pairs(List<Bytes> flat) {
        checkWhole(flat, 2);
        for (int i = 0; i < flat.size(); i += 2) {
            put(flat.get(i), flat.get(i + 1));
        }
    }

    private void triples(List<Bytes> flat) {
        checkWhole(flat, 3);
        for (int i = 0; i < flat.size(); i += 3) {
            put(flat.get(i), flat.get(i + 1));
            expire(flat.get(i), expiry(flat.get(i + 2)));
        }
    }

    private static void checkWhole(List<Bytes> flat, int each) {
        if (flat.size() % each != 0) {
            throw new MalformedException("a hash of " + flat.size() + " elements, should be a multiple of " + each);
        }
    }

    private static long expiry(Bytes text) {
        try {
            return Long.parseLong(text.utf8());
        } catch (NumberFormatException e) {
            throw new MalformedException("a field expiry of " + text.length() + " bytes is not a number");
        }
    }

    private void metadata(RdbInput in, long base) {
        for (long left = in.length(); left > 0; left--) {
            long relative = in.number();
            Bytes field = in.string();
            put(field, in.string());
            expire(field, relative == 0 ? 0 : base - 1 + relative);
        }
    }

    private void timed(RdbInput in) {
        for (long left = in.length(); left > 0; left--) {
            Bytes field = in.string();
            put(field, in.string());
            long deadline = in.le64();
            expire(field, deadline == -1 ? 0 : deadline);
        }
    }

    private void put(Bytes field, Bytes value) {
        if (fields.put(field, value) != null) {
            throw new MalformedException("a hash lists a field of " + field.length() + " bytes twice");
        }
    }

    private void expire(Bytes field, long deadline) {
        if (deadline < 0) {
            throw new MalformedException("a field expires at " + deadline + ", before 1970");
        }
        if (deadline > 0) {
            expiries.put(field, deadline);
        }
    }
}
