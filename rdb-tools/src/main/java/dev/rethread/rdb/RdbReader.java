package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames an RDB: walks its records by their lengths and leaves the values undecoded.
 *
 * <pre>
 * REDIS and 4 digits | VALKEY and 3 digits
 * record...               one byte says which: an opcode of {@link RdbOpcode} or a type of {@link RdbType}
 * EOF, 8-byte checksum    the checksum since version 5; 0: not computed
 * </pre>
 */
public final class RdbReader {
    private static final int WINDOW = 1 << 20;
    /** For single records, and for large values. */
    private static final int SMALL_WINDOW = 1 << 18;

    /** For records whose order is disturbed: what is read at a wrong place is read in vain. */
    private static final int ROAMING_WINDOW = 1 << 13;

    /** An expiry, an idle time or a frequency, metadata, and one in reserve. */
    private static final int MOST_MODIFIERS = 4;

    static final int HEADER = 9;
    static final int FIRST_SUMMED_VERSION = 5;

    private final SourceFile source;
    private final long from;
    private final Window window;
    private final RdbInput in;
    private final ValueDecoder values;
    private final RdbVisitor visitor;
    private final Map<Bytes, Bytes> aux = new LinkedHashMap<>();
    private final List<Damage> contradictions = new ArrayList<>();

    private String magic = "";
    private int version;
    private int database;
    /** Where the record ends, if that is known already; otherwise 0. */
    private long recordEnd;

    private @Nullable Bytes keyBeingRead;
    private @Nullable RdbType typeBeingRead;
    private long valueBeingRead;
    private KeyModifiers modifiersBeingRead = KeyModifiers.NONE;
    private int emptyNameIn = -1;
    private long checksum;
    private CrcState crc = CrcState.ABSENT;
    private long keysExpected = -1;
    private long keysFound;
    private boolean ended;

    private RdbReader(SourceFile source, long from, Window window, HashTemplates templates, RdbVisitor visitor) {
        this.source = source;
        this.from = from;
        this.visitor = visitor;
        this.window = window;
        this.in = new RdbInput(window, templates);
        this.values = new ValueDecoder(Window.movable(source, SMALL_WINDOW), templates);
    }

    /**
     * Reads the RDB that begins at {@code from}, hands each record to {@code visitor} and stops after its EOF record,
     * or at the first record it cannot read. Damage never throws: it is in the summary, and its span reaches to the end
     * of the file.
     */
    public static RdbSummary read(SourceFile source, long from, RdbVisitor visitor) {
        return read(source, from, new HashTemplates(), visitor);
    }

    /** As above, and {@code templates} takes the file's hash templates, for decoding its values later. */
    static RdbSummary read(SourceFile source, long from, HashTemplates templates, RdbVisitor visitor) {
        try (Window window = Window.summing(source, from, source.size(), WINDOW)) {
            return new RdbReader(source, from, window, templates, visitor).run();
        }
    }

    /** A reader of single key-value records, whose places are known, of a file of this magic with these templates. */
    static RdbReader ofRecords(SourceFile source, String magic, int version, HashTemplates templates) {
        RdbReader reader = new RdbReader(source, 0, Window.movable(source, SMALL_WINDOW), templates, record -> {});
        reader.magic = magic;
        reader.version = version;
        return reader;
    }

    /** A reader that frames single records wherever it is told to; it takes no template and no field from them. */
    static RdbReader roaming(SourceFile source, HashTemplates templates) {
        return new RdbReader(source, 0, Window.movable(source, ROAMING_WINDOW), templates, record -> {});
    }

    /** What kind of file the records of a roaming reader belong to. */
    void assume(String itsMagic, int itsVersion) {
        magic = itsMagic;
        version = itsVersion;
    }

    /**
     * The record at {@code offset}, as one of the database {@code number}.
     *
     * @throws MalformedException if none can be framed there
     */
    RdbRecord at(long offset, int number) {
        window.seek(offset, source.size());
        database = number;
        return next(offset);
    }

    long position() {
        return in.position();
    }

    String doing() {
        return in.doing();
    }

    /** The record last given up, as far as it was read. */
    Broken broken(long start, long framedTo) {
        return new Broken(start, keyBeingRead, typeBeingRead, valueBeingRead, modifiersBeingRead, framedTo);
    }

    /**
     * Reads one record again. Records asked for in file order are read ahead.
     *
     * @throws MalformedException if no key-value record is there any more
     */
    KeyValue keyAt(Span record, int inDatabase) {
        window.seek(record.offset(), record.end());
        recordEnd = record.end();
        database = inDatabase;
        if (next(record.offset()) instanceof KeyValue keyValue) {
            return keyValue;
        }
        throw new MalformedException("there was a key before");
    }

    private RdbSummary run() {
        long start = from;
        List<Damage> damages = List.of();
        try {
            visitor.record(header());
            for (start = in.position(); !ended; start = in.position()) {
                RdbRecord record = next(start);
                note(record);
                visitor.record(record);
            }
        } catch (MalformedException e) {
            damages = List.of(damage(start, source.size(), in.doing(), e.problem()));
        }
        long end = ended ? in.position() : source.size();
        return new RdbSummary(magic, version, aux, crc, keysExpected, keysFound, damages, contradictions, end);
    }

    /** Takes from a record what the records behind it and the summary need. */
    private void note(RdbRecord record) {
        if (record instanceof KeyValue keyValue) {
            keysFound++;
            if (keyValue.key().name().isEmpty()) {
                checkEmptyName();
            }
        } else if (record instanceof RdbRecord.Aux field) {
            aux.put(field.name(), field.value());
        } else if (record instanceof RdbRecord.SelectDb select) {
            database = select.database();
        } else if (record instanceof RdbRecord.ResizeDb resize) {
            keysExpected = Math.max(0, keysExpected) + resize.keys();
        } else if (record instanceof RdbRecord.HashTemplate template) {
            in.templates().add(template);
        } else if (record instanceof RdbRecord.Eof eof) {
            end(eof);
        }
    }

    /** Zeros read as STRING, empty key, empty value, for as long as they last; a database has one empty key at most. */
    private void checkEmptyName() {
        if (emptyNameIn == database) {
            throw new MalformedException("the empty key a second time in database " + database);
        }
        emptyNameIn = database;
    }

    private void end(RdbRecord.Eof eof) {
        if (eof.checksum() != 0) {
            crc = eof.checksum() == checksum ? CrcState.OK : CrcState.WRONG;
        }
        if (crc == CrcState.WRONG) {
            contradict(
                    "checksum",
                    "is 0x" + Long.toHexString(checksum) + ", the file says 0x" + Long.toHexString(eof.checksum()));
        }
        if (keysExpected != -1 && keysExpected != keysFound) {
            String announced = Long.toUnsignedString(keysExpected);
            contradict("number of keys", keysFound + " were read, RESIZEDB announced " + announced);
        }
        ended = true;
    }

    private Damage damage(long start, long end, String doing, String problem) {
        return new Damage(source.name(), new Span(start, end - start), doing, keyBeingRead, problem);
    }

    private RdbRecord header() {
        in.doing("header");
        String text = new String(window.bytes(HEADER), StandardCharsets.ISO_8859_1);
        String name = text.startsWith("REDIS") ? "REDIS" : "VALKEY";
        String digits = text.substring(Math.min(name.length(), HEADER));
        if (!text.startsWith(name) || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new MalformedException("begins with \"" + Bytes.of(text) + "\", should be REDIS and 4 digits");
        }
        version = Integer.parseInt(digits);
        if (version == 0) {
            throw new MalformedException("version 0, the first is 1");
        }
        magic = name;
        return new RdbRecord.Header(spanFrom(from), magic, version);
    }

    private RdbRecord next(long start) {
        in.doing("opcode");
        keyBeingRead = null;
        typeBeingRead = null;
        KeyModifiers modifiers = KeyModifiers.NONE;
        for (int before = 0; before <= MOST_MODIFIERS; before++) {
            int opcode = in.u8();
            switch (opcode) {
                case RdbOpcode.EXPIRETIME_MS -> modifiers = modifiers.withExpiry(in.le64());
                case RdbOpcode.EXPIRETIME -> modifiers = modifiers.withExpiry((int) window.littleEndian(4) * 1000L);
                case RdbOpcode.IDLE -> modifiers = modifiers.withIdle(in.number());
                case RdbOpcode.KEY_META -> {
                    if (magic.equals("VALKEY")) {
                        return other(start, modifiers, opcode);
                    }
                    modifiers = modifiers.withMetadata(metadata());
                }
                case RdbOpcode.FREQ -> modifiers = modifiers.withFrequency(in.u8());
                default -> {
                    RdbType type = RdbType.of(opcode, magic);
                    if (type != null) {
                        return keyValue(start, type, modifiers);
                    }
                    return other(start, modifiers, opcode);
                }
            }
        }
        throw new MalformedException("a key with more than " + MOST_MODIFIERS + " of expiry, idle time and the like");
    }

    private KeyValue keyValue(long start, RdbType type, KeyModifiers modifiers) {
        in.doing("key");
        Bytes name = in.name();
        keyBeingRead = name;
        long valueOffset = in.position();
        typeBeingRead = type;
        valueBeingRead = valueOffset;
        modifiersBeingRead = modifiers;
        if (recordEnd == 0) {
            ValueSkipper.skip(in, type);
        }
        long end = Math.max(recordEnd, in.position());
        return new KeyValue(window, values, new Key(database, name), type, modifiers, start, valueOffset, end);
    }

    private RdbRecord other(long start, KeyModifiers modifiers, int opcode) {
        if (!modifiers.equals(KeyModifiers.NONE)) {
            throw new MalformedException("an expiry, idle time, frequency or metadata is followed by 0x"
                    + Integer.toHexString(opcode) + ", should be a key");
        }
        return switch (opcode) {
            case RdbOpcode.AUX -> aux(start);
            case RdbOpcode.SELECTDB -> selectDb(start);
            case RdbOpcode.RESIZEDB -> resizeDb(start);
            case RdbOpcode.SLOT_INFO -> slotInfo(start);
            case RdbOpcode.FUNCTION2 -> function(start);
            case RdbOpcode.FUNCTION_PRE_GA -> functionPreGa(start);
            case RdbOpcode.MODULE_AUX -> moduleAux(start);
            case RdbOpcode.EOF -> eof(start);
            default -> foreign(start, opcode);
        };
    }

    private RdbRecord foreign(long start, int opcode) {
        if (opcode == RdbOpcode.SLOT_IMPORT && magic.equals("VALKEY")) {
            return slotImport(start);
        }
        if (opcode == RdbOpcode.HASH_TEMPLATE && magic.equals("REDIS")) {
            return hashTemplate(start);
        }
        throw new MalformedException("unknown type or opcode " + opcode + " in RDB version " + version);
    }

    /** What modules attached to the key that follows: the names of their classes. */
    private List<String> metadata() {
        in.doing("KEY_META");
        List<String> classes = new ArrayList<>();
        for (long left = in.length(); left > 0; left--) {
            classes.add(ModuleName.ofClass(window.littleEndian(4)));
            ValueSkipper.skipModule(in);
        }
        return classes;
    }

    private RdbRecord hashTemplate(long start) {
        in.doing("HASH_TEMPLATE");
        long id = in.number();
        List<Bytes> fields = new ArrayList<>();
        for (long left = in.length(); left > 0; left--) {
            fields.add(in.name());
        }
        if (fields.isEmpty()) {
            throw new MalformedException("hash template " + Long.toUnsignedString(id) + " has no field");
        }
        return new RdbRecord.HashTemplate(id, fields, spanFrom(start));
    }

    private RdbRecord slotInfo(long start) {
        in.doing("SLOT_INFO");
        return new RdbRecord.SlotInfo(in.number(), in.number(), in.number(), spanFrom(start));
    }

    private RdbRecord function(long start) {
        in.doing("FUNCTION2");
        return new RdbRecord.Function(in.name(), spanFrom(start));
    }

    private RdbRecord aux(long start) {
        in.doing("AUX");
        Bytes name = in.name();
        Bytes value = in.name();
        return new RdbRecord.Aux(name, value, spanFrom(start));
    }

    private RdbRecord selectDb(long start) {
        in.doing("SELECTDB");
        long number = in.number();
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new MalformedException(
                    "database " + Long.toUnsignedString(number) + ", the largest possible is " + Integer.MAX_VALUE);
        }
        return new RdbRecord.SelectDb((int) number, spanFrom(start));
    }

    /** The numbers are a hint for the server's tables: a wrong one costs no record. */
    private RdbRecord resizeDb(long start) {
        in.doing("RESIZEDB");
        long keys = in.number();
        long expiring = in.number();
        return new RdbRecord.ResizeDb(keys, expiring, spanFrom(start));
    }

    /** Name, engine, whether a description follows, the description, the code. */
    private RdbRecord functionPreGa(long start) {
        in.doing("FUNCTION_PRE_GA");
        in.skipString();
        in.skipString();
        if (in.number() != 0) {
            in.skipString();
        }
        return new RdbRecord.Function(in.name(), spanFrom(start));
    }

    private RdbRecord moduleAux(long start) {
        in.doing("MODULE_AUX");
        String module = ModuleName.of(in.number());
        in.number();
        in.number();
        ValueSkipper.skipModule(in);
        return new RdbRecord.ModuleAux(module, spanFrom(start));
    }

    private RdbRecord slotImport(long start) {
        in.doing("SLOT_IMPORT");
        Bytes job = in.name();
        for (long left = in.length(); left > 0; left--) {
            in.number();
            in.number();
        }
        return new RdbRecord.SlotImport(job, spanFrom(start));
    }

    private RdbRecord eof(long start) {
        in.doing("checksum");
        checksum = window.checksum();
        long written = version < FIRST_SUMMED_VERSION ? 0 : in.le64();
        return new RdbRecord.Eof(written, spanFrom(start));
    }

    private void contradict(String doing, String problem) {
        contradictions.add(damage(in.position(), in.position(), doing, problem));
    }

    private Span spanFrom(long start) {
        return new Span(start, in.position() - start);
    }
}
