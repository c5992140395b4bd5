package dev.rethread.aof;

import dev.rethread.aof.AofRecord.Hole;
import dev.rethread.aof.AofRecord.Preamble;
import dev.rethread.keyspace.Span;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one file of an AOF into records: commands, annotations, the RDB it may begin with, one glued to it, and what is none of these.
 *
 * <p>The spans of the records returned tile the file. Damage is a record like the others; reading goes on behind it
 * where commands go on. The source must stay open and is not closed here. Not thread-safe.
 */
public final class AofReader {
    private static final int MAGIC = 6;

    private final SourceFile source;
    private final String name;
    private final AofInput input;
    private final Tokens tokens;
    private final Resync resync;
    private final Frame frame = new Frame();

    private AofReader(String name, SourceFile source) {
        this.name = name;
        this.source = source;
        this.input = new AofInput(source);
        this.tokens = new Tokens(input, 0);
        this.resync = new Resync(input);
    }

    public static AofReader of(SourceFile source) {
        return of(source.name(), source);
    }

    /** As {@link #of(SourceFile)}; damage names the file as {@code name}. */
    public static AofReader of(String name, SourceFile source) {
        return new AofReader(name, source);
    }

    /** The offset of the next record. */
    public long position() {
        return tokens.position;
    }

    /** Goes on with the record at {@code position}. */
    void seek(long position) {
        tokens.position = position;
    }

    /** The next record, or null at the end of the file. */
    public @Nullable AofRecord next() {
        if (tokens.atEnd()) {
            return null;
        }
        long start = tokens.position;
        if (start == 0 ? beginsAsRdb() : resync.isRdb(start)) {
            return preamble(start);
        }
        if (frame() != null) {
            return frame.command();
        }
        AofRecord found = input.at(start) == '#' ? tokens.annotation() : tokens.command();
        return found == null ? hole(start, tokens.problem(), tokens.torn()) : found;
    }

    /**
     * The next record, if it is a command that lies whole in the window; else null, and {@link #next} tells what it is.
     * The frame is moved by whatever is read next.
     */
    @Nullable
    Frame frame() {
        return tokens.frame(frame) ? frame : null;
    }

    private Hole hole(long start, String problem, boolean ranOut) {
        long end = resync.after(start + 1, ranOut);
        tokens.position = end;
        return new Hole(new Damage(name, new Span(start, end - start), "command", null, problem));
    }

    private boolean beginsAsRdb() {
        int length = (int) Math.min(MAGIC, input.size());
        String head = new String(input.bytes(0, length), StandardCharsets.ISO_8859_1);
        return head.startsWith("REDIS") || head.startsWith("VALKEY");
    }

    private AofRecord preamble(long start) {
        RdbSnapshot keyspace;
        try {
            keyspace = RdbSnapshot.preamble(name, source, start, at -> resync.isStart(at, true));
        } catch (SourceException noRdb) {
            return hole(start, String.valueOf(noRdb.getMessage()), false);
        }
        long end = keyspace.end();
        tokens.position = end;
        return new Preamble(new Span(start, end - start), keyspace, keyspace.damages());
    }
}
