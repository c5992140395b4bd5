package dev.rethread.rebase;

import dev.rethread.item.IdMapping;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The moments that bound a gap, as items carry them: Unix ms, 0 where unknown.
 *
 * @param baseUntil the newest in the base: the gap begins here
 * @param completeUntil the newest in complete evidence: up to here deletions are known
 * @param evidenceUntil the newest in any evidence: nothing survives from after it
 * @param liveSince the oldest in live that no other source has: the gap had ended by then
 */
public record Timeline(long baseUntil, long completeUntil, long evidenceUntil, long liveSince) {
    static Timeline of(Merge merge) {
        LostBranch lost = merge.lost();
        long newest = lost.records().values().stream()
                .mapToLong(record -> record.version(merge.profile().item(record.kind())))
                .max()
                .orElse(0);
        return new Timeline(
                lost.baseUntil(), lost.completeUntil(), Math.max(newest, lost.completeUntil()), liveSince(merge));
    }

    private static long liveSince(Merge merge) {
        Set<Reference> recovered = new HashSet<>();
        for (Reference item : merge.lost().records().keySet()) {
            IdMapping mapping = merge.alignment().of(item);
            if (mapping.live() != null) {
                recovered.add(new Reference(item.domain(), mapping.live()));
            }
        }
        KeyRoles roles = new KeyRoles(merge.profile());
        long[] oldest = {Long.MAX_VALUE};
        merge.branches().liveUnlikeBase(key -> {
            if (roles.of(key) instanceof KeyRole.ItemKey item) {
                ItemRule rule = merge.profile().item(item.kind());
                Reference reference = new Reference(rule.domain(), item.id());
                if (merge.branches().base(reference) == null && !recovered.contains(reference)) {
                    oldest[0] = Math.min(oldest[0], made(rule, merge.branches().live(reference)));
                }
            }
        });
        return oldest[0] == Long.MAX_VALUE ? 0 : oldest[0];
    }

    private static long made(ItemRule rule, @Nullable Map<String, Bytes> fields) {
        long time = LostRecord.made(rule, fields);
        return time > 0 ? time : Long.MAX_VALUE;
    }
}
