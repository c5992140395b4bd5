package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be read, as far as it was read.
 *
 * @param key null where it did not come to it
 * @param type null where it did not come to the value
 * @param value where the value begins
 * @param framedTo where the record ends if only its value's inside is wrong, otherwise -1
 */
record Broken(
        long start, @Nullable Bytes key, @Nullable RdbType type, long value, KeyModifiers modifiers, long framedTo) {}
