package dev.rethread.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A forum that lost its last days, from one seed: its life until the dump, the gap until the failure, what survived of
 * it, and what people did after the dump was loaded again.
 *
 * @param base what was loaded
 * @param gap the lost branch as it was at the failure
 * @param live what runs now
 * @param survivors oldest first
 */
public record Incident(long seed, World base, World gap, World live, List<Survivor> survivors) {
    /**
     * A dump of the lost branch.
     *
     * @param world the branch at that moment
     * @param keys what is left of its keys
     */
    public record Survivor(String name, World world, Keyspace keys, boolean complete) {}

    /** Each part of it from a sequence of its own: less of one part leaves the others alike. */
    public static Incident of(long seed, Form form) {
        World base = Life.founded(random(seed, 0));
        long dumped = new Life(base, random(seed, 1), "base", 10, 1).live(form.before()) | 1;
        World gap = base.copy();
        Life lost = new Life(gap, random(seed, 2), "lost", dumped, 2);
        Random damage = random(seed, 3);
        List<Survivor> survivors = new ArrayList<>();
        for (int left = form.survivors(); left > 0; left--) {
            lost.live(form.gap() / form.survivors());
            lost.dated();
            boolean complete = !form.partial() || (left > 1 && damage.nextBoolean());
            survivors.add(survivor("evidence-" + left, gap.copy(), complete, damage));
        }
        World live = base.copy();
        Life after = new Life(live, random(seed, 4), "live", dumped + 1, 2);
        after.live(form.after());
        after.repost(gap);
        return new Incident(seed, base, gap, live, survivors);
    }

    private static Random random(long seed, int part) {
        return new Random(seed * 31 + part);
    }

    /** The lost branch as far as complete dumps tell it: the newest knows best. */
    World known() {
        return survivors.get(survivors.size() - 1).world();
    }

    /** What is whole in some dump: things with all their keys, and ties that are told wherever they are told. */
    World whole() {
        return Wholeness.of(this);
    }

    private static Survivor survivor(String name, World world, boolean complete, Random random) {
        Keyspace all = keys(world, "lost");
        Keyspace left = complete ? all : all.only(key -> !Wholeness.mayBeDamaged(key) || random.nextInt(8) > 0);
        return new Survivor(name, world, left, complete);
    }

    /** The keys of a world, and what else lies beside them. */
    public static Keyspace keys(World world, String branch) {
        Keyspace keys = Rendering.of(world);
        keys.putAll(beside(branch));
        return keys;
    }

    /** Credentials, caches, and what no profile knows: none of it may be touched. */
    private static Keyspace beside(String branch) {
        Keyspace keys = new Keyspace();
        keys.hash("sess:" + branch + "c0ffee").put("user", "1");
        keys.put("reset:" + branch + "5ecret", "1");
        keys.put("cache:front", branch);
        keys.put("junk:" + branch, branch);
        keys.put("junk:all", branch);
        return keys;
    }

    /** Whether a key is none of the forum's. */
    static boolean ofOthers(String key) {
        return key.matches("(sess|reset|cache|junk):.*");
    }

    /**
     * How large an incident is, and what kind of.
     *
     * @param survivors how many dumps of the gap there are
     * @param partial whether the last of them, and perhaps others, lack some keys
     */
    public record Form(int before, int gap, int after, int survivors, boolean partial) {
        public static final Form WHOLE = new Form(40, 20, 20, 1, false);
        public static final Form TWO_DUMPS = new Form(40, 20, 20, 2, false);
        public static final Form PARTIAL = new Form(40, 20, 20, 2, true);

        /** How much is done after the failure, in the gap, before the dump. */
        int acts(int part) {
            return List.of(after, gap, before).get(part);
        }

        /** The same with less of one part. */
        Form with(int part, int acts) {
            return switch (part) {
                case 0 -> new Form(before, gap, acts, survivors, partial);
                case 1 -> new Form(before, acts, after, survivors, partial);
                default -> new Form(acts, gap, after, survivors, partial);
            };
        }
    }
}
