package dev.rethread.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rethread.model.World.Thing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Judges a recovery by what it left in live. Every finding is one line; none is none. */
public final class Oracle {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Incident incident;
    private final Keyspace before;
    private final Keyspace after;
    private final List<String> findings = new ArrayList<>();

    private Oracle(Incident incident, Keyspace before, Keyspace after) {
        this.incident = incident;
        this.before = before;
        this.after = after;
    }

    public static List<String> judge(Incident incident, Keyspace before, Keyspace after) {
        Oracle oracle = new Oracle(incident, before, after);
        try {
            oracle.judge();
        } catch (RuntimeException broken) {
            oracle.findings.add("the forum cannot be read: " + broken.getMessage());
        }
        return oracle.findings;
    }

    private void judge() {
        othersUntouched();
        noSecrets();
        World world = Reading.of(after);
        facts(world);
        liveKeptItsIds(world);
        countersAhead(world);
        Keyspace own = canonical(after.only(key -> !Incident.ofOthers(key)));
        own.differences(canonical(Rendering.of(world))).forEach(line -> findings.add("index or count " + line));
    }

    private void othersUntouched() {
        Keyspace now = after.only(Incident::ofOthers);
        now.differences(before.only(Incident::ofOthers)).forEach(line -> findings.add("not the forum's " + line));
    }

    private void noSecrets() {
        String all = after.toString();
        for (String secret : List.of("$2b$12$lost", "lostc0ffee", "lost5ecret")) {
            if (all.contains(secret)) {
                findings.add("a credential of the lost branch: " + secret);
            }
        }
    }

    /** Without damage the merged world is exactly what must be; with it, all between what is whole and what was. */
    private void facts(World world) {
        if (incident.survivors().stream().allMatch(Incident.Survivor::complete)) {
            Expectation exact = Expectation.of(incident.base(), incident.known(), incident.live());
            compare(world.statements(), exact.world().statements(), exact);
        } else {
            between(world);
        }
    }

    private void compare(Map<String, String> actual, Map<String, String> expected, Expectation expectation) {
        Set<String> all = new TreeSet<>(actual.keySet());
        all.addAll(expected.keySet());
        for (String statement : all) {
            String is = actual.getOrDefault(statement, "");
            String must = expected.getOrDefault(statement, "");
            if (!alike(is, must) && !expectation.alternatives(statement).contains(is)) {
                findings.add(statement + ": '" + is + "' instead of '" + must + "'");
            }
        }
    }

    /** A link that leads nowhere stays as it is written, and may come to lead somewhere; so may what a post answers. */
    private static boolean alike(String is, String must) {
        boolean nowhere = must.isEmpty() && is.startsWith("post ?");
        return nowhere || is.equals(must) || is.matches(Links.anywhere(must));
    }

    private void between(World world) {
        SortedMap<String, String> actual = unlinked(world.statements());
        SortedMap<String, String> live = unlinked(incident.live().statements());
        Expectation whole = Expectation.of(incident.base(), incident.whole(), incident.live());
        SortedMap<String, String> must = unlinked(whole.world().statements());
        Map<String, Set<String>> may = new TreeMap<>();
        incident.survivors()
                .forEach(survivor -> Expectation.of(incident.base(), survivor.world(), incident.live())
                        .world()
                        .statements()
                        .forEach((statement, value) -> may.computeIfAbsent(statement, name -> new TreeSet<>())
                                .add(unlinked(value))));
        actual.forEach((statement, value) -> {
            boolean known = value.equals(live.get(statement))
                    || value.equals(must.get(statement))
                    || may.getOrDefault(statement, Set.of()).contains(value)
                    || whole.alternatives(statement).contains(value);
            if (!known && !dangling(statement, value)) {
                findings.add(statement + ": '" + value + "' is in no source");
            }
        });
        must.forEach((statement, value) -> {
            if (!actual.containsKey(statement)) {
                findings.add(statement + ": nothing instead of '" + value + "', which is whole in a source");
            }
        });
    }

    /** What a thing names may be damaged, and stays named as long as nothing else is called so. */
    private static boolean dangling(String statement, String value) {
        String fact = statement.substring(statement.lastIndexOf(' ') + 1);
        return World.REFERENCES.contains(fact) && value.contains(" ?");
    }

    private static SortedMap<String, String> unlinked(SortedMap<String, String> statements) {
        statements.replaceAll((statement, value) -> unlinked(value));
        return statements;
    }

    /** What a link names may be lost. */
    private static String unlinked(String value) {
        return value.replaceAll("\\[[^]]*]", "[]");
    }

    private void liveKeptItsIds(World world) {
        incident.live().things().forEach(thing -> {
            Thing now = world.get(thing.name());
            if (now != null && !now.id().equals(thing.id())) {
                findings.add(thing.name() + " had the id " + thing.id() + " and has " + now.id());
            }
        });
    }

    private void countersAhead(World world) {
        Map<String, Long> highest = new TreeMap<>();
        world.things().filter(thing -> thing.id().matches("\\d+")).forEach(thing -> {
            String counter = thing.kind().equals("comment") ? "comment/" + thing.get("page") : thing.kind();
            highest.merge(counter, Long.parseLong(thing.id()), Math::max);
        });
        highest.forEach((counter, id) -> {
            long last = world.counters().getOrDefault(counter, 0L);
            if (last < id) {
                findings.add("the counter of " + counter + " is at " + last + ", but there is " + id);
            }
        });
    }

    /** Comments with their ids in order: neither that of fields nor that of a list of voters means anything. */
    private static Keyspace canonical(Keyspace keys) {
        for (String key : keys.keys()) {
            if (key.startsWith("comments:")) {
                keys.hash(key).replaceAll((field, value) -> field.equals("next") ? value : canonical(value));
            }
        }
        return keys;
    }

    private static String canonical(String json) {
        try {
            ObjectNode comment = (ObjectNode) JSON.readTree(json);
            ArrayNode up = JSON.createArrayNode();
            StreamSupport.stream(comment.path("up").spliterator(), false)
                    .sorted(Comparator.comparingLong(JsonNode::asLong))
                    .forEach(up::add);
            comment.set("up", up);
            SortedMap<String, String> fields = new TreeMap<>();
            comment.properties()
                    .forEach(
                            field -> fields.put(field.getKey(), field.getValue().toString()));
            return fields.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + json, e);
        }
    }
}
