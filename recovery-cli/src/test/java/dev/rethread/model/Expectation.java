package dev.rethread.model;

import dev.rethread.model.World.Thing;
import dev.rethread.model.World.Tie;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a recovery must make of three worlds: live, and of the lost branch all that live has a place for. */
final class Expectation {
    /** Facts that mean nothing without each other. */
    private static final List<Set<String>> TOGETHER = List.of(Set.of("text", "edited"), Set.of("deleted", "deleter"));

    /** Facts that do not merge as a whole, or not at all. */
    private static final Set<String> SPECIAL = Set.of("views", "diffs", "up", "password");

    /** Facts without which a thing is nowhere, or nobody's. */
    private static final Set<String> BELONGS = Set.of("topic", "space", "page", "author");

    private final World base;
    private final World lost;
    private final World live;
    private final World merged;
    private final Set<String> accounted = new TreeSet<>();
    private final Map<String, Set<String>> alternatives = new HashMap<>();

    private Expectation(World base, World lost, World live) {
        this.base = base;
        this.lost = lost;
        this.live = live;
        this.merged = live.copy();
    }

    static Expectation of(World base, World lost, World live) {
        Expectation expectation = new Expectation(base, lost, live);
        expectation.merge();
        return expectation;
    }

    /** The merged world, with ids as a recovery might choose them. */
    World world() {
        return merged;
    }

    /** What else a statement may say; empty: that it need not be there. */
    Set<String> alternatives(String statement) {
        return alternatives.getOrDefault(statement, Set.of());
    }

    private void merge() {
        raiseCounters();
        List<Thing> born = restorable();
        born.forEach(this::take);
        born.forEach(thing -> thing.facts().forEach((fact, value) -> bornFact(thing, fact, value)));
        lost.things().filter(thing -> live.has(thing.name())).forEach(this::survivor);
        lost.ties().forEach(this::tie);
        base.ties().forEach((tie, value) -> flipped(tie));
    }

    private void raiseCounters() {
        for (String counter : List.of("user", "topic", "post")) {
            merged.counters().merge(counter, lost.counters().getOrDefault(counter, 0L), Math::max);
        }
    }

    boolean born(String name) {
        return lost.has(name) && !base.has(name);
    }

    /** Whether a thing was in the dump and people have purged it since. */
    boolean gone(String name) {
        return base.has(name) && !live.has(name);
    }

    /** Born in the gap, not people's own to make again, and all that it refers to is there or comes with it. */
    private List<Thing> restorable() {
        Map<String, Thing> candidates = new TreeMap<>();
        lost.things()
                .filter(thing -> born(thing.name()) && !live.has(thing.name()) && !madeAgain(thing))
                .forEach(thing -> candidates.put(thing.name(), thing));
        while (candidates
                .values()
                .removeIf(
                        thing -> !needs(thing).stream().allMatch(name -> told(name) || candidates.containsKey(name)))) {
            // Until nothing more hangs in the air.
        }
        return candidates.values().stream()
                .sorted((one, other) -> Long.compare(one.time(), other.time()))
                .toList();
    }

    /** In live, and the lost branch tells what it is. */
    private boolean told(String name) {
        return live.has(name) && lost.has(name);
    }

    /** In live or to be there, and the lost branch tells what it is. */
    private boolean placed(String name) {
        return merged.has(name) && lost.has(name);
    }

    /** What it belongs to and who made it, and of what its other words mean nothing without, what may still come. */
    private List<String> needs(Thing thing) {
        return thing.facts().entrySet().stream()
                .filter(fact -> BELONGS.contains(fact.getKey())
                        || (Set.of("deleter", "parent").contains(fact.getKey()) && born(fact.getValue())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Spaces, and accounts with credentials. */
    static boolean madeAgain(Thing thing) {
        return thing.kind().equals("space")
                || (thing.kind().equals("user") && !thing.rest().startsWith("sso:"));
    }

    private void take(Thing thing) {
        merged.put(new Thing(thing.name(), idFor(thing), new TreeMap<>(thing.facts())));
    }

    /** Its own where it is free, else the next. */
    private String idFor(Thing thing) {
        Set<String> taken = new HashSet<>();
        merged.things()
                .filter(other ->
                        other.kind().equals(thing.kind()) && other.get("page").equals(thing.get("page")))
                .forEach(other -> taken.add(other.id()));
        if (!taken.contains(thing.id())) {
            counted(thing);
            return thing.id();
        } else if (thing.kind().equals("page")) {
            return Stream.iterate(2, i -> i + 1)
                    .map(i -> thing.id() + "-" + i)
                    .filter(id -> !taken.contains(id))
                    .findFirst()
                    .orElseThrow();
        }
        return merged.next(counter(thing));
    }

    private void counted(Thing thing) {
        if (!thing.kind().equals("page")) {
            merged.counters().merge(counter(thing), Long.parseLong(thing.id()), Math::max);
        }
    }

    private static String counter(Thing thing) {
        return thing.kind().equals("comment") ? "comment/" + thing.get("page") : thing.kind();
    }

    private void bornFact(Thing thing, String fact, String value) {
        if (fact.equals("up")) {
            merged.at(thing.name()).facts().put("up", available(value));
        } else if (!available(fact, value)) {
            merged.at(thing.name()).facts().remove(fact);
        }
    }

    /** Of a list of names those that are in the merged world. */
    private String available(String names) {
        return String.join(
                ",", Rendering.names(names).stream().filter(this::placed).toList());
    }

    /** In the lost branch and in live: from the dump, or made again. */
    private void survivor(Thing thing) {
        Thing then = base.has(thing.name()) ? base.at(thing.name()) : null;
        Thing now = live.at(thing.name());
        if (then == null) {
            thing.facts().forEach((fact, value) -> fill(now, fact, value));
            return;
        }
        Set<String> facts = new TreeSet<>(thing.facts().keySet());
        facts.addAll(then.facts().keySet());
        facts.removeAll(SPECIAL);
        while (!facts.isEmpty()) {
            Set<String> group = group(facts.iterator().next());
            facts.removeAll(group);
            edit(group, then, thing, now);
        }
        views(then, thing);
        diffs(then, thing, now);
        up(then, thing, now);
    }

    private static Set<String> group(String fact) {
        return TOGETHER.stream()
                .filter(group -> group.contains(fact))
                .findFirst()
                .orElse(Set.of(fact));
    }

    /** Somebody made it again: live's word stands, what it lacks is added. */
    private void fill(Thing now, String fact, String value) {
        if (!now.has(fact) && !fact.equals("password") && available(fact, value)) {
            merged.at(now.name()).facts().put(fact, value);
        }
    }

    private boolean available(String fact, String value) {
        return !World.REFERENCES.contains(fact) || placed(value);
    }

    /** What was taken away in the gap is back through the rollback, and goes again on request only. */
    private void edit(Set<String> group, Thing then, Thing thing, Thing now) {
        boolean edited = group.stream().anyMatch(fact -> !thing.get(fact).equals(then.get(fact)));
        boolean untouched = group.stream().allMatch(fact -> now.get(fact).equals(then.get(fact)));
        boolean possible = group.stream().allMatch(fact -> available(fact, thing.get(fact)) || !thing.has(fact));
        if (edited) {
            accounted.add(thing.name());
        }
        boolean takenAway = group.stream().anyMatch(fact -> then.has(fact) && !thing.has(fact));
        if (edited && untouched && possible && !takenAway) {
            group.forEach(fact -> set(thing.name(), fact, thing.facts().get(fact)));
        }
    }

    private void set(String name, String fact, @Nullable String value) {
        if (value == null) {
            merged.at(name).facts().remove(fact);
        } else {
            merged.at(name).facts().put(fact, value);
        }
    }

    private void views(Thing then, Thing thing) {
        if (thing.has("views")) {
            int gap = Integer.parseInt(thing.get("views")) - Integer.parseInt(then.get("views"));
            String now = merged.at(thing.name()).get("views");
            set(thing.name(), "views", "" + (Integer.parseInt(now) + gap));
        }
    }

    /** Both branches only append. */
    private void diffs(Thing then, Thing thing, Thing now) {
        if (thing.get("diffs").length() <= then.get("diffs").length()) {
            return;
        }
        String appended = thing.get("diffs").substring(then.get("diffs").length());
        String ours = now.get("diffs").substring(then.get("diffs").length());
        String merged = trimmed(then.get("diffs") + appended + ours);
        set(thing.name(), "diffs", merged);
        if (!ours.isEmpty()) {
            alternatives.put(
                    thing.name() + " diffs", Set.of(now.get("diffs"), trimmed(then.get("diffs") + ours + appended)));
        }
    }

    /** The first of a list has no bar before it. */
    private static String trimmed(String list) {
        String whole = list.startsWith("|") ? list.substring(1) : list;
        return whole.replaceAll("(\\d)d", "$1|d");
    }

    private void up(Thing then, Thing thing, Thing now) {
        Set<String> all = new TreeSet<>(Rendering.names(now.get("up")));
        for (String user : Rendering.names(thing.get("up"))) {
            if (!Rendering.names(then.get("up")).contains(user) && placed(user)) {
                all.add(user);
            }
        }
        if (thing.has("up")) {
            set(thing.name(), "up", String.join(",", all));
        }
    }

    private void tie(Tie tie, Long value) {
        Long then = base.ties().get(tie);
        Long now = live.ties().get(tie);
        boolean possible = placed(tie.to()) && placed(tie.user());
        if (!possible || value.equals(then)) {
            return;
        }
        if (tie.kind().equals("read")) {
            merged.ties().merge(tie, value, Math::max);
        } else if (then == null && now == null && !contradicted(tie)) {
            merged.ties().put(tie, value);
        } else if (then != null && then.equals(now)) {
            merged.ties().put(tie, value);
        }
    }

    /** An up-vote where live has a down-vote, or has taken back the one that this replaced. */
    private boolean contradicted(Tie tie) {
        return opposite(tie)
                .filter(other -> live.ties().containsKey(other) != base.ties().containsKey(other))
                .isPresent();
    }

    /** What cannot be beside it: a vote the other way. */
    static Optional<Tie> opposite(Tie tie) {
        return switch (tie.kind()) {
            case "up" -> Optional.of(new Tie("down", tie.to(), tie.user()));
            case "down" -> Optional.of(new Tie("up", tie.to(), tie.user()));
            default -> Optional.empty();
        };
    }

    /** What was replaced in the gap goes, as what replaces it comes. */
    private void flipped(Tie tie) {
        if (opposite(tie).filter(other -> merged.ties().containsKey(other)).isPresent()) {
            merged.ties().remove(tie);
        }
    }

    /** Every thing of the gap, and what may become of it: the words of outcomes. */
    Map<String, Set<String>> outcomes(boolean complete) {
        Map<String, Set<String>> outcomes = new TreeMap<>();
        lost.things()
                .filter(thing -> !base.has(thing.name()))
                .forEach(thing -> outcomes.put(thing.name(), outcome(thing.name(), new HashSet<>())));
        if (complete) {
            base.things()
                    .filter(thing -> !lost.has(thing.name()) && live.has(thing.name()))
                    .forEach(thing -> outcomes.put(thing.name(), Set.of("resurrected")));
        }
        return outcomes;
    }

    private Set<String> outcome(String name, Set<String> asked) {
        Thing thing = lost.at(name);
        if (live.has(name)) {
            return Set.of("present");
        } else if (merged.has(name)) {
            return Set.of("restore");
        } else if (madeAgain(thing)) {
            return Set.of(thing.kind().equals("user") ? "withheld" : "waiting");
        }
        Set<String> outcomes = new HashSet<>();
        for (String reference : needs(thing)) {
            if (!merged.has(reference) && asked.add(reference)) {
                outcomes.addAll(!born(reference) ? Set.of("refused") : becauseOf(reference, asked));
            }
        }
        return outcomes;
    }

    /** A lost account or space is waited for. */
    private Set<String> becauseOf(String reference, Set<String> asked) {
        return madeAgain(lost.at(reference)) ? Set.of("waiting") : outcome(reference, asked);
    }

    /** Things of the dump that the gap changed otherwise than live. */
    Set<String> edited() {
        return accounted;
    }
}
