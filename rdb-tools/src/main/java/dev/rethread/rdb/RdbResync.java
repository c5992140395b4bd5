package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.rdb.RecordProbe.Found;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds where records go on behind damage.
 *
 * <p>A start is believed where several records stand behind one another and enough speaks for them: their keys look
 * like the file's keys, their values decode, the chain reaches the end of the file. The first record needs points of its
 * own, because a chain that begins wrong soon falls in step with the true one. Zeros are no records: their key is
 * empty. A whole RDB that lies inside a damaged value is passed over as one.
 *
 * <p>Each byte is looked at once and adds to a credit that walking candidates consumes, so that no content makes it
 * take more than linear time.
 */
final class RdbResync {
    private static final int CHAIN = 3;
    private static final int LONG_CHAIN = 6;
    private static final int MOST_CHAIN = 1000;
    private static final int ENOUGH_POINTS = 6;
    private static final int FEWEST_FIRST_POINTS = 2;
    private static final long CREDIT = 16L << 20;
    private static final long CREDIT_PER_BYTE = 16;
    private static final long PASSED_OVER = 1 << 12;
    private static final long HEADER_COST = 1 << 20;
    private static final long COMMANDS_COST = 1 << 10;
    private static final int LONGEST_KEY = 1 << 16;
    private static final int CHECKSUM = 8;
    private static final int EXPIRY = 8;
    private static final int FIRST_SIZED_VERSION = 7;
    private static final int FIRST_OPCODE = 0xf2;

    private final ByteView bytes;
    private final RecordProbe probe;
    private final KeyShapes shapes;
    private final HashTemplates templates;
    private final @Nullable LongPredicate commands;
    private String magic = "";
    private int version;
    private long credit = CREDIT;

    /** @param commands for an RDB that commands follow, whether they begin at an offset; otherwise null */
    RdbResync(
            ByteView bytes,
            RecordProbe probe,
            KeyShapes shapes,
            HashTemplates templates,
            @Nullable LongPredicate commands) {
        this.bytes = bytes;
        this.probe = probe;
        this.shapes = shapes;
        this.templates = templates;
        this.commands = commands;
    }

    void region(String itsMagic, int itsVersion) {
        magic = itsMagic;
        version = itsVersion;
    }

    /**
     * Where to go on.
     *
     * @param offset of the next record, of the header of another RDB, or of the commands behind the RDB
     * @param spoiled the key of a record before it that is whole but for its expiry, or null
     */
    record Start(long offset, Kind kind, @Nullable Bytes spoiled) {}

    enum Kind {
        RECORD,
        HEADER,
        COMMANDS
    }

    /**
     * What to look for.
     *
     * @param from the first offset that may be a start
     * @param until behind the last
     * @param beyond the chain must get past this offset
     * @param strictUntil records before this offset need a key of a known shape or a value that proves itself
     * @param likely an offset that something else speaks for too, -1 for none
     */
    record Search(long from, long until, long beyond, long strictUntil, long likely, int database) {}

    @Nullable
    Start find(Search search) {
        long at = search.from();
        while (at < search.until()) {
            credit += CREDIT_PER_BYTE;
            int b = bytes.at(at);
            if (b == 'R' || b == 'V') {
                if (credit > 0 && bytes.holdsHeader(at)) {
                    long inner = wholeRdbInside(at);
                    if (inner < 0) {
                        return new Start(at, Kind.HEADER, null);
                    }
                    at = inner;
                    continue;
                }
            } else if ((b == '*' || b == '#') && commandsBegin(at)) {
                return new Start(at, Kind.COMMANDS, null);
            } else if (b == 0 && bytes.at(at + 1) == 0) {
                at++;
                continue;
            } else if (possible(at, b) && (credit > 0 || isCheap(at, b))) {
                Start start = start(at, search);
                if (start != null) {
                    return start;
                }
            }
            at++;
        }
        return null;
    }

    /** Whether the RDB is over here although it did not say so. */
    boolean commandsBegin(long at) {
        if (commands == null || credit <= 0 || !bytes.holdsCommand(at)) {
            return false;
        }
        credit -= COMMANDS_COST;
        return commands.test(at);
    }

    /** The end of a whole RDB that is a part of something larger, -1 if the RDB is the file's own. */
    private long wholeRdbInside(long at) {
        RdbSummary inner = probe.rdb(at);
        credit -= HEADER_COST
                + (inner.damages().isEmpty()
                        ? inner.end()
                        : inner.damages().get(0).span().offset())
                - at;
        boolean whole = inner.damages().isEmpty() && inner.crc() == CrcState.OK;
        boolean last = inner.end() == bytes.size() || bytes.holdsHeader(inner.end());
        return whole && !last ? inner.end() : -1;
    }

    private @Nullable Start start(long at, Search search) {
        Found first = probe(at, search.database());
        if (first == null || first.points() + (at == search.likely() ? FEWEST_FIRST_POINTS : 0) < FEWEST_FIRST_POINTS) {
            return endOfFile(at) ? new Start(at, Kind.RECORD, null) : null;
        }
        templates.forget();
        if (!chain(first, search)) {
            return null;
        }
        boolean orphan = first.record() instanceof KeyValue keyValue
                && keyValue.modifiers().equals(KeyModifiers.NONE)
                && at - CHECKSUM > search.from() - 1
                && plausibleExpiry(at - CHECKSUM);
        return orphan
                ? new Start(
                        first.end(),
                        Kind.RECORD,
                        ((KeyValue) first.record()).key().name())
                : new Start(at, Kind.RECORD, null);
    }

    private @Nullable Found probe(long at, int database) {
        if (bytes.at(at) == RdbOpcode.EOF) {
            return null;
        }
        Found found = probe.at(at, database, credit > 0 ? Long.MAX_VALUE : PASSED_OVER);
        long read = Math.max(0, probe.position() - at);
        credit -= found != null && isPassedOver(found) ? Math.min(read, PASSED_OVER) : read;
        return found;
    }

    /** A raw string is not read but for its length. */
    private static boolean isPassedOver(Found found) {
        return found.record() instanceof KeyValue keyValue && keyValue.rdbType() == RdbType.STRING && !found.solid();
    }

    /** Whether the next record is one that something speaks for, or the file's end is there. */
    boolean goesOn(long at, int database) {
        Found next = probe.at(at, database);
        return (next != null && next.points() > 0) || endOfFile(at);
    }

    private boolean chain(Found first, Search search) {
        Found found = first;
        int points = 0;
        int database = search.database();
        for (int records = 1; ; records++) {
            long start = found.record().span().offset();
            points += found.points() + (start == search.likely() ? FEWEST_FIRST_POINTS : 0);
            if (found.points() == 0 || (start < search.strictUntil() && found.points() < strictPoints(found))) {
                return false;
            }
            if (credit < 0 && records > MOST_CHAIN) {
                return false;
            }
            boolean far = found.end() > search.beyond();
            if (far && convincing(records, points)) {
                return true;
            }
            if (found.record() instanceof RdbRecord.SelectDb select) {
                database = select.database();
            } else if (found.record() instanceof RdbRecord.HashTemplate template) {
                templates.suppose(template);
            }
            if (found.end() < bytes.size() && endOfFile(found.end())) {
                return (far || commands != null) && points >= FEWEST_FIRST_POINTS;
            }
            Found next = probe(found.end(), database);
            if (next == null || next.points() == 0 || sameKey(found, next) || lacksSize(next.record())) {
                boolean cut = brokenOff(found.end()) && records >= 2 && points >= ENOUGH_POINTS;
                return far && (cut || (isKnown(found) && knownKeyBegins(found.end())));
            }
            found = next;
        }
    }

    /** Servers write RESIZEDB behind each SELECTDB since version 7. */
    boolean lacksSize(RdbRecord record) {
        return record instanceof RdbRecord.SelectDb select
                && version >= FIRST_SIZED_VERSION
                && bytes.at(select.span().end()) != RdbOpcode.RESIZEDB;
    }

    private boolean isKnown(Found found) {
        return found.record() instanceof KeyValue keyValue
                && shapes.points(keyValue.key().name()) == KeyShapes.KNOWN;
    }

    /** Whether a damaged byte, perhaps with an expiry behind it, stands before a key of a known shape. */
    private boolean knownKeyBegins(long at) {
        return keyPoints(at + 1) == KeyShapes.KNOWN || keyPoints(at + 1 + EXPIRY + 1) == KeyShapes.KNOWN;
    }

    /** What a record needs where it stands inside another that is whole by its frame. */
    private static int strictPoints(Found found) {
        boolean anyBytes = found.record() instanceof KeyValue keyValue && keyValue.rdbType() == RdbType.STRING;
        return anyBytes ? KeyShapes.KNOWN : FEWEST_FIRST_POINTS;
    }

    private boolean convincing(int records, int points) {
        return shapes.experienced()
                ? (records >= CHAIN && points >= ENOUGH_POINTS) || records >= LONG_CHAIN
                : (records >= CHAIN && points >= 2 * ENOUGH_POINTS) || records >= LONG_CHAIN;
    }

    private static boolean sameKey(Found one, Found next) {
        return one.record() instanceof KeyValue first
                && next.record() instanceof KeyValue second
                && first.key().equals(second.key());
    }

    /** Whether the file itself ends in the record that begins here. */
    private boolean brokenOff(long at) {
        return probe.position() >= bytes.size() || at == bytes.size();
    }

    /** Whether the file's last record stands here, or nothing any more. */
    boolean endOfFile(long at) {
        if (at == bytes.size()) {
            return true;
        }
        long end = at + 1 + (version < RdbReader.FIRST_SUMMED_VERSION ? 0 : CHECKSUM);
        return bytes.at(at) == RdbOpcode.EOF
                && (end == bytes.size() || bytes.holdsHeader(end) || (commands != null && bytes.holdsCommand(end)));
    }

    /** The cheap half of the judgement: what only looks at a few bytes. */
    private boolean possible(long at, int b) {
        return switch (b) {
            case RdbOpcode.AUX -> bytes.at(at + 1) < 0x20 && bytes.at(at + 1) > 0;
            case RdbOpcode.EXPIRETIME_MS -> plausibleExpiry(at + 1);
            case RdbOpcode.EXPIRETIME, RdbOpcode.IDLE, RdbOpcode.FREQ, RdbOpcode.SELECTDB, RdbOpcode.RESIZEDB -> true;
            case RdbOpcode.KEY_META, RdbOpcode.SLOT_INFO -> bytes.at(at + 1) < 0xc0;
            case RdbOpcode.HASH_TEMPLATE -> magic.equals("REDIS") && bytes.at(at + 2) > 0;
            case RdbOpcode.FUNCTION2 -> bytes.at(at + 1) < 0x80;
            case RdbOpcode.EOF -> endOfFile(at);
            default -> type(b) != null && possibleKey(at + 1);
        };
    }

    /** Whether framing it reads little: no count to follow, no long name. */
    private boolean isCheap(long at, int b) {
        RdbType type = type(b);
        return b == RdbOpcode.EXPIRETIME_MS
                || (type != null && !RecordProbe.isLoose(type) && type.streamFormat() == 0 && bytes.at(at + 1) < 0x80);
    }

    private boolean possibleKey(long at) {
        int b = bytes.at(at);
        return switch (b >> 6) {
            case 0 -> b > 0 && bytes.at(at + 1) != 0;
            case 1 -> true;
            case 2 -> b == 0x80 && bytes.at(at + 1) == 0 && bytes.at(at + 2) <= LONGEST_KEY >> 16;
            default -> b <= 0xc3;
        };
    }

    /**
     * Whether what is broken at {@code at} began as a record: a type and a key, the key behind a damaged type or
     * opcode, or a known key behind a damaged length. If not, the bytes belong to the record before.
     *
     * @param last whether no record follows, so that the file may end in this one
     */
    boolean beginsRecord(long at, boolean last) {
        int first = bytes.at(at);
        if (first >= FIRST_OPCODE && (first != RdbOpcode.EXPIRETIME_MS || plausibleExpiry(at + 1))) {
            return true;
        }
        long type = behindModifiers(at);
        boolean isType = type(bytes.at(type)) != null;
        if (type >= bytes.size() || (isType && (last || !isText(bytes.at(type + 1)) || keyPoints(type + 1) > 0))) {
            return true;
        }
        return keyPoints(at + 1) >= (isText(bytes.at(at + 1)) ? KeyShapes.KNOWN - 1 : KeyShapes.SIMILAR)
                || keyPoints(at + 1 + CHECKSUM + 1) > KeyShapes.SIMILAR
                || shapes.knownBeginning(bytes.text(type + 2, 24))
                || shapes.knownBeginning(bytes.text(type + 3, 24))
                || bytes.at(at + 2) == RdbOpcode.RESIZEDB
                || endOfFile(at + CHECKSUM + 1);
    }

    private boolean plausibleExpiry(long at) {
        return RecordProbe.plausibleExpiry(bytes.le64(at));
    }

    private static boolean isText(int b) {
        return b >= ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private @Nullable RdbType type(int b) {
        return b < 0 ? null : RdbType.of(b, magic);
    }

    private long behindModifiers(long at) {
        return switch (bytes.at(at)) {
            case RdbOpcode.EXPIRETIME_MS -> behindModifiers(at + 9);
            case RdbOpcode.EXPIRETIME -> behindModifiers(at + 5);
            case RdbOpcode.IDLE, RdbOpcode.FREQ -> at + 2;
            default -> at;
        };
    }

    private int keyPoints(long at) {
        int length = bytes.at(at);
        if (length >= 0xc0 && length <= 0xc2) {
            return KeyShapes.SIMILAR;
        }
        if (length <= 0 || length > 0x3f || at + 1 + length > bytes.size()) {
            return 0;
        }
        return shapes.points(bytes.text(at + 1, length));
    }
}
