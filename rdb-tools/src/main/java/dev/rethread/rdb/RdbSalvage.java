package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.rdb.RdbResync.Kind;
import dev.rethread.rdb.RdbResync.Search;
import dev.rethread.rdb.RdbResync.Start;
import dev.rethread.rdb.RecordProbe.Found;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a damaged RDB: decodes every value, and where a record cannot be read, goes on behind it.
 *
 * <p>Records that do not say their own end are held back for a while: where reading fails soon after them, they may be
 * the cause. Then records that begin inside such a one and lead beyond the failure are believed instead of it. What is
 * handed to the visitor is never taken back, and an intact value is never looked into.
 */
final class RdbSalvage {
    private static final int NEWEST_VERSION = RdbSummary.NEWEST_REDIS;
    private static final int CHECKSUM = 8;
    private static final int USUAL_DATABASES = 16;
    private static final int MOST_HELD = 16;
    private static final int ZERO_RUN = 3;
    private static final int LONG_ZERO_RUN = 16;

    private final SourceFile source;
    private final long from;
    private final boolean preamble;
    private final RdbVisitor visitor;
    private final RdbReader reader;
    private final KeyShapes shapes;
    private final HashTemplates templates;
    private final boolean learning;
    private final ByteView bytes;
    private final RecordProbe probe;
    private final RdbResync resync;

    private final Deque<Held> held = new ArrayDeque<>();
    private final Map<Bytes, Bytes> aux = new LinkedHashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Damage> contradictions = new ArrayList<>();
    private final List<Entry> partials = new ArrayList<>();

    private String magic = "";
    private int version;
    private int firstVersion;
    private String firstMagic = "";
    private long regionStart;
    private long at;
    private int database;
    private CrcState crc = CrcState.ABSENT;
    private long keysExpected = -1;
    private long keysFound;
    private long keyBytes;
    private boolean ended;
    private boolean keysMissing;
    private @Nullable Key lastKey;
    private @Nullable KeyValue lastRecord;

    /** A record not handed out yet, and the database its bytes were read for. */
    private record Held(Found found, int database) {
        long start() {
            return found.record().span().offset();
        }
    }

    private static final class Gap {
        private final Damage damage;
        private final @Nullable Key before;
        private @Nullable Key after;
        private boolean open = true;

        Gap(Damage damage, @Nullable Key before) {
            this.damage = damage;
            this.before = before;
        }
    }

    private RdbSalvage(
            SourceFile source,
            long from,
            @Nullable LongPredicate commands,
            KeyShapes shapes,
            HashTemplates templates,
            boolean learning,
            RdbVisitor visitor) {
        this.shapes = shapes;
        this.templates = templates;
        this.learning = learning;
        this.source = source;
        this.from = from;
        this.preamble = commands != null;
        this.visitor = visitor;
        this.reader = RdbReader.roaming(source, templates);
        this.bytes = new ByteView(source);
        this.probe = new RecordProbe(source, bytes, reader, shapes);
        this.resync = new RdbResync(bytes, probe, shapes, templates, commands);
    }

    /**
     * Reads what can be read from {@code from} on. The spans of the records handed to {@code visitor} and of the
     * damages tile the source up to the summary's end.
     *
     * <p>It begins with a trial run over the first keys, so that damage at the file's beginning is judged by the shapes of
     * the keys behind it as well.
     *
     * @param commands for an RDB at the beginning of an AOF, whether commands begin at an offset; otherwise null, and
     *     all of the file is looked through
     * @param keysMissing whether the file could be framed from end to end and yet has fewer keys than it announces. Then
     *     a value has swallowed its neighbours and ends where another record ends, by chance
     * @param templates takes the file's hash templates, for decoding its values later
     */
    static Salvaged read(
            SourceFile source,
            long from,
            @Nullable LongPredicate commands,
            boolean keysMissing,
            HashTemplates templates,
            RdbVisitor visitor) {
        KeyShapes shapes = new KeyShapes();
        new RdbSalvage(source, from, commands, shapes, new HashTemplates(), true, record -> {}).run();
        RdbSalvage salvage = new RdbSalvage(source, from, commands, shapes, templates, false, visitor);
        salvage.keysMissing = keysMissing;
        return salvage.run();
    }

    private Salvaged run() {
        at = from;
        begin();
        while (!ended && !(learning && shapes.knowsEnough())) {
            step();
        }
        flush();
        countKeys();
        return new Salvaged(summary(), regions(), partials);
    }

    private void step() {
        if (at >= source.size()) {
            lose(at, source.size(), "opcode", null, "breaks off at 0x" + Long.toHexString(at));
            ended = true;
        } else if (bytes.at(at) == RdbOpcode.EOF) {
            end();
        } else {
            Found found = probe.at(at, database);
            String problem = found == null ? probe.problem() : unsound(found);
            if (found == null || problem != null) {
                recover(found == null ? probe.doing() : "key", String.valueOf(problem));
            } else {
                take(found);
            }
        }
    }

    // ---- headers ----

    /** The header at the position, or what stands in its place. */
    private void begin() {
        regionStart = at;
        database = 0;
        if (bytes.holdsHeader(at)) {
            magic = bytes.at(at) == 'R' ? "REDIS" : "VALKEY";
            version = digits(at + magic.length());
            adopt();
            if (version > 0) {
                visitor.record(new RdbRecord.Header(new Span(at, RdbReader.HEADER), magic, version));
                at += RdbReader.HEADER;
                return;
            }
        }
        magic = "REDIS";
        version = 0;
        resync.region(magic, NEWEST_VERSION);
        reader.assume(magic, NEWEST_VERSION);
        Start next = resync.find(new Search(at + 1, source.size(), at, at, -1, 0));
        String problem = "begins with \"" + bytes.text(at, RdbReader.HEADER) + "\", should be REDIS and 4 digits";
        if (next == null) {
            lose(at, source.size(), "header", null, problem);
            at = source.size();
            ended = true;
        } else {
            goOn(at, next, "header", null, problem);
        }
    }

    private int digits(long offset) {
        int number = 0;
        for (long i = offset; i < at + RdbReader.HEADER; i++) {
            number = 10 * number + bytes.at(i) - '0';
        }
        return number;
    }

    private void adopt() {
        reader.assume(magic, version);
        resync.region(magic, version);
        if (firstVersion == 0) {
            firstVersion = version;
            firstMagic = magic;
        }
    }

    // ---- sound records ----

    /** What makes a framed record unbelievable where it stands, or null. */
    private @Nullable String unsound(Found found) {
        if (found.record() instanceof RdbRecord.SelectDb select) {
            return unsound(select);
        } else if (!(found.record() instanceof KeyValue keyValue)) {
            return null;
        } else if (found.points() == 0 && !resync.goesOn(found.end(), database)) {
            return "neither it nor what follows looks like a record";
        } else {
            return unsound(keyValue, found.end());
        }
    }

    private @Nullable String unsound(KeyValue key, long end) {
        if (key.key().name().isEmpty() && bytes.zeros(end, ZERO_RUN) == ZERO_RUN) {
            return "an empty key before zeros";
        }
        Held last = held.peekLast();
        KeyValue before = last != null && last.found().record() instanceof KeyValue kept ? kept : lastRecord;
        boolean again = before != null && before.key().equals(key.key()) && before.fingerprint() == key.fingerprint();
        return again ? "the record before once more" : null;
    }

    /** Servers write databases in ascending order. */
    private @Nullable String unsound(RdbRecord.SelectDb select) {
        if (keysExpected != -1 && resync.lacksSize(select)) {
            return "database " + select.database() + " without its RESIZEDB";
        }
        return lastKey != null && select.database() <= database
                ? "database " + select.database() + " behind database " + database
                : null;
    }

    /** Where records begin inside a value without an end of its own and lead beyond it. */
    private @Nullable Start swallowed(Found found) {
        if (!keysMissing || found.solid() || !(found.record() instanceof KeyValue keyValue)) {
            return null;
        }
        long end = found.end();
        return resync.find(new Search(keyValue.valueOffset() + 1, end, end, end, -1, database));
    }

    private void take(Found found) {
        Start inside = swallowed(found);
        if (inside != null && found.record() instanceof KeyValue keyValue) {
            flush();
            String why = "records of other keys stand inside, and keys are missing";
            goOn(at, inside, keyValue.rdbType().name(), keyValue.key().name(), why);
        } else {
            hold(found);
        }
    }

    private void hold(Found found) {
        held.add(new Held(found, database));
        at = found.end();
        if (found.record() instanceof RdbRecord.SelectDb select) {
            database = select.database();
        }
        if (found.solid() && found.points() > 0) {
            flush();
        } else if (held.size() > MOST_HELD) {
            deliver(held.remove().found());
        }
    }

    private void flush() {
        while (!held.isEmpty()) {
            deliver(held.remove().found());
        }
    }

    private void deliver(Found found) {
        RdbRecord record = found.record();
        if (record instanceof KeyValue keyValue) {
            shapes.learn(keyValue.key().name());
            keysFound++;
            keyBytes += record.span().length();
            lastKey = keyValue.key();
            lastRecord = keyValue;
            closeGaps(lastKey);
        } else if (record instanceof RdbRecord.Aux field) {
            aux.put(field.name(), field.value());
            if (version == 0
                    && field.name().equals(Bytes.of("valkey-ver"))
                    && !field.value().isEmpty()
                    && field.value().at(0) >= '9') {
                magic = "VALKEY";
                reader.assume(magic, NEWEST_VERSION);
                resync.region(magic, NEWEST_VERSION);
            }
        } else if (record instanceof RdbRecord.ResizeDb resize) {
            keysExpected = Math.max(0, keysExpected) + resize.keys();
        } else if (record instanceof RdbRecord.HashTemplate template) {
            add(template);
        }
        visitor.record(record);
    }

    private void add(RdbRecord.HashTemplate template) {
        try {
            templates.add(template);
        } catch (MalformedException e) {
            templates.dispute(template);
            contradict("HASH_TEMPLATE", e.problem());
        }
    }

    private void closeGaps(Key key) {
        for (int i = gaps.size() - 1; i >= 0 && gaps.get(i).open; i--) {
            gaps.get(i).after = key;
            gaps.get(i).open = false;
        }
    }

    // ---- damage ----

    /** Finds out where records go on, which of the records before are part of the damage, and what is left of a value. */
    private void recover(String doing, String problem) {
        Broken broken = reader.broken(at, probe.framedTo());
        Start next = resync.commandsBegin(at)
                ? new Start(at, Kind.COMMANDS, null)
                : resync.find(new Search(at + 1, source.size(), at, broken.framedTo(), broken.framedTo(), database));
        recover(broken, next, doing, problem);
    }

    private void recover(Broken broken, @Nullable Start behind, String doing, String problem) {
        long failed = broken.start();
        Start next = behind;
        int suspects = 0;
        int looked = 0;
        for (Iterator<Held> back = held.descendingIterator(); back.hasNext(); ) {
            Held suspect = back.next();
            looked++;
            Search within = new Search(suspect.start() + 1, suspect.found().end(), failed, 0, -1, suspect.database());
            Start inside = resync.find(within);
            if (inside != null && inside.kind() == Kind.RECORD) {
                next = inside;
                suspects = looked;
            }
        }
        if (suspects == 0 && doubtful(failed, next)) {
            suspects = 1;
        }
        if (suspects > 0) {
            retract(suspects, next, failed, problem);
        } else {
            flush();
            Bytes key = broken.key() == null && next != null ? next.spoiled() : broken.key();
            goOn(failed, next, doing, key, problem + keepPart(broken, next));
        }
    }

    /** Whether the last record before a failure may have a wrong end, so that what failed is a piece of it. */
    private boolean doubtful(long failed, @Nullable Start next) {
        Held last = held.peekLast();
        boolean commands = next != null && next.kind() == Kind.COMMANDS && next.offset() == failed;
        if (commands || last == null || !(last.found().record() instanceof KeyValue)) {
            return false;
        }
        if (bytes.zeros(failed, LONG_ZERO_RUN) == LONG_ZERO_RUN) {
            return bytes.at(failed - 1) == 0;
        }
        return !resync.beginsRecord(failed, next == null);
    }

    private void retract(int suspects, @Nullable Start next, long failed, String problem) {
        Held first = held.removeLast();
        for (int i = 1; i < suspects; i++) {
            first = held.removeLast();
        }
        flush();
        database = first.database();
        Bytes key = first.found().record() instanceof KeyValue keyValue
                ? keyValue.key().name()
                : null;
        String doing = first.found().record() instanceof KeyValue keyValue
                ? keyValue.rdbType().name()
                : "opcode";
        String why = "its end does not fit what follows it; at 0x" + Long.toHexString(failed) + ": " + problem;
        goOn(first.start(), next, doing, key, why);
    }

    private String keepPart(Broken broken, @Nullable Start next) {
        Bytes key = broken.key();
        if (key == null || broken.type() == null) {
            return "";
        }
        long end = next == null ? source.size() : next.offset();
        PartialValue left = PartialValue.of(source, bytes, broken, end);
        if (left == null) {
            return "";
        }
        Span span = new Span(broken.start(), end - broken.start());
        partials.add(new Entry(
                new Key(database, key), left.value(), broken.modifiers().expireAt(), span));
        return "; " + left.elements() + " elements before it can be read and are kept as a partial value";
    }

    private void goOn(long begin, @Nullable Start next, String doing, @Nullable Bytes key, String problem) {
        if (next == null) {
            lose(begin, source.size(), doing, key, problem);
            at = source.size();
            ended = true;
            return;
        }
        at = next.offset();
        if (next.kind() != Kind.RECORD) {
            lose(begin, at, doing, key, problem);
            over(next.kind());
        } else if (choosesDatabase(begin)) {
            int announced = bytes.at(begin + 1);
            int least = lastKey == null ? 0 : database + 1;
            database = at > begin + 1 && announced >= least && announced < USUAL_DATABASES ? announced : least;
            String doubt = "; the keys behind it are taken as of database " + database + ", which is doubtful";
            lose(begin, at, doing, key, problem + doubt);
        } else {
            lose(begin, at, doing, key, problem);
        }
    }

    private void over(Kind next) {
        if (next == Kind.HEADER) {
            nextRegion();
        } else {
            ended = true;
        }
    }

    /**
     * Whether what was lost up to the position chose a database: a SELECTDB one of whose two bytes is damaged, perhaps
     * with the RESIZEDB behind it, whose numbers then still lead to the position.
     */
    private boolean choosesDatabase(long begin) {
        boolean selects = bytes.at(begin) == RdbOpcode.SELECTDB;
        int number = bytes.at(begin + 1);
        if (at - begin == 2) {
            return selects || (number > database && number < USUAL_DATABASES);
        }
        return bytes.at(at) == RdbOpcode.RESIZEDB
                || (selects && number < USUAL_DATABASES && behindNumber(behindNumber(begin + 3)) == at);
    }

    /** Where the number at an offset ends, by the first two bits of its form. */
    private long behindNumber(long offset) {
        int first = bytes.at(offset);
        return offset + (first < 0x40 ? 1 : first < 0x80 ? 2 : first == 0x80 ? 5 : 9);
    }

    private void lose(long begin, long end, String doing, @Nullable Bytes key, String problem) {
        Span span = new Span(begin, end - begin);
        gaps.add(new Gap(new Damage(source.name(), span, doing, key, problem), lastKey));
    }

    // ---- ends ----

    private void end() {
        long end = at + 1 + (writtenVersion() < RdbReader.FIRST_SUMMED_VERSION ? 0 : CHECKSUM);
        if (end > source.size()) {
            flush();
            lose(at, source.size(), "checksum", null, "breaks off at 0x" + Long.toHexString(source.size()));
            ended = true;
            return;
        }
        long written = end == at + 1 ? 0 : bytes.le64(at + 1);
        long computed = written == 0 ? 0 : checksum(regionStart, at + 1);
        if (written != computed || written == 0) {
            Start next =
                    resync.endOfFile(at) ? null : resync.find(new Search(at + 1, source.size(), at, at, -1, database));
            if (next != null && next.kind() == Kind.RECORD) {
                Broken broken = new Broken(at, null, null, at, KeyModifiers.NONE, -1);
                recover(broken, next, "opcode", "an EOF record with records behind it");
                return;
            }
        }
        close(end, written, computed);
    }

    private void close(long end, long written, long computed) {
        flush();
        visitor.record(new RdbRecord.Eof(written, new Span(at, end - at)));
        at = end;
        if (written != computed) {
            crc = CrcState.WRONG;
            contradict(
                    "checksum",
                    "is 0x" + Long.toHexString(computed) + ", the file says 0x" + Long.toHexString(written));
        } else if (written != 0 && crc == CrcState.ABSENT) {
            crc = CrcState.OK;
        }
        if (preamble || at == source.size()) {
            ended = true;
        } else {
            behindTheEnd();
        }
    }

    private void behindTheEnd() {
        long header = at;
        while (header < source.size() && !bytes.holdsHeader(header)) {
            header++;
        }
        if (header > at) {
            lose(at, header, "end", null, header - at + " bytes follow the EOF record, should be 0");
        }
        at = header;
        if (at == source.size()) {
            ended = true;
        } else {
            nextRegion();
        }
    }

    private void nextRegion() {
        contradict("header", "another RDB begins here; where both have a key, the later counts");
        lastKey = null;
        lastRecord = null;
        begin();
    }

    private long checksum(long begin, long end) {
        try (Window window = Window.summing(source, begin, end, 1 << 16)) {
            window.skip(end - begin);
            return window.checksum();
        }
    }

    private void countKeys() {
        if (keysExpected != -1 && keysExpected != keysFound) {
            contradict(
                    "number of keys",
                    keysFound + " were read, RESIZEDB announced " + Long.toUnsignedString(keysExpected));
        }
    }

    private void contradict(String doing, String problem) {
        contradictions.add(new Damage(source.name(), new Span(at, 0), doing, null, problem));
    }

    // ---- what comes out ----

    private int writtenVersion() {
        return version == 0 ? NEWEST_VERSION : version;
    }

    private RdbSummary summary() {
        boolean anything = firstVersion > 0 || keysFound > 0;
        List<Damage> damages = gaps.stream().map(gap -> gap.damage).toList();
        return new RdbSummary(
                firstVersion > 0 ? firstMagic : magic,
                firstVersion > 0 ? firstVersion : anything ? NEWEST_VERSION : 0,
                aux,
                crc,
                keysExpected,
                keysFound,
                damages,
                contradictions,
                at);
    }

    private List<LostRegion> regions() {
        long average = keysFound == 0 ? 64 : Math.max(1, keyBytes / keysFound);
        return gaps.stream()
                .map(gap -> new LostRegion(
                        gap.damage,
                        gap.before,
                        gap.after,
                        estimate(gap.damage.span().length(), average)))
                .toList();
    }

    private static long estimate(long length, long average) {
        return length < RdbReader.HEADER ? 0 : Math.max(1, (length + average / 2) / average);
    }
}
