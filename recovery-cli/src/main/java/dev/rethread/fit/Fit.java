package dev.rethread.fit;

import java.util.List;

/**
 * How well a profile fits a keyspace. Every list is in an order that does not depend on the walk.
 *
 * @param roles what the keys are, the largest first; they sum to all keys
 * @param unclaimed forms of keys that no rule has, the largest first
 * @param ids every place where ids stand, and how many of them name nothing
 * @param unlike elements, fields and values that are not what their rule says
 * @param counts derived counts that are an easy sum, and how many differ from it
 */
public record Fit(List<Role> roles, List<Shape> unclaimed, List<Ids> ids, List<Unlike> unlike, List<Count> counts) {
    /** A key is of another database, or does not begin with the prefix. */
    public static final String ELSEWHERE = "of another database or prefix";
    /** No rule claims it. */
    public static final String UNCLAIMED = "unclaimed";

    public Fit {
        roles = List.copyOf(roles);
        unclaimed = List.copyOf(unclaimed);
        ids = List.copyOf(ids);
        unlike = List.copyOf(unlike);
        counts = List.copyOf(counts);
    }

    /** Keys of a role, and the bytes of their names and of what is under them. */
    public record Role(String role, long keys, long bytes) {}

    /** Unclaimed keys whose names differ in numbers and tokens only. */
    public record Shape(String form, String type, long keys, long bytes) {}

    /**
     * Ids in one place.
     *
     * @param domain of which they are
     * @param nowhere how many of {@code named} name no item of the keyspace
     * @param example one of these; empty where there is none
     */
    public record Ids(String place, String domain, long named, long nowhere, String example) {}

    /**
     * What is not as its rule says.
     *
     * @param problem {@code no such field}, {@code no such form}, {@code another type}, {@code no time}
     */
    public record Unlike(String place, String problem, long times, String example) {}

    /**
     * A count that derive rules keep.
     *
     * @param compared how many of them; of very many a part is taken
     * @param different how many are not what the items and relations add up to
     */
    public record Count(String place, long compared, long different, String example) {}

    public long keys() {
        return roles.stream().mapToLong(Role::keys).sum();
    }

    /** Keys that a rule claims. */
    public long claimed() {
        return roles.stream()
                .filter(role -> !role.role().equals(ELSEWHERE) && !role.role().equals(UNCLAIMED))
                .mapToLong(Role::keys)
                .sum();
    }

    /** Whether there is nothing to look into. */
    public boolean clean() {
        return claimed() > 0
                && unclaimed.isEmpty()
                && unlike.isEmpty()
                && ids.stream().allMatch(place -> place.nowhere() == 0)
                && counts.stream().allMatch(count -> count.different() == 0);
    }
}
