package dev.rethread.rdb;

/** The opcodes of the format, by the names of {@code rdb.h} without {@code RDB_OPCODE_}: the one table of them. */
final class RdbOpcode {
    /** Valkey 9 only. */
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
