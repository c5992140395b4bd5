package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The ways in which elements are enclosed, one reused cursor for each. Not thread-safe. */
final class Cursors {
    private final Listpack listpack = new Listpack();
    private final Ziplist ziplist = new Ziplist();
    private final Intset intset = new Intset();
    private final Zipmap zipmap = new Zipmap();
    /** Holds the packed structure that is being walked. */
    private final Slice structure = new Slice();

    Cursor listpack(RdbInput in) {
        return open(listpack, in);
    }

    Cursor ziplist(RdbInput in) {
        return open(ziplist, in);
    }

    Cursor intset(RdbInput in) {
        return open(intset, in);
    }

    Cursor zipmap(RdbInput in) {
        return open(zipmap, in);
    }

    private Cursor open(Packed packed, RdbInput in) {
        in.read(structure);
        return packed.open(structure);
    }

    /** All elements, copied. */
    static List<Bytes> list(Cursor cursor) {
        List<Bytes> elements = new ArrayList<>();
        for (Slice element = new Slice(); cursor.next(element); ) {
            elements.add(element.copy());
        }
        return elements;
    }

    /** Elements that are there already. */
    static Cursor of(List<Bytes> elements) {
        Iterator<Bytes> left = elements.iterator();
        return into -> {
            boolean more = left.hasNext();
            if (more) {
                byte[] next = left.next().unsafeArray();
                into.lie(next, 0, next.length);
            }
            return more;
        };
    }

    /** A count, then {@code each} strings for each one counted. */
    Cursor strings(RdbInput in, int each) {
        return new Counted(in, in.length() * each);
    }

    private static final class Counted implements Cursor {
        private final RdbInput in;
        private long left;

        Counted(RdbInput in, long count) {
            this.in = in;
            this.left = count;
        }

        @Override
        public boolean next(Slice into) {
            if (left == 0) {
                return false;
            }
            left--;
            in.read(into);
            return true;
        }
    }
}
