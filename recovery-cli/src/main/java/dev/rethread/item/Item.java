package dev.rethread.item;

import dev.rethread.keyspace.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something people would miss: a post, a thread, a forum, an account, a reaction.
 *
 * @param kind as the profile calls it, for example {@code reply}
 * @param id in the lost branch; for a reaction its target and member
 * @param outcome what becomes of it
 * @param reason why, in words for the operator; empty where the outcome says all
 * @param waitsFor what must appear in live first, for {@link Outcome#WAITING}
 * @param forum the forum it belongs to, empty if none
 * @param author natural name of the author, empty if none
 * @param time when it was made, Unix ms; 0 if unknown
 * @param label a short text for reports (a title); never a secret
 * @param sources every source that attests it, best first
 * @param effects what would be written; empty unless the outcome is written or waiting
 */
public record Item(
        String kind,
        Bytes id,
        Outcome outcome,
        String reason,
        @Nullable Reference waitsFor,
        String forum,
        String author,
        long time,
        String label,
        List<Provenance> sources,
        List<Effect> effects) {
    /** The kind of a key that no rule of the profile knows, as an item of its own; its id is the key, masked. */
    public static final String KEY = "key";

    public Item {
        sources = List.copyOf(sources);
        effects = List.copyOf(effects);
    }
}
