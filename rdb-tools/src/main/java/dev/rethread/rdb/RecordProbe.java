package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import dev.rethread.source.SourceFile;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a record begins at an offset: framed to its end, decoded where its inside can contradict itself, and
 * likely in what cannot be checked (its key, its expiry). Points say how much speaks for it.
 */
final class RecordProbe {
    /** AUX fields that servers write. */
    private static final Set<String> AUX_FIELDS = Set.of(
            "redis-ver",
            "valkey-ver",
            "redis-bits",
            "ctime",
            "used-mem",
            "aof-base",
            "aof-preamble",
            "repl-stream-db",
            "repl-id",
            "repl-offset",
            "lua",
            "slot-info");

    private static final long EARLIEST_EXPIRY = 631_152_000_000L;
    private static final long LATEST_EXPIRY = 16_725_225_600_000L;
    private static final int MOST_DATABASES = 1024;
    private static final int FIRST_ENCODED = 0xc0;
    private static final int LZF = 0xc3;
    private static final int SOLID = 3;
    private static final int LONGEST_FIELD = 64;
    private static final long LONGEST_TEXT = 4096;

    private final SourceFile source;
    private final ByteView bytes;
    private final RdbReader reader;
    private final KeyShapes shapes;
    private String problem = "";
    private String doing = "";
    private long framedTo = -1;
    private boolean empty;

    RecordProbe(SourceFile source, ByteView bytes, RdbReader reader, KeyShapes shapes) {
        this.source = source;
        this.bytes = bytes;
        this.reader = reader;
        this.shapes = shapes;
    }

    /**
     * A record that was found.
     *
     * @param points how much speaks for it, 0 for nothing
     * @param solid whether its value says its own end, so that a wrong length would have been noticed
     */
    record Found(RdbRecord record, int points, boolean solid) {
        long end() {
            return record.span().end();
        }
    }

    /** What was wrong where the last answer was null. */
    String problem() {
        return problem;
    }

    String doing() {
        return doing;
    }

    /** Where the record ends that was whole but for its value, when the last answer was null; -1 if it was not whole. */
    long framedTo() {
        return framedTo;
    }

    /** How far the last probe read. */
    long position() {
        return reader.position();
    }

    /** The record at {@code offset}, or null if there is none that can be framed and decoded. */
    @Nullable
    Found at(long offset, int database) {
        return at(offset, database, Long.MAX_VALUE);
    }

    /** As above; null as well for one of more than {@code most} bytes, which is then not decoded. */
    @Nullable
    Found at(long offset, int database, long most) {
        framedTo = -1;
        try {
            RdbRecord record = reader.at(offset, database);
            if (record.span().length() > most) {
                problem = record.span().length() + " bytes are too many here";
                return null;
            }
            return record instanceof KeyValue keyValue
                    ? value(keyValue)
                    : new Found(record, points(record), solid(record));
        } catch (MalformedException e) {
            problem = e.problem();
            doing = reader.doing();
        } catch (DamagedValueException e) {
            framedTo = reader.position();
            problem = e.damage().problem();
            doing = e.damage().doing();
        }
        return null;
    }

    private Found value(KeyValue found) {
        boolean solid = solid(found);
        if (empty) {
            return new Found(found, 0, false);
        }
        int points = shapes.points(found.key().name());
        boolean maybeField = points == KeyShapes.SIMILAR
                && found.rdbType() == RdbType.STRING
                && !shapes.formFits(found.key().name());
        if (points > 0 && !maybeField) {
            points += (solid ? SOLID : looseValuePoints(found)) + expiryPoints(found.expireAt());
        }
        return new Found(found, Math.max(0, points), solid);
    }

    /**
     * A raw string takes any bytes: an empty field of a hash and the two strings behind it read as one. So text says
     * something only where the key looks like no field, or as long as the file's keys are not known.
     */
    private int looseValuePoints(KeyValue found) {
        if (found.rdbType() != RdbType.STRING || bytes.at(found.valueOffset()) >= FIRST_ENCODED) {
            return 1;
        }
        long length = found.span().end() - found.valueOffset();
        boolean text = shapes.formFits(found.key().name())
                && length <= LONGEST_TEXT
                && found.decode().value() instanceof StringValue string
                && KeyShapes.isText(string.bytes());
        return text ? 1 : 0;
    }

    /** A field of a sane length: a wrong one swallows what follows. */
    private static boolean solid(RdbRecord record) {
        return !(record instanceof RdbRecord.Aux field) || field.value().length() <= LONGEST_FIELD;
    }

    /** A server deletes a collection with its last element. */
    private static boolean isEmpty(Value value) {
        return (value instanceof ListValue list && list.elements().isEmpty())
                || (value instanceof SetValue set && set.members().isEmpty())
                || (value instanceof SortedSetValue sorted && sorted.scores().isEmpty())
                || (value instanceof HashValue hash && hash.fields().isEmpty());
    }

    private boolean solid(KeyValue found) {
        empty = false;
        if (found.rdbType() == RdbType.STRING) {
            boolean packed = bytes.at(found.valueOffset()) == LZF;
            if (packed) {
                found.decode();
            }
            return packed;
        }
        empty = isEmpty(found.decode().value());
        return !isLoose(found.rdbType());
    }

    /** Types of strings one after the other, which follow a wrong length anywhere without noticing. */
    static boolean isLoose(RdbType type) {
        return switch (type) {
            case LIST, SET, HASH, ZSET, ZSET_2, HASH_METADATA, HASH_METADATA_PRE_GA, HASH_2 -> true;
            case HASH_TMPL_ARRAY, HASH_TMPL_ARRAY_REF, ARRAY, GCRA, MODULE_2, MODULE_PRE_GA -> true;
            default -> false;
        };
    }

    /** The RDB that begins at {@code offset}, as far as it can be read without looking for where it goes on. */
    RdbSummary rdb(long offset) {
        return RdbReader.read(source, offset, record -> {});
    }

    private static int expiryPoints(long expireAt) {
        if (expireAt == Entry.NEVER) {
            return 0;
        }
        return plausibleExpiry(expireAt) ? 2 : -SOLID;
    }

    /** From 1990 to 2500. */
    static boolean plausibleExpiry(long milliseconds) {
        return milliseconds > EARLIEST_EXPIRY && milliseconds < LATEST_EXPIRY;
    }

    private int points(RdbRecord record) {
        if (record instanceof RdbRecord.Aux aux) {
            return AUX_FIELDS.contains(aux.name().utf8()) ? 4 : 0;
        } else if (record instanceof RdbRecord.SelectDb select) {
            return select.database() < MOST_DATABASES ? 2 : 0;
        } else if (record instanceof RdbRecord.ResizeDb resize) {
            return resize.keys() >= resize.expiring() && resize.expiring() >= 0 ? 2 : 0;
        } else if (record instanceof RdbRecord.Function function) {
            return function.code().utf8().startsWith("#!") ? 4 : 0;
        } else if (record instanceof RdbRecord.HashTemplate template) {
            return template.fields().stream().allMatch(KeyShapes::isText) ? 2 : 0;
        }
        return 1;
    }
}
