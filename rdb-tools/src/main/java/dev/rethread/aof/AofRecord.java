package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.Damage;
import java.util.List;
import java.util.OptionalLong;

/** One record of an AOF with the bytes it takes there. The spans of all records of a file tile it. */
public sealed interface AofRecord {
    Span span();

    /**
     * The RDB that the file begins with, or one in its middle, where another file was glued to it. Its own damage, if any,
     * lies inside the span.
     *
     * @param keyspace reads from the same source, which must stay open
     * @param damages what is wrong in the span, in file order
     */
    record Preamble(Span span, RdbSnapshot keyspace, List<Damage> damages) implements AofRecord {
        public Preamble {
            damages = List.copyOf(damages);
        }
    }

    /**
     * A line that begins with {@code #}, which servers pass over.
     *
     * @param text without the {@code #} and the line's end
     */
    record Annotation(Span span, Bytes text) implements AofRecord {
        private static final String TIMESTAMP = "TS:";

        /** The Unix second of a {@code #TS:} line: when the commands that follow were executed. */
        public OptionalLong seconds() {
            String line = text.utf8();
            if (!line.startsWith(TIMESTAMP)) {
                return OptionalLong.empty();
            }
            return Numbers.parse(line.substring(TIMESTAMP.length()));
        }
    }

    /**
     * A command as the server logged it.
     *
     * @param arguments the name, then what follows it; never empty
     */
    record Command(Span span, List<Bytes> arguments) implements AofRecord {
        public Bytes name() {
            return arguments.get(0);
        }

        @Override
        public String toString() {
            return name() + " " + span;
        }
    }

    /** Bytes in which no command could be found. */
    record Hole(Damage damage) implements AofRecord {
        @Override
        public Span span() {
            return damage.span();
        }
    }
}
