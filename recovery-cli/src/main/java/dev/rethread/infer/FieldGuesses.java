package dev.rethread.infer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the fields of the items hold. */
final class FieldGuesses {
    private static final double MOST = 0.95;
    private static final double SOME = 0.3;
    private static final int ENOUGH = 5;

    private final Map<Contents, Place> places;
    private final Entities entities;
    private final Secrets secrets;
    private final Map<Contents, List<Count>> counts = new HashMap<>();

    /** The field of an item that says how many elements a collection has. */
    record Count(Entity entity, String field) {}

    FieldGuesses(Map<Contents, Place> places, Entities entities, Secrets secrets) {
        this.places = places;
        this.entities = entities;
        this.secrets = secrets;
    }

    /** By field, those that most items have first. */
    Map<String, Guess> of(Entity entity) {
        Map<String, Guess> guesses = new LinkedHashMap<>();
        entity.fields().entrySet().stream()
                .sorted(Map.Entry.<String, Values>comparingByValue((a, b) -> Long.compare(b.count(), a.count()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(field ->
                        guesses.put(field.getKey(), presence(entity, field.getValue(), of(entity, field.getValue()))));
        return guesses;
    }

    /** What says how many elements there are under a key of this shape. */
    List<Count> counts(Contents contents) {
        return counts.getOrDefault(contents, List.of());
    }

    private static Guess presence(Entity entity, Values values, Guess guess) {
        Share present = new Share(values.count(), entity.read());
        boolean everywhere = present.some() >= present.all() || values.held() > 0;
        return everywhere ? guess : guess.because("in " + present);
    }

    private Guess of(Entity entity, Values values) {
        return secrets.ofField(values)
                .or(() -> own(entity, values))
                .or(() -> time(values))
                .or(() -> ids(entity, values))
                .or(() -> count(entity, values))
                .orElseGet(() -> rest(values));
    }

    private static Optional<Guess> own(Entity entity, Values values) {
        if (Entity.isOwn(values)) {
            return Optional.of(new Guess("id " + entity, values.own(), "values are the id in the key"));
        }
        return values.ownFirst().atLeast(MOST)
                ? Optional.of(new Guess("{" + entity + "}/*", values.ownFirst(), "values begin with the id in the key"))
                : Optional.empty();
    }

    private static Optional<Guess> time(Values values) {
        String word = Words.moving(values.name()) ? "newest" : "time";
        if (values.milliseconds().atLeast(MOST)) {
            return Optional.of(new Guess(word, values.milliseconds(), "values are times in milliseconds"));
        }
        if (values.seconds().atLeast(MOST)) {
            String unit = word.equals("time") ? "time s" : word;
            return Optional.of(new Guess(unit, values.seconds(), "values are times in seconds"));
        }
        return Optional.empty();
    }

    private Optional<Guess> ids(Entity entity, Values values) {
        if (values.spaced().atLeast(SOME) || values.objects().atLeast(SOME)) {
            return Optional.empty();
        }
        boolean within = entity.packed() && Words.of(values.name()).contains("parent");
        if (within && values.numbers().atLeast(MOST)) {
            return Optional.of(
                    new Guess("id " + entity, values.numbers(), "values are numbers, and the name tells of a parent"));
        }
        if (values.held() == 0
                && (Words.count(values.name()) || agreeing(entity, values).isPresent())) {
            return Optional.empty();
        }
        String word = values.held() > 0 ? "ids " : "id ";
        return entities.find(values.distinct(), values.name())
                .filter(link -> link.affinity() > 0 || !values.flags().atLeast(MOST))
                .filter(link -> values.distinct().size() > 1
                        || link.entity().ends(values.name())
                        || Words.people(values.name()))
                .map(link -> new Guess(word + link.entity(), link.confidence(), link.reason()));
    }

    private Optional<Guess> count(Entity entity, Values values) {
        if (!values.numeric().atLeast(MOST)) {
            return Optional.empty();
        }
        Optional<Contents> agreeing = agreeing(entity, values);
        if (agreeing.isPresent()) {
            Contents counted = agreeing.get();
            counts.computeIfAbsent(counted, c -> new ArrayList<>()).add(new Count(entity, values.name()));
            Share share = values.byOwner().agreement(counted.cardinality);
            return Optional.of(
                    new Guess("count", share, "sampled ones are the number of elements in " + counted.shape.pattern()));
        }
        if (Words.tally(values.name())) {
            return Optional.of(
                    new Guess("counter", 0.6, "numbers, and the name tells of what is counted but not stored"));
        }
        return Words.count(values.name())
                ? Optional.of(new Guess("counter", 0.5, "numbers, and the name tells of a count; no collection agrees"))
                : Optional.empty();
    }

    /** The collection of as many elements, if there is one. */
    private Optional<Contents> agreeing(Entity entity, Values values) {
        if (entity.packed()
                || !values.numbers().atLeast(MOST)
                || values.distinct().size() < 3) {
            return Optional.empty();
        }
        return places.keySet().stream()
                .filter(c -> c != entity.contents && c.shape.variables() == 1 && c.cardinality.size() >= ENOUGH)
                .filter(c -> keyedBy(c, entity))
                .filter(c -> values.byOwner().agreement(c.cardinality).atLeast(0.9))
                .filter(c -> values.byOwner().agreement(c.cardinality).all() >= ENOUGH)
                .findFirst();
    }

    private boolean keyedBy(Contents contents, Entity entity) {
        Place place = places.get(contents);
        return place != null && place.variables.get(0) == entity;
    }

    private static Guess rest(Values values) {
        if (values.addresses().atLeast(SOME)) {
            return new Guess("plain", values.addresses(), "values are IP addresses, which are personal");
        }
        if (values.spaced().atLeast(SOME) && !values.objects().atLeast(MOST)) {
            return new Guess("text", values.spaced(), "values are several words");
        }
        if (values.flags().atLeast(MOST)) {
            return new Guess("plain", 0.7, "0 or 1");
        }
        return new Guess("plain", 0.5, values.numeric().atLeast(MOST) ? "numbers" : "nothing in particular");
    }
}
