package dev.rethread.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a forum is about, free of its keys. Things are named by what they are wherever they live: an account by its first
 * name in lower case, a space by its own, everything else by the moment it was made, for no two are made in one. Ids are
 * what this branch happened to issue.
 */
public final class World {
    /** Facts whose value is the name of another thing. */
    static final Set<String> REFERENCES =
            Set.of("author", "space", "topic", "owner", "main", "reply", "deleter", "page", "parent");

    /** An account, a space, a topic, a post, a page or a comment; {@code name} begins with which. */
    record Thing(String name, String id, SortedMap<String, String> facts) {
        String kind() {
            return name.substring(0, name.indexOf(' '));
        }

        /** What stands behind the kind. */
        String rest() {
            return name.substring(name.indexOf(' ') + 1);
        }

        /** A fact, empty where there is none. */
        String get(String fact) {
            return facts.getOrDefault(fact, "");
        }

        boolean has(String fact) {
            return facts.containsKey(fact);
        }

        long time() {
            return Long.parseLong(get("time"));
        }

        Thing copy() {
            return new Thing(name, id, new TreeMap<>(facts));
        }
    }

    /** What ties a thing to an account: a vote, a bookmark, a follow, a read mark. */
    record Tie(String kind, String to, String user) implements Comparable<Tie> {
        private static final Comparator<Tie> ORDER =
                Comparator.comparing(Tie::kind).thenComparing(Tie::to).thenComparing(Tie::user);

        @Override
        public int compareTo(Tie other) {
            return ORDER.compare(this, other);
        }
    }

    private final SortedMap<String, Thing> things = new TreeMap<>();
    private final SortedMap<Tie, Long> ties = new TreeMap<>();
    private final SortedMap<String, Long> counters = new TreeMap<>();
    private final SortedMap<String, String> graves = new TreeMap<>();

    World copy() {
        World copy = new World();
        things.forEach((name, thing) -> copy.things.put(name, thing.copy()));
        copy.ties.putAll(ties);
        copy.counters.putAll(counters);
        copy.graves.putAll(graves);
        return copy;
    }

    @Nullable
    Thing get(String name) {
        return things.get(name);
    }

    /** A thing that must be there. */
    Thing at(String name) {
        Thing thing = things.get(name);
        if (thing == null) {
            throw new IllegalStateException("no " + name);
        }
        return thing;
    }

    boolean has(String name) {
        return things.containsKey(name);
    }

    void put(Thing thing) {
        things.put(thing.name(), thing);
    }

    Stream<Thing> things() {
        return things.values().stream();
    }

    /** All of a kind, oldest first. */
    List<Thing> all(String kind) {
        return things().filter(thing -> thing.kind().equals(kind))
                .sorted(Comparator.comparingLong(Thing::time))
                .toList();
    }

    /** All of a kind of which a fact says so, oldest first. */
    List<Thing> all(String kind, String fact, String value) {
        return all(kind).stream().filter(thing -> thing.get(fact).equals(value)).toList();
    }

    SortedMap<Tie, Long> ties() {
        return ties;
    }

    SortedMap<String, Long> counters() {
        return counters;
    }

    /** The id of a thing, though it be purged; 0 of one that never was here; {@code post ?7} tells it itself. */
    String id(String name) {
        Thing thing = things.get(name);
        int unknown = name.indexOf(" ?");
        if (unknown > 0) {
            return name.substring(unknown + 2);
        }
        return thing != null ? thing.id() : graves.getOrDefault(name, "0");
    }

    /** The next id that {@code counter} issues. */
    String next(String counter) {
        return String.valueOf(counters.merge(counter, 1L, Long::sum));
    }

    /** Remembers an id that texts may still name. */
    void bury(String name, String id) {
        graves.put(name, id);
    }

    /** Whether something purged had this id. */
    boolean buried(String id) {
        return graves.containsValue(id);
    }

    /** Removes a thing, what belongs to it and what ties to it; answers to it answer nothing then. */
    void purge(String name) {
        Thing gone = things.remove(name);
        if (gone == null) {
            return;
        }
        graves.put(name, gone.id());
        ties.keySet().removeIf(tie -> tie.to().equals(name) || tie.user().equals(name));
        counters.remove("comment/" + name);
        for (Thing thing : new ArrayList<>(things.values())) {
            if (name.equals(thing.facts().get("reply"))) {
                thing.facts().remove("reply");
            }
            boolean within = Stream.of("topic", "space", "page")
                    .anyMatch(fact -> name.equals(thing.facts().get(fact)));
            if (within) {
                purge(thing.name());
            }
        }
    }

    /** Every statement about this world, without ids; of links to what is not here nothing but that. */
    SortedMap<String, String> statements() {
        SortedMap<String, String> all = new TreeMap<>();
        for (Thing thing : things.values()) {
            all.put(thing.name(), "there");
            thing.facts().forEach((fact, value) -> all.put(thing.name() + " " + fact, Links.known(value, this)));
        }
        ties.forEach((tie, value) -> all.put(tie.kind() + " of " + tie.user() + " to " + tie.to(), "" + value));
        return all;
    }
}
