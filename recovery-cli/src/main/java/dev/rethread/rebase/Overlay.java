package dev.rethread.rebase;

import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Profile;
import java.util.Map;

/** Lays what incomplete sources say, item by item, over what is known already. */
final class Overlay {
    private final Profile profile;
    private final LostBranchBuilder branch;

    Overlay(Profile profile, LostBranchBuilder branch) {
        this.profile = profile;
        this.branch = branch;
    }

    /** The newest moment that {@code partial} names; 0 if none. */
    long version(Partial partial) {
        return LostRecord.newestTime(profile.item(partial.kind()), partial.fields());
    }

    /**
     * Lays what an incomplete source says over what is known; false where the item was deleted meanwhile. The newer
     * version of an item wins; of equal ones that of the source whose content reaches further.
     *
     * @param fromNewer whether the source's content reaches further than what is known
     */
    boolean lay(Partial partial, boolean fromNewer) {
        LostRecord earlier = branch.find(partial.reference());
        LostRecord record = earlier != null ? earlier : branch.fromBase(partial.kind(), partial.reference());
        if (record.deleted()) {
            return false;
        }
        long version = version(partial);
        boolean isNew = earlier == null && !record.inBase();
        if (isNew && !partial.mention() && branch.wouldBeKnown(partial.reference(), version)) {
            branch.countPurged();
            return false;
        }
        long known = record.version(profile.item(partial.kind()));
        boolean newer = version > known || (version == known && fromNewer);
        boolean wins = isNew || record.mentionOnly() || (newer && !partial.mention());
        boolean changed = merge(record, partial, wins);
        if (!partial.mention()) {
            record.markMentionOnly(false);
        } else if (isNew) {
            record.markMentionOnly(true);
        }
        if (changed || earlier != null) {
            record.sources().add(partial.from());
            branch.put(record);
        }
        return true;
    }

    private boolean merge(LostRecord record, Partial partial, boolean wins) {
        boolean changed = false;
        for (Map.Entry<String, Bytes> field : partial.fields().entrySet()) {
            Bytes before = record.value(field.getKey());
            if (wins
                    && !field.getValue().equals(before)
                    && LostBranchBuilder.copied(profile.item(partial.kind()), field.getKey(), field.getValue())) {
                record.edit(field.getKey(), new Sourced(field.getValue(), partial.from()));
                changed = true;
            }
        }
        if (wins) {
            partial.lists().forEach((key, list) -> branch.list(key, partial.reference(), list, partial.from()));
            record.present().addAll(partial.present());
            if (partial.packed() != null) {
                record.pack(partial.packed());
            }
        }
        return changed;
    }
}
