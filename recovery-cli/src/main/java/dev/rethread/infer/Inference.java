package dev.rethread.infer;

import dev.rethread.keyspace.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an unknown keyspace and proposes a profile for it. */
public final class Inference {
    private Inference() {}

    /**
     * Proposes a profile.
     *
     * @param name of the profile
     * @param database the number of the one that is read
     * @param pulse called for every key, twice
     */
    public static Proposal propose(Snapshot snapshot, String name, int database, Runnable pulse) {
        List<Contents> shapes = Survey.of(snapshot, database, pulse);
        Secrets secrets = new Secrets(shapes);
        Entities entities = new Entities(shapes, secrets);
        Map<Contents, Place> places = new LinkedHashMap<>();
        shapes.forEach(contents -> places.put(contents, new Place(contents, entities)));
        FieldGuesses fields = new FieldGuesses(places, entities, secrets);
        Map<Entity, ItemGuess> items = new LinkedHashMap<>();
        entities.all().forEach(e -> items.put(e, new ItemGuess(e, fields.of(e), entities)));
        Counters counters = new Counters(shapes, entities);
        KeyGuesses keys = new KeyGuesses(entities, secrets, places, items);
        shapes.stream()
                .filter(contents -> entities.of(contents).isEmpty() && !counters.claims(contents))
                .forEach(keys::add);
        return new Proposal(name, database, ordered(items), counters.found(), keys.rules(), keys.untold());
    }

    /** Parents before children. */
    private static List<ItemGuess> ordered(Map<Entity, ItemGuess> items) {
        List<ItemGuess> ordered = new ArrayList<>();
        List<ItemGuess> left = new ArrayList<>(items.values());
        while (!left.isEmpty()) {
            ItemGuess next = left.stream()
                    .filter(item -> item.parentKind().isEmpty()
                            || left.stream().noneMatch(other -> other != item && other.entity.name.equals(item.parentKind().orElse(""))))
                    .findFirst()
                    .orElse(left.get(0));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }
}
