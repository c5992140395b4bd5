package dev.rethread.rdb;

import dev.rethread.keyspace.Type;
import org.jspecify.annotations.Nullable;

/** The value types of the format, by the names of {@code rdb.h} without {@code RDB_TYPE_}: the one table of them. */
enum RdbType {
    STRING(0, Type.STRING),
    LIST(1, Type.LIST),
    SET(2, Type.SET),
    ZSET(3, Type.ZSET),
    HASH(4, Type.HASH),
    ZSET_2(5, Type.ZSET),
    MODULE_PRE_GA(6, Type.MODULE),
    MODULE_2(7, Type.MODULE),
    HASH_ZIPMAP(9, Type.HASH),
    LIST_ZIPLIST(10, Type.LIST),
    SET_INTSET(11, Type.SET),
    ZSET_ZIPLIST(12, Type.ZSET),
    HASH_ZIPLIST(13, Type.HASH),
    LIST_QUICKLIST(14, Type.LIST),
    STREAM_LISTPACKS(15, Type.STREAM),
    HASH_LISTPACK(16, Type.HASH),
    ZSET_LISTPACK(17, Type.ZSET),
    LIST_QUICKLIST_2(18, Type.LIST),
    STREAM_LISTPACKS_2(19, Type.STREAM),
    SET_LISTPACK(20, Type.SET),
    STREAM_LISTPACKS_3(21, Type.STREAM),
    HASH_METADATA_PRE_GA(22, Type.HASH),
    HASH_LISTPACK_EX_PRE_GA(23, Type.HASH),
    HASH_METADATA(24, Type.HASH),
    HASH_LISTPACK_EX(25, Type.HASH),
    STREAM_LISTPACKS_4(26, Type.STREAM),
    STREAM_LISTPACKS_5(27, Type.STREAM),
    ARRAY(28, Type.ARRAY),
    HASH_TMPL_LP(29, Type.HASH),
    HASH_TMPL_LP_REF(30, Type.HASH),
    HASH_TMPL_ARRAY(31, Type.HASH),
    HASH_TMPL_ARRAY_REF(32, Type.HASH),
    GCRA(33, Type.GCRA),
    /** Valkey 9's hash with field expiry; its number means something else in Redis 7.4. */
    HASH_2(22, Type.HASH);

    private static final @Nullable RdbType[] REDIS = new @Nullable RdbType[256];
    private static final @Nullable RdbType[] VALKEY = new @Nullable RdbType[256];

    static {
        for (RdbType type : values()) {
            if (type != HASH_2) {
                REDIS[type.code] = type;
            }
            // Valkey went its own way after Redis 7.2, which had types up to 21.
            if (type.code <= 21 || type == HASH_2) {
                VALKEY[type.code] = type;
            }
        }
    }

    private final int code;
    private final Type type;

    RdbType(int code, Type type) {
        this.code = code;
        this.type = type;
    }

    int code() {
        return code;
    }

    /** What {@code TYPE} answers for it. */
    Type type() {
        return type;
    }

    /** The format of a stream: 1 in Redis 5.0, 2 in 7.0, 3 in 7.2, 4 in 8.6, 5 in 8.8; 0 where it is none. */
    int streamFormat() {
        return switch (this) {
            case STREAM_LISTPACKS -> 1;
            case STREAM_LISTPACKS_2 -> 2;
            case STREAM_LISTPACKS_3 -> 3;
            case STREAM_LISTPACKS_4 -> 4;
            case STREAM_LISTPACKS_5 -> 5;
            default -> 0;
        };
    }

    /** The type with this number in a file of this magic, or null. */
    static @Nullable RdbType of(int code, String magic) {
        return magic.equals("VALKEY") ? VALKEY[code] : REDIS[code];
    }
}
