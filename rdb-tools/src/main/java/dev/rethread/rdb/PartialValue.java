package dev.rethread.rdb;

import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a set, sorted set or hash whose record breaks off or is hit in the middle: what the ordinary decoder
 * hands over before it notices. For it to begin at all, the lengths that announce what is not there are written anew.
 *
 * <p>In a listpack or ziplist every entry proves its own length, so the break is where that first fails. Elsewhere it
 * must be known from outside: the end of the file, or where zeros begin. Otherwise nothing tells the elements of a value
 * from bytes that slipped, and none is kept.
 *
 * @param value never empty
 * @param elements how many members or fields it has
 */
record PartialValue(Value value, int elements) {
    private static final int ZEROED = 32;
    /** What lies behind is not looked at: a part of a value is held in memory. */
    private static final int MOST = 1 << 23;

    private static final int WIDE_LENGTH = 0x81;
    private static final int COMPRESSED = 0xc3;
    private static final Set<RdbType> SELF_PROVING = EnumSet.of(
            RdbType.HASH_ZIPLIST,
            RdbType.HASH_LISTPACK,
            RdbType.HASH_LISTPACK_EX,
            RdbType.HASH_LISTPACK_EX_PRE_GA,
            RdbType.ZSET_ZIPLIST,
            RdbType.ZSET_LISTPACK,
            RdbType.SET_LISTPACK);
    private static final Set<RdbType> COUNTED = EnumSet.of(
            RdbType.SET,
            RdbType.HASH,
            RdbType.HASH_METADATA,
            RdbType.HASH_METADATA_PRE_GA,
            RdbType.HASH_2,
            RdbType.ZSET,
            RdbType.ZSET_2);

    /** What is left of {@code broken} before {@code end}, or null if nothing is. */
    static @Nullable PartialValue of(SourceFile source, ByteView bytes, Broken broken, long end) {
        RdbType type = broken.type();
        if (type == null) {
            return null;
        }
        long cut = cut(bytes, broken.value(), Math.min(end, broken.value() + MOST));
        boolean known = cut < end || end == source.size();
        if (cut <= broken.value() || !(SELF_PROVING.contains(type) || (known && COUNTED.contains(type)))) {
            return null;
        }
        Window left = Window.plain(source, broken.value(), cut, 1 << 14);
        ValueBuilder builder = new ValueBuilder();
        builder.begin(type.type());
        try {
            byte[] mended = SELF_PROVING.contains(type) ? packed(left, type, known) : counted(left, type);
            new ValueDecoder(Window.of(mended, 0, mended.length), new HashTemplates()).decode(type, builder);
        } catch (MalformedException breaksOff) {
            // What came before stays.
        }
        return of(type.type(), builder.built());
    }

    private static @Nullable PartialValue of(Type type, Value value) {
        int elements = switch (type) {
            case SET -> ((SetValue) value).members().size();
            case ZSET -> ((SortedSetValue) value).scores().size();
            default -> ((HashValue) value).fields().size();
        };
        return elements == 0 ? null : new PartialValue(value, elements);
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

    /** The base of the expiries, if the type has one; a count that is possible; all that follows. */
    private static byte[] counted(Window left, RdbType type) {
        byte[] base = left.bytes(type == RdbType.HASH_METADATA ? 8 : 0);
        long count = input(left).number();
        byte[] rest = left.bytes(left.remaining());
        long possible = count < 0 ? rest.length : Math.min(count, rest.length);
        return join(base, possible, rest);
    }

    /**
     * The base of the expiries, if the type has one; a string of what is there, whose first four bytes say so too.
     *
     * @param known whether what is compressed counts: only its end shows a wrong byte in it, so what comes out before
     *     the break is worth something only where the break is known
     */
    private static byte[] packed(Window left, RdbType type, boolean known) {
        byte[] base = left.bytes(type == RdbType.HASH_LISTPACK_EX ? 8 : 0);
        byte[] structure = structure(left, known);
        if (structure.length < 4) {
            return structure;
        }
        ByteBuffer.wrap(structure).order(ByteOrder.LITTLE_ENDIAN).putInt(structure.length);
        return join(base, structure.length, structure);
    }

    private static byte[] structure(Window left, boolean known) {
        int first = left.stretch(left.position(), left.position() + 1).u8();
        if (first != COMPRESSED) {
            return begun(left, input(left).number());
        }
        left.skip(1);
        long compressed = input(left).number();
        long length = input(left).number();
        byte[] packed = begun(left, compressed);
        Slice in = new Slice();
        in.lie(packed, 0, packed.length);
        return known ? Lzf.beginning(in, Math.min(length, MOST)).copy().unsafeArray() : new byte[0];
    }

    private static byte[] begun(Window left, long length) {
        return left.bytes(length < 0 ? left.remaining() : Math.min(length, left.remaining()));
    }

    private static RdbInput input(Window window) {
        return new RdbInput(window, new HashTemplates());
    }

    private static byte[] join(byte[] base, long length, byte[] rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(base.length + 9 + rest.length);
        out.writeBytes(base);
        out.write(WIDE_LENGTH);
        out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        out.writeBytes(rest);
        return out.toByteArray();
    }
}
