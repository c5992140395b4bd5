package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the bytes of a value into the value. The layouts are those of {@link ValueSkipper}, with the packed structures
 * ({@link Listpack}, {@link Ziplist}, {@link Intset}, {@link Zipmap}) opened as well. What is wrong is said without the
 * value's content: where the type byte is damaged, a password's hash may stand where a score should.
 */
final class ValueDecoder {
    private static final long PLAIN_NODE = 1;
    private static final long PACKED_NODE = 2;

    private ValueDecoder() {}

    /** Decodes a value that must fill the window exactly. */
    static Value decode(Window window, RdbType type) {
        RdbInput in = new RdbInput(window);
        Value value = decode(in, type);
        if (window.remaining() != 0) {
            throw new MalformedException("the value ends " + window.remaining() + " bytes before its record does");
        }
        return value;
    }

    private static Value decode(RdbInput in, RdbType type) {
        return switch (type) {
            case STRING -> new StringValue(in.string());
            case LIST -> new ListValue(strings(in, 1));
            case LIST_ZIPLIST -> new ListValue(Ziplist.decode(in.string()));
            case LIST_QUICKLIST -> new ListValue(quicklist(in));
            case LIST_QUICKLIST_2 -> new ListValue(quicklist2(in));
            case SET -> set(strings(in, 1));
            case SET_INTSET -> set(Intset.decode(in.string()));
            case SET_LISTPACK -> set(Listpack.decode(in.string()));
            case ZSET, ZSET_2 -> scored(in, type);
            case ZSET_ZIPLIST -> scored(Ziplist.decode(in.string()));
            case ZSET_LISTPACK -> scored(Listpack.decode(in.string()));
            case STREAM_LISTPACKS, STREAM_LISTPACKS_2, STREAM_LISTPACKS_3, MODULE_PRE_GA, MODULE_2 ->
                new OpaqueValue(
                        type.type(),
                        type.code(),
                        Bytes.wrap(in.window().bytes(in.window().remaining())));
            default -> HashDecoder.decode(in, type);
        };
    }

    /** A count, then {@code each} strings for each one counted. */
    static List<Bytes> strings(RdbInput in, int each) {
        List<Bytes> elements = new ArrayList<>();
        for (long left = in.length() * each; left > 0; left--) {
            elements.add(in.string());
        }
        return elements;
    }

    private static List<Bytes> quicklist(RdbInput in) {
        List<Bytes> elements = new ArrayList<>();
        for (long left = in.length(); left > 0; left--) {
            elements.addAll(Ziplist.decode(in.string()));
        }
        return elements;
    }

    private static List<Bytes> quicklist2(RdbInput in) {
        List<Bytes> elements = new ArrayList<>();
        for (long left = in.length(); left > 0; left--) {
            long container = in.number();
            if (container == PLAIN_NODE) {
                elements.add(in.string());
            } else if (container == PACKED_NODE) {
                elements.addAll(Listpack.decode(in.string()));
            } else {
                throw new MalformedException("quicklist node of kind " + container + ", known are 1 and 2");
            }
        }
        return elements;
    }

    private static SetValue set(List<Bytes> members) {
        Set<Bytes> set = new LinkedHashSet<>(members);
        if (set.size() != members.size()) {
            throw new MalformedException(
                    "a set lists " + members.size() + " members, only " + set.size() + " of them differ");
        }
        return new SetValue(set);
    }

    private static SortedSetValue scored(List<Bytes> flat) {
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        if (flat.size() % 2 != 0) {
            throw new MalformedException("a sorted set's last member of " + flat.size() + " elements has no score");
        }
        for (int i = 0; i < flat.size(); i += 2) {
            put(scores, flat.get(i), score(flat.get(i + 1).utf8()));
        }
        return new SortedSetValue(scores);
    }

    private static SortedSetValue scored(RdbInput in, RdbType type) {
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        for (long left = in.length(); left > 0; left--) {
            Bytes member = in.string();
            put(scores, member, type == RdbType.ZSET_2 ? Double.longBitsToDouble(in.le64()) : digits(in));
        }
        return new SortedSetValue(scores);
    }

    private static void put(Map<Bytes, Double> scores, Bytes member, double score) {
        if (Double.isNaN(score)) {
            throw new MalformedException("the score of member " + scores.size() + ", counted from 0, is not a number");
        }
        if (scores.put(member, score) != null) {
            throw new MalformedException("a sorted set lists a member of " + member.length() + " bytes twice");
        }
    }

    private static double digits(RdbInput in) {
        int length = in.u8();
        return switch (length) {
            case 253 -> Double.NaN;
            case 254 -> Double.POSITIVE_INFINITY;
            case 255 -> Double.NEGATIVE_INFINITY;
            default -> score(Bytes.wrap(in.window().bytes(length)).utf8());
        };
    }

    static double score(String text) {
        return switch (text) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> number(text);
        };
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new MalformedException("a score of " + text.length() + " characters is not a number");
        }
    }
}
