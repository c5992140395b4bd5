package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a value whose record breaks off or is hit in the middle.
 *
 * <p>Only elements that stand wholly before the break are kept. In a listpack or ziplist every entry proves its own
 * length, so the break is where that first fails. Elsewhere it must be known from outside: the end of the file, or
 * where zeros begin. Otherwise nothing tells the elements of a value from bytes that slipped, and none is kept.
 *
 * @param value null for a type that is no value in part (a list, a string)
 * @param elements how many elements were read
 */
record PartialValue(@Nullable Value value, int elements) {
    private static final int ZEROED = 32;

    /** What is left of {@code broken} before {@code end}, or null if nothing is. */
    static @Nullable PartialValue of(SourceFile source, ByteView bytes, Broken broken, long end) {
        RdbType type = broken.type();
        if (type == null || end <= broken.value()) {
            return null;
        }
        long cut = cut(bytes, broken.value(), end);
        Elements elements = new Elements(new RdbInput(Window.plain(source, broken.value(), cut, 1 << 14)));
        elements.read(type, cut < end || end == source.size());
        List<Bytes> flat = elements.flat;
        return switch (type.type()) {
            case SET -> flat.isEmpty() ? null : new PartialValue(new SetValue(new LinkedHashSet<>(flat)), flat.size());
            case HASH -> hash(flat, elements.each);
            case ZSET ->
                elements.scores.isEmpty()
                        ? null
                        : new PartialValue(new SortedSetValue(elements.scores), elements.scores.size());
            case LIST -> flat.isEmpty() ? null : new PartialValue(null, flat.size());
            default -> null;
        };
    }

    /** Where zeros begin, or the end. */
    private static long cut(ByteView bytes, long begin, long end) {
        for (long at = begin; at < end; at++) {
            int zeros = bytes.zeros(at, ZEROED);
            if (zeros == ZEROED) {
                return at;
            }
            at += zeros;
        }
        return end;
    }

    private static @Nullable PartialValue hash(List<Bytes> flat, int each) {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        for (int i = 0; i + each <= flat.size(); i += each) {
            fields.putIfAbsent(flat.get(i), flat.get(i + 1));
        }
        return fields.isEmpty() ? null : new PartialValue(new HashValue(fields), fields.size());
    }

    /** Reads elements until that fails. */
    private static final class Elements {
        private final RdbInput in;
        private final List<Bytes> flat = new ArrayList<>();
        private final Map<Bytes, Double> scores = new LinkedHashMap<>();
        private int each = 2;

        Elements(RdbInput in) {
            this.in = in;
        }

        void read(RdbType type, boolean cutIsKnown) {
            try {
                if (isPacked(type)) {
                    packed(type, cutIsKnown);
                } else if (cutIsKnown) {
                    plain(type);
                }
            } catch (MalformedException breaksOff) {
                // What was read before stays.
            }
            if (type.type() == dev.rethread.keyspace.Type.ZSET && isPacked(type)) {
                score();
            }
        }

        private static boolean isPacked(RdbType type) {
            return switch (type) {
                case HASH_LISTPACK, HASH_ZIPLIST, ZSET_LISTPACK, ZSET_ZIPLIST, SET_LISTPACK, LIST_ZIPLIST -> true;
                default -> false;
            };
        }

        private void packed(RdbType type, boolean cutIsKnown) {
            Bytes content = in.begunString(cutIsKnown);
            switch (type) {
                case HASH_ZIPLIST, ZSET_ZIPLIST, LIST_ZIPLIST -> Ziplist.beginning(content, flat);
                default -> Listpack.beginning(content, flat);
            }
        }

        private void plain(RdbType type) {
            switch (type) {
                case SET, LIST, HASH -> strings();
                case ZSET_2 -> scored();
                default -> {}
            }
        }

        private void strings() {
            for (long left = in.number(); left != 0; left--) {
                flat.add(in.string());
            }
        }

        private void scored() {
            for (long left = in.number(); left != 0; left--) {
                Bytes member = in.string();
                add(member, Double.longBitsToDouble(in.le64()));
            }
        }

        private void score() {
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                try {
                    add(flat.get(i), ValueDecoder.score(flat.get(i + 1).utf8()));
                } catch (MalformedException noScore) {
                    return;
                }
            }
        }

        private void add(Bytes member, double score) {
            if (!Double.isNaN(score)) {
                scores.putIfAbsent(member, score);
            }
        }
    }
}
