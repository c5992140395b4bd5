package dev.rethread.infer;

import dev.rethread.keyspace.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What issues ids: a string or a field of a single hash with the largest id or a bit more, named like the kind. */
final class Counters {
    private static final Set<String> ISSUING = Set.of("next", "last", "max", "seq", "sequence", "auto", "id");

    private final Map<Entity, Guess> found = new LinkedHashMap<>();
    private final Set<Contents> strings = new HashSet<>();
    private final Set<Contents> hashes = new HashSet<>();

    private record Candidate(Contents contents, String rule, String name, long value) {}

    private record Match(Entity entity, Candidate candidate) {
        boolean issuing() {
            return Words.of(candidate.name()).stream().anyMatch(ISSUING::contains);
        }

        int affinity() {
            return entity.affinity(candidate.name());
        }

        long above() {
            return candidate.value() - entity.largest();
        }

        boolean possible() {
            return affinity() > 0 && above() >= 0 && above() <= entity.largest() + 10;
        }
    }

    Counters(List<Contents> shapes, Entities entities) {
        List<Candidate> candidates = new ArrayList<>();
        shapes.stream().filter(c -> c.shape.variables() == 0).forEach(c -> candidates(c, candidates));
        List<Match> matches = new ArrayList<>();
        for (Entity entity : entities.all()) {
            if (entity.packed()) {
                packed(entity);
            } else if (entity.numbered()) {
                candidates.stream()
                        .map(c -> new Match(entity, c))
                        .filter(Match::possible)
                        .forEach(matches::add);
            }
        }
        matches.sort(Comparator.comparing((Match match) -> !match.issuing())
                .thenComparing(match -> -match.affinity())
                .thenComparing(Match::above)
                .thenComparing(match -> match.candidate().rule()));
        matches.forEach(this::assign);
    }

    private static void candidates(Contents contents, List<Candidate> into) {
        if (contents.type() == Type.STRING) {
            number(contents, contents.elements, Yaml.quoted(contents.shape.pattern()), contents.shape.pattern(), into);
        } else if (contents.type() == Type.HASH) {
            String hash = Yaml.quoted(contents.shape.pattern());
            contents.fields.forEach((field, values) ->
                    number(contents, values, "{hash: " + hash + ", field: " + Yaml.quoted(field) + "}", field, into));
        }
    }

    private static void number(Contents contents, Values values, String rule, String name, List<Candidate> into) {
        if (values.numbers().atLeast(1)) {
            into.add(new Candidate(contents, rule, name, values.largest()));
        }
    }

    private void assign(Match match) {
        boolean used = found.values().stream()
                .anyMatch(guess -> guess.rule().equals(match.candidate().rule()));
        if (found.containsKey(match.entity()) || used) {
            return;
        }
        String distance = match.above() == 0 ? "the largest id" : match.above() + " above the largest id";
        double confidence = match.above() <= match.entity().largest() / 10 + 1 ? 0.9 : 0.6;
        found.put(
                match.entity(),
                new Guess(match.candidate().rule(), confidence, "its value is " + distance + ", and its name agrees"));
        Contents contents = match.candidate().contents();
        (contents.type() == Type.STRING ? strings : hashes).add(contents);
    }

    private void packed(Entity entity) {
        Entity within = entity.within;
        entity.contents.fields.entrySet().stream()
                .filter(field -> field.getValue().numbers().atLeast(0.99)
                        && Words.of(field.getKey()).stream()
                                .anyMatch(word ->
                                        ISSUING.contains(word) || word.startsWith("next") || word.startsWith("last")))
                .findFirst()
                .ifPresent(field -> found.put(
                        entity,
                        new Guess(
                                "{hash: "
                                        + Yaml.quoted(entity.contents
                                                .shape
                                                .pattern()
                                                .replace(KeyShape.ID, "{" + within + "}"))
                                        + ", field: " + Yaml.quoted(field.getKey()) + "}",
                                field.getValue().numbers(),
                                "values are numbers, beside the items")));
    }

    /** What issues the ids of each kind that has a counter. */
    Map<Entity, Guess> found() {
        return found;
    }

    /** Whether all that is under the keys of a shape are counters. */
    boolean claims(Contents contents) {
        return strings.contains(contents) || hashes.contains(contents);
    }
}
