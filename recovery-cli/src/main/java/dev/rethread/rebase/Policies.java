package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.Profile;
import java.util.HashMap;
import java.util.Map;

/**
 * What an incident decides where a merge could go either way.
 *
 * @param given ids of the lost branch to those in live that somebody says they are
 * @param mergeReposts whether what its author typed again by hand is taken for the lost thing; otherwise both stand
 *     beside each other
 * @param placeholders whether an item whose author is not there comes back with the profile's placeholder in the author's
 *     stead; otherwise it waits
 */
public record Policies(Map<Reference, Bytes> given, boolean mergeReposts, boolean placeholders) {
    /** Nothing is given, everything waits, both stand. */
    public static final Policies NONE = new Policies(Map.of(), false, false);

    public Policies {
        given = Map.copyOf(given);
    }

    /**
     * The ids of a map: domain to lost id to live id.
     *
     * @throws IllegalArgumentException if the profile has no such domain, or its ids are never mapped
     */
    public static Map<Reference, Bytes> given(Profile profile, Map<String, Map<String, String>> map) {
        Map<Reference, Bytes> given = new HashMap<>();
        map.forEach((domain, ids) -> {
            if (!profile.domains().containsKey(Domain.plain(domain))) {
                throw new IllegalArgumentException("the profile " + profile.name() + " has no domain '" + domain + "'");
            }
            if (profile.domain(domain).ids() == Domain.Ids.NAME) {
                throw new IllegalArgumentException(
                        "ids of '" + domain + "' are names: the same name is the same thing");
            }
            ids.forEach((lost, live) -> given.put(new Reference(domain, Bytes.of(lost)), Bytes.of(live)));
        });
        return given;
    }
}
