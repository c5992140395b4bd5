package dev.rethread.infer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proposed profile, held against the keyspace it was made from.
 *
 * @param database the number of the one that was read
 * @param keys in it
 * @param claimed those that a rule claims, as the profile is read again; 0 where it does not load
 * @param forms how many forms of key have a rule, beside items' own
 * @param untold forms of key that have none
 * @param mistake why the profile does not load as it is; null where it does
 * @param yaml in the grammar that {@link dev.rethread.profile.Profiles} reads
 */
public record Proposal(
        int database,
        long keys,
        long claimed,
        List<Kind> kinds,
        int forms,
        List<String> untold,
        @Nullable String mistake,
        String yaml) {

    public Proposal {
        kinds = List.copyOf(kinds);
        untold = List.copyOf(untold);
    }

    /**
     * A kind of item.
     *
     * @param items how many there are
     * @param time the field with the time it was made; empty where none, as author and parent
     * @param credentials fields that are kept out
     */
    public record Kind(String name, long items, String time, String author, String parent, List<String> credentials) {
        public Kind {
            credentials = List.copyOf(credentials);
        }
    }
}
