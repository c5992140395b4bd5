package dev.rethread.rdb;

/** The opcodes of the format, by the names of {@code rdb.h} without {@code RDB_OPCODE_}: the one table of them. */
final class RdbOpcode {
    /** Redis 8.10. */
    static final int HASH_TEMPLATE = 242;

    /** Redis 8.6: what modules attach to a key. */
    static final int KEY_META = 243;

    /** Valkey 9: the number of {@link #KEY_META} with another meaning. */
    static final int SLOT_IMPORT = 243;

    static final int SLOT_INFO = 244;
    static final int FUNCTION2 = 245;
    static final int FUNCTION_PRE_GA = 246;
    static final int MODULE_AUX = 247;
    static final int IDLE = 248;
    static final int FREQ = 249;
    static final int AUX = 250;
    static final int RESIZEDB = 251;
    static final int EXPIRETIME_MS = 252;
    static final int EXPIRETIME = 253;
    static final int SELECTDB = 254;
    static final int EOF = 255;

    private RdbOpcode() {}
}
