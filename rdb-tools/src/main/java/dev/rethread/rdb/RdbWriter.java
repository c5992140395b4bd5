package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;

/**
 * Writes an RDB that the servers of one {@link RdbTarget} load.
 *
 * <pre>{@code
 * try (OutputStream file = Files.newOutputStream(path);
 *         RdbWriter writer = RdbWriter.to(file, RdbTarget.of("7.0"))) {
 *     for (Key key : snapshot.keys()) {
 *         writer.write(snapshot.get(key));
 *     }
 * }
 * }</pre>
 *
 * <p>Values are written in the plain encodings that every server reads (it packs them as it is configured while it
 * loads), strings as integers and compressed where that is shorter. The same calls write the same bytes: nothing is
 * added of the writer's own accord, no AUX field and no time. Memory does not grow with the number of entries.
 *
 * <p>What the target has no place for is refused with an {@link UnwritableException} before a byte of it is written.
 * {@link #allowLoss} permits to leave away two things that hang on a value without being part of its elements. What an
 * older stream format cannot say and a server makes up again while it loads (a consumer's last success, a group's read
 * counter) is left away there; and 2.4, which has expiries in seconds, gets them rounded up.
 *
 * <p>A file is whole only after {@link #close}; after a failed write of {@code out} it is left without an end. A refusal
 * does not keep {@link #close} from ending it: who lets one end the writing has to throw the file away. Not thread-safe.
 */
public final class RdbWriter implements Closeable {
    private static final int NONE = -1;

    private final RdbOutput out;
    private final RdbTarget target;
    private final StreamWriter streams;
    private int database = NONE;
    private boolean lossAllowed;
    private long losses;
    private boolean closed;

    private RdbWriter(RdbOutput out, RdbTarget target) {
        this.out = out;
        this.target = target;
        this.streams = new StreamWriter(out);
    }

    /** Begins a file with its header. {@code out} needs no buffer; it stays the caller's to close. */
    public static RdbWriter to(OutputStream out, RdbTarget target) throws IOException {
        RdbWriter writer = new RdbWriter(new RdbOutput(out), target);
        String digits = "000" + target.version();
        int width = 9 - target.magic().length();
        writer.out.raw(Bytes.of(target.magic() + digits.substring(digits.length() - width)));
        return writer;
    }

    /**
     * Permits to leave away, where the target has no place for them, the expiry of hash fields (the fields then stay
     * for ever) and what is kept of a stream's idempotent producers. {@link #losses} counts the values concerned.
     */
    public RdbWriter allowLoss() {
        lossAllowed = true;
        return this;
    }

    /** How many values were written with less than they had, as {@link #allowLoss} permits. */
    public long losses() {
        return losses;
    }

    /** An AUX field; servers pass over those that they do not know. */
    public void aux(Bytes name, Bytes value) throws IOException {
        if (!target.carriesAux()) {
            throw new UnwritableException(null, target, "an AUX field", "it needs redis 3.2");
        }
        out.u8(RdbOpcode.AUX);
        out.string(name);
        out.string(value);
    }

    /** A function library, its source text. */
    public void function(Bytes code) throws IOException {
        if (!target.carriesFunctions()) {
            throw new UnwritableException(null, target, "a function library", "it needs redis 7.0");
        }
        out.u8(RdbOpcode.FUNCTION2);
        out.string(code);
    }

    /**
     * Begins a database; the announced numbers let a server size its tables, and a reader see that keys are missing.
     * Without this call {@link #write} begins the database of its entry itself and announces nothing.
     *
     * @param keys how many keys will follow
     * @param expiring how many of them have an expiry, 0 where that is not known
     */
    public void database(int number, long keys, long expiring) throws IOException {
        select(number);
        if (target.carriesAux()) {
            out.u8(RdbOpcode.RESIZEDB);
            out.number(Math.min(keys, 0xffff_ffffL));
            out.number(Math.min(expiring, 0xffff_ffffL));
        }
    }

    private void select(int number) throws IOException {
        database = number;
        out.u8(RdbOpcode.SELECTDB);
        out.number(number);
    }

    /**
     * Writes one key.
     *
     * @throws UnwritableException if the target has no place for it; nothing was written then, and the next entry can
     *     be
     */
    public void write(Entry entry) throws IOException {
        Placement place = Placement.of(entry, target);
        if (place.loss()) {
            lose(entry);
        }
        if (entry.key().database() != database) {
            select(entry.key().database());
        }
        expiry(entry.expireAt());
        out.u8(place.type());
        out.string(entry.key().name());
        value(entry.value(), place.type());
    }

    private void lose(Entry entry) {
        if (!lossAllowed) {
            boolean stream = entry.value() instanceof StreamValue;
            throw new UnwritableException(
                    entry.key(),
                    target,
                    stream ? "a stream with idempotent producers" : "a hash with fields that expire",
                    stream ? "it needs redis 8.6" : "it needs redis 7.4 or valkey 9.0");
        }
        losses++;
    }

    /**
     * What RESTORE takes for the entry's value.
     *
     * @throws UnwritableException if the target has no place for all of it
     */
    static Bytes payload(Entry entry, RdbTarget target) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RdbWriter writer = new RdbWriter(new RdbOutput(bytes), target);
        Placement place = Placement.of(entry, target);
        if (place.loss()) {
            writer.lose(entry);
        }
        try {
            writer.out.u8(place.type());
            writer.value(entry.value(), place.type());
            writer.out.le(target.version(), 2);
            writer.out.le(writer.out.checksum(), 8);
            writer.out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private void expiry(long expireAt) throws IOException {
        if (expireAt == Entry.NEVER) {
            return;
        }
        if (target.hasMilliseconds()) {
            out.u8(RdbOpcode.EXPIRETIME_MS);
            out.le(expireAt, 8);
        } else {
            out.u8(RdbOpcode.EXPIRETIME);
            out.le((expireAt + 999) / 1000, 4);
        }
    }

    private void value(Value value, int type) throws IOException {
        if (value instanceof StringValue string) {
            out.string(string.bytes());
        } else if (value instanceof ListValue list) {
            strings(list.elements());
        } else if (value instanceof SetValue set) {
            strings(set.members());
        } else if (value instanceof SortedSetValue scored) {
            scores(scored.scores());
        } else if (value instanceof HashValue hash) {
            hash(hash, type);
        } else if (value instanceof StreamValue stream) {
            streams.write(stream, type);
        } else {
            out.raw(((OpaqueValue) value).raw());
        }
    }

    private void strings(Collection<Bytes> elements) throws IOException {
        out.number(elements.size());
        for (Bytes element : elements) {
            out.string(element);
        }
    }

    private void scores(Map<Bytes, Double> scores) throws IOException {
        out.number(scores.size());
        for (Map.Entry<Bytes, Double> member : scores.entrySet()) {
            out.string(member.getKey());
            if (target.hasBinaryScores()) {
                out.le(Double.doubleToRawLongBits(member.getValue()), 8);
            } else {
                digits(member.getValue());
            }
        }
    }

    /** 254 and 255 stand for the infinities, a smaller byte is the number of digits that follow. */
    private void digits(double score) throws IOException {
        if (Double.isInfinite(score)) {
            out.u8(score > 0 ? 254 : 255);
        } else {
            Bytes digits = Bytes.of(Double.toString(score));
            out.u8(digits.length());
            out.raw(digits);
        }
    }

    private void hash(HashValue hash, int type) throws IOException {
        boolean metadata = type == RdbType.HASH_METADATA.code();
        long base = metadata ? Collections.min(hash.fieldExpiries().values()) : 0;
        if (metadata) {
            out.le(base, 8);
        }
        out.number(hash.fields().size());
        for (Map.Entry<Bytes, Bytes> field : hash.fields().entrySet()) {
            Long deadline = hash.fieldExpiries().get(field.getKey());
            if (metadata) {
                out.number(deadline == null ? 0 : deadline - base + 1);
            }
            out.string(field.getKey());
            out.string(field.getValue());
            if (type == RdbType.HASH_2.code()) {
                out.le(deadline == null ? -1 : deadline, 8);
            }
        }
    }

    /** Writes the end with its checksum and flushes; {@code out} stays open. */
    @Override
    public void close() throws IOException {
        if (closed || out.failed()) {
            return;
        }
        closed = true;
        out.u8(RdbOpcode.EOF);
        if (target.hasChecksum()) {
            out.le(out.checksum(), 8);
        }
        out.flush();
    }
}
