package dev.rethread.infer;

import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Profile;
import dev.rethread.profile.ProfileException;
import dev.rethread.profile.Profiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads an unknown keyspace and proposes a profile for it: a {@link Survey} sorts keys into shapes and counts what their
 * values look like, {@link Entities} are the shapes that hold items, and the guesses say what everything else is to them.
 */
public final class Inference {
    /** How often every key is visited. */
    public static final int PASSES = 4;

    private final Union keyspace;
    private final int database;
    private final long size;
    private final Map<Entity, ItemGuess> items = new LinkedHashMap<>();

    /**
     * @param snapshots of one keyspace; a key in several is read in the largest that has it
     * @param database the number of the one to read; null for that with the most keys
     * @param pulse called at every visit to a key, {@link #PASSES} times for each
     */
    public Inference(List<Snapshot> snapshots, @Nullable Integer database, Runnable pulse) {
        keyspace = new Union(snapshots, pulse);
        Map<Integer, Long> sizes = new TreeMap<>();
        keyspace.keys(key -> sizes.merge(key.database(), 1L, Long::sum));
        this.database = database != null
                ? database
                : sizes.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(0);
        size = sizes.getOrDefault(this.database, 0L);
    }

    /**
     * Proposes a profile.
     *
     * @param name of the profile
     */
    public Proposal propose(String name) {
        List<Contents> shapes = Survey.of(keyspace, database);
        Secrets secrets = new Secrets(shapes);
        Entities entities = new Entities(shapes, secrets);
        Map<Contents, Place> places = new LinkedHashMap<>();
        shapes.forEach(contents -> places.put(contents, new Place(contents, entities)));
        FieldGuesses fields = new FieldGuesses(places, entities, secrets);
        entities.all().forEach(e -> items.put(e, new ItemGuess(e, fields.of(e), entities)));
        Counters counters = new Counters(shapes, entities);
        KeyGuesses keys = new KeyGuesses(entities, secrets, fields, places, items);
        shapes.stream()
                .filter(contents -> entities.of(contents).isEmpty() && !counters.claims(contents))
                .forEach(keys::add);
        List<ItemGuess> ordered = ordered();
        String yaml = new Draft(name, database, ordered, counters.found(), keys.rules(), keys.untold()).yaml();
        return held(yaml, ordered, keys);
    }

    /** Holds the profile against the keyspace: whether it loads, and how much of it it claims. */
    private Proposal held(String yaml, List<ItemGuess> ordered, KeyGuesses keys) {
        List<Proposal.Kind> kinds = ordered.stream().map(ItemGuess::kind).toList();
        List<String> untold = keys.untold().entrySet().stream()
                .map(shape -> shape.getKey() + ": " + shape.getValue().reason())
                .toList();
        long claimed = 0;
        String mistake = null;
        try {
            claimed = claimed(Profiles.parse("proposal", yaml));
        } catch (ProfileException e) {
            mistake = e.getMessage();
        }
        return new Proposal(database, size, claimed, kinds, keys.rules().size(), untold, mistake, yaml);
    }

    private long claimed(Profile profile) {
        KeyRoles roles = new KeyRoles(profile);
        long[] claimed = new long[1];
        keyspace.keys(key -> {
            boolean unknown = key.database() != database || roles.of(key) instanceof KeyRole.Unattributed;
            claimed[0] += unknown ? 0 : 1;
        });
        return claimed[0];
    }

    /** Parents before children. */
    private List<ItemGuess> ordered() {
        List<ItemGuess> ordered = new ArrayList<>();
        List<ItemGuess> left = new ArrayList<>(items.values());
        while (!left.isEmpty()) {
            ItemGuess next = left.stream()
                    .filter(item -> left.stream().noneMatch(item::isBelow))
                    .findFirst()
                    .orElse(left.get(0));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }
}
