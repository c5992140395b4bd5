package dev.rethread.model;

import dev.rethread.model.World.Thing;
import java.util.List;

/** What damaged dumps still tell as a whole: things whose own keys are all there. */
final class Wholeness {
    /** Keys that damage takes. An index without its entry is another matter: nothing but the item tells what stood there. */
    private static final String OWN =
            "(user|topic|post|page):[^:]+|comments:.+|post:.+:diffs|user:.+:settings|user:.+:read";

    private Wholeness() {}

    static boolean mayBeDamaged(String key) {
        return key.matches(OWN);
    }

    /** The dump's world, and over it what each survivor has whole, the newest last. */
    static World of(Incident incident) {
        World whole = incident.base().copy();
        for (Incident.Survivor survivor : incident.survivors()) {
            add(survivor, whole);
        }
        return whole;
    }

    private static void add(Incident.Survivor survivor, World whole) {
        World world = survivor.world();
        List<String> lost = Rendering.of(world).keys().stream()
                .filter(key -> survivor.keys().get(key) == null)
                .toList();
        world.things().filter(thing -> !lost.contains(key(thing, world))).forEach(thing -> {
            Thing copy = thing.copy();
            if (lost.contains("post:" + thing.id() + ":diffs")) {
                copy.facts().remove("diffs");
            }
            if (lost.contains("user:" + thing.id() + ":settings")) {
                copy.facts().keySet().removeAll(List.of("theme", "lang"));
            }
            whole.put(copy);
        });
        world.ties().forEach((tie, value) -> {
            boolean told = !tie.kind().equals("read") || !lost.contains("user:" + world.id(tie.user()) + ":read");
            if (told) {
                Expectation.opposite(tie).ifPresent(other -> whole.ties().remove(other));
                whole.ties().put(tie, value);
            }
        });
    }

    private static String key(Thing thing, World world) {
        return switch (thing.kind()) {
            case "comment" -> "comments:" + world.id(thing.get("page"));
            default -> thing.kind() + ":" + thing.id();
        };
    }
}
