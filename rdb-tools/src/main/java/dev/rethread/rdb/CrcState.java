package dev.rethread.rdb;

/** What the checksum at the end of an RDB file says about the bytes before it. */
public enum CrcState {
    /** None was written (before version 5, or {@code rdbchecksum no}), or the file breaks off before it. */
    ABSENT,
    OK,
    WRONG
}
