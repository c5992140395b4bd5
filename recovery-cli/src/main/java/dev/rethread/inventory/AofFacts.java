package dev.rethread.inventory;

import dev.rethread.aof.AofSnapshot;
import dev.rethread.aof.Deletion;
import dev.rethread.aof.Deletions;
import dev.rethread.aof.Stop;
import org.jspecify.annotations.Nullable;

/** How far an append-only file was replayed, and what its commands removed. */
public record AofFacts(Stop stop, Removals removals) {
    /**
     * The keys that commands removed. No name of one is told here: many are the id of somebody's session.
     *
     * @param count of removals; a key removed twice counts twice
     * @param first null where nothing was removed
     * @param last null where nothing was removed
     * @param kept of how many keys it is known which they are
     * @param allKept whether that is all of them, or only those that were removed last
     */
    public record Removals(
            long count, @Nullable Removal first, @Nullable Removal last, long kept, boolean allKept) {}

    /**
     * A command that removed a key.
     *
     * @param part the file with the command
     * @param offset where it begins
     */
    public record Removal(String part, long offset, String command) {
        static @Nullable Removal of(@Nullable Deletion deletion) {
            return deletion == null ? null : new Removal(deletion.part(), deletion.offset(), deletion.command());
        }
    }

    static AofFacts of(AofSnapshot aof) {
        Deletions deletions = aof.deletions();
        return new AofFacts(
                aof.stop(),
                new Removals(
                        deletions.count(),
                        Removal.of(deletions.first()),
                        Removal.of(deletions.last()),
                        deletions.kept().size(),
                        deletions.allKept()));
    }
}
