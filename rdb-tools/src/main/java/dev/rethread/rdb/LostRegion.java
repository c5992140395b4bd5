package dev.rethread.rdb;

import dev.rethread.keyspace.Key;
import dev.rethread.source.Damage;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an RDB that could not be read, between what could.
 *
 * @param damage its bytes, what was being read there and what is wrong
 * @param before the last key before it, null if there is none
 * @param after the first key behind it, null if there is none
 * @param keys how many keys were in it, estimated by the average size of the file's records
 */
public record LostRegion(
        Damage damage, @Nullable Key before, @Nullable Key after, long keys) {}
