package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hash templates of one file (Redis 8.10): field names that many hashes share, by the template's number. A hash has
 * only its values, in the order of the template's names.
 *
 * <pre>
 * HASH_TMPL_LP          names, string: listpack of a number, value...
 * HASH_TMPL_LP_REF      string: listpack of the template's number, value...
 * HASH_TMPL_ARRAY       names, string value...
 * HASH_TMPL_ARRAY_REF   the template's number, string value...
 * names                 0, string: listpack of names | 1, count, string...
 * </pre>
 */
final class HashTemplates {
    private final Map<Long, List<Bytes>> names = new HashMap<>();
    private final Map<Long, List<Bytes>> tentative = new HashMap<>();

    void add(RdbRecord.HashTemplate template) {
        if (names.putIfAbsent(template.id(), template.fields()) != null) {
            throw new MalformedException(
                    "hash template " + Long.toUnsignedString(template.id()) + " is there already, ids must differ");
        }
    }

    /** As {@link #add}, where two may have one number: then neither can be told from the other, and neither counts. */
    void dispute(RdbRecord.HashTemplate template) {
        names.merge(template.id(), template.fields(), (one, other) -> one.equals(other) ? one : List.of());
    }

    /** For the records behind a template that may turn out to be none, until {@link #forget}. */
    void suppose(RdbRecord.HashTemplate template) {
        tentative.put(template.id(), template.fields());
    }

    void forget() {
        tentative.clear();
    }

    /** The names of the template with this number. */
    private List<Bytes> get(long id) {
        List<Bytes> fields = names.getOrDefault(id, tentative.get(id));
        if (fields == null || fields.isEmpty()) {
            throw new MalformedException("refers to hash template " + Long.toUnsignedString(id)
                    + ", which was not read: the names of its fields are not known");
        }
        return fields;
    }

    /** Field, value, field, value and so on. */
    List<Bytes> pairs(RdbInput in, RdbType type) {
        return switch (type) {
            case HASH_TMPL_LP -> {
                List<Bytes> fields = names(in);
                List<Bytes> values = Cursors.list(new Cursors().listpack(in));
                number(values);
                yield zip(fields, values.subList(1, values.size()));
            }
            case HASH_TMPL_LP_REF -> {
                List<Bytes> values = Cursors.list(new Cursors().listpack(in));
                yield zip(get(number(values)), values.subList(1, values.size()));
            }
            case HASH_TMPL_ARRAY -> array(in, names(in));
            case HASH_TMPL_ARRAY_REF -> array(in, get(in.number()));
            default -> throw new IllegalArgumentException(type.name() + " has no template");
        };
    }

    void skip(RdbInput in, RdbType type) {
        switch (type) {
            case HASH_TMPL_LP -> {
                names(in);
                in.skipString();
            }
            case HASH_TMPL_ARRAY -> skip(in, names(in).size());
            case HASH_TMPL_ARRAY_REF -> skip(in, get(in.number()).size());
            default -> in.skipString();
        }
    }

    private static void skip(RdbInput in, int strings) {
        for (int i = 0; i < strings; i++) {
            in.skipString();
        }
    }

    private static List<Bytes> names(RdbInput in) {
        long form = in.number();
        if (form == 0) {
            return Cursors.list(new Cursors().listpack(in));
        }
        if (form == 1) {
            return Cursors.list(new Cursors().strings(in, 1));
        }
        throw new MalformedException(
                "names of a hash template in form " + Long.toUnsignedString(form) + ", known are 0 and 1");
    }

    private static List<Bytes> array(RdbInput in, List<Bytes> fields) {
        List<Bytes> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            values.add(in.string());
        }
        return zip(fields, values);
    }

    private static long number(List<Bytes> values) {
        try {
            return Long.parseLong(values.isEmpty() ? "" : values.get(0).utf8());
        } catch (NumberFormatException e) {
            throw new MalformedException("the listpack of a hash with template does not begin with a number");
        }
    }

    private static List<Bytes> zip(List<Bytes> fields, List<Bytes> values) {
        if (fields.size() != values.size()) {
            throw new MalformedException(
                    "a hash has " + values.size() + " values, its template " + fields.size() + " fields");
        }
        List<Bytes> pairs = new ArrayList<>(2 * fields.size());
        for (int i = 0; i < fields.size(); i++) {
            pairs.add(fields.get(i));
            pairs.add(values.get(i));
        }
        return pairs;
    }
}
