package dev.rethread.rebase;

import dev.rethread.item.IdMapping;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The moments that bound a gap: Unix ms, 0 where unknown. As items carry them; where the profile knows no items, as the
 * files say when they were written.
 *
 * @param ofFiles whether they are those of files
 * @param derived whether there is no base but what live and evidence have alike
 * @param complete whether any evidence is complete
 * @param baseUntil the newest in the base: the gap begins here
 * @param completeUntil the newest in complete evidence: up to here deletions are known
 * @param evidenceUntil the newest in any evidence: nothing survives from after it
 * @param liveSince the oldest in live that no other source has: the gap had ended by then
 */
public record Timeline(
        boolean ofFiles,
        boolean derived,
        boolean complete,
        long baseUntil,
        long completeUntil,
        long evidenceUntil,
        long liveSince) {
    /** Nothing is known. */
    public static final Timeline UNKNOWN = new Timeline(false, false, false, 0, 0, 0, 0);

    /** By the files' own times. */
    static Timeline ofFiles(Snapshot base, List<Evidence> evidence) {
        List<Snapshot> snapshots = Evidence.snapshots(evidence);
        List<Snapshot> complete = snapshots.stream().filter(Snapshot::complete).toList();
        boolean derived = base instanceof DerivedBase;
        return new Timeline(true, derived, !complete.isEmpty(), base.written(), newest(complete), newest(snapshots), 0);
    }

    private static long newest(List<Snapshot> snapshots) {
        return snapshots.stream().mapToLong(Snapshot::written).max().orElse(0);
    }

    /** By the times in items. */
    static Timeline of(Merge merge, Snapshot base, List<Evidence> evidence) {
        LostBranch lost = merge.lost();
        long newest = lost.records().values().stream()
                .mapToLong(record -> record.version(merge.profile().item(record.kind())))
                .max()
                .orElse(0);
        return new Timeline(
                false,
                base instanceof DerivedBase,
                Evidence.snapshots(evidence).stream().anyMatch(Snapshot::complete),
                lost.baseUntil(),
                lost.completeUntil(),
                Math.max(newest, lost.completeUntil()),
                liveSince(merge));
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
