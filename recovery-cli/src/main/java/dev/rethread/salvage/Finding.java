package dev.rethread.salvage;

import dev.rethread.keyspace.Key;
import dev.rethread.rdb.LostRegion;
import dev.rethread.report.Names;
import dev.rethread.source.Damage;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a source.
 *
 * @param offset of the bytes given up
 * @param bytes how many they are; 0 where all were read and contradict something
 * @param key the key they belong to, as reports show it; null if unknown
 * @param before the last key before them
 * @param after the first key behind them
 * @param keys how many keys they held, estimated by the average size of the file's records
 */
public record Finding(
        String file,
        long offset,
        long bytes,
        String doing,
        @Nullable String key,
        String problem,
        @Nullable String before,
        @Nullable String after,
        long keys) {
    static Finding of(LostRegion region) {
        return of(region.damage(), region.before(), region.after(), region.keys());
    }

    /** Something that was read, and contradicts something else. */
    static Finding contradiction(Damage damage) {
        Finding whole = of(damage, null, null, 0);
        return new Finding(whole.file, whole.offset, 0, whole.doing, whole.key, whole.problem, null, null, 0);
    }

    static Finding of(Damage damage, @Nullable Key before, @Nullable Key after, long keys) {
        return new Finding(
                damage.file(),
                damage.span().offset(),
                damage.span().length(),
                damage.doing(),
                damage.key() == null ? null : Names.CUT.show(damage.key()),
                damage.problem(),
                before == null ? null : Names.CUT.show(before),
                after == null ? null : Names.CUT.show(after),
                keys);
    }
}
