package dev.rethread.model;

import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Profile;
import dev.rethread.rebase.AppliedCounts;
import dev.rethread.rebase.Evidence;
import dev.rethread.rebase.Rebase;
import dev.rethread.rebase.Staging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One incident, recovered in this process and judged. */
final class ModelRun {
    private final Profile profile;
    private final Incident incident;
    private final Keyspace live;
    private final List<String> findings = new ArrayList<>();

    private ModelRun(Profile profile, Incident incident) {
        this.profile = profile;
        this.incident = incident;
        this.live = Incident.keys(incident.live(), "live");
    }

    /** What is wrong with the recovery from {@code incident}; nothing if all is well. */
    static List<String> findings(Profile profile, Incident incident) {
        ModelRun run = new ModelRun(profile, incident);
        try {
            run.recover();
        } catch (RuntimeException bug) {
            StackTraceElement at = bug.getStackTrace().length == 0 ? null : bug.getStackTrace()[0];
            run.findings.add("bug: " + bug + " at " + at);
        }
        return run.findings;
    }

    private void recover() {
        Keyspace before = live.copy();
        Staging staging = rebase(AppliedCounts.NONE);
        outcomes(staging);
        Target.Result result = Target.replay(staging, live);
        result.refusals().forEach(refusal -> findings.add("refused " + refusal));
        findings.addAll(Oracle.judge(incident, before, live));
        again(staging);
    }

    private Staging rebase(AppliedCounts applied) {
        List<Evidence> evidence = new ArrayList<>();
        for (Incident.Survivor survivor : incident.survivors()) {
            evidence.add(new Evidence.Keyspace(
                    survivor.name(), survivor.keys().snapshot(survivor.name(), survivor.complete())));
        }
        Keyspace base = Incident.keys(incident.base(), "base");
        Staging staging =
                Rebase.of(profile, base.snapshot("base", true), evidence, live.snapshot("live", true), applied);
        return attributed(staging);
    }

    /** As a plan is made: what no rule knows is left where it is. */
    private static Staging attributed(Staging all) {
        List<Item> items = all.items().stream()
                .filter(item -> !item.kind().equals(Item.KEY))
                .toList();
        return new Staging(items, all.ids(), all.withheld(), all.timeline(), all.writtenAndPurged());
    }

    /** What has been recovered needs no recovery. */
    private void again(Staging first) {
        Keyspace recovered = live.copy();
        Map<List<Bytes>, Long> added = new HashMap<>();
        first.items().stream()
                .filter(item -> item.outcome().written())
                .flatMap(item -> item.effects().stream())
                .filter(effect -> effect.operation() == Operation.ADD)
                .forEach(effect -> added.merge(
                        place(effect), Long.parseLong(effect.value().lost().utf8()), Long::sum));
        Staging second = rebase((key, field) -> added.getOrDefault(List.of(key, field), 0L));
        second.items().stream()
                .filter(item -> item.outcome().written())
                .forEach(item -> findings.add("again " + item.kind() + " " + item.id() + ": " + writes(item)));
        Target.replay(second, recovered);
        recovered.differences(live).forEach(line -> findings.add("changed again " + line));
    }

    private static List<Bytes> place(Effect effect) {
        return List.of(effect.key().lost(), effect.element().lost());
    }

    private static List<String> writes(Item item) {
        return item.effects().stream()
                .map(effect -> effect.operation() + " " + effect.key() + " " + effect.element())
                .toList();
    }

    /** Everything of the gap has one outcome, the right one; nothing else has one. */
    private void outcomes(Staging staging) {
        boolean complete = incident.survivors().stream().allMatch(Incident.Survivor::complete);
        if (!complete) {
            return;
        }
        Expectation expectation = Expectation.of(incident.base(), incident.known(), incident.live());
        Map<String, Set<String>> expected = expectation.outcomes(true);
        Map<String, List<String>> found = new TreeMap<>();
        Map<String, String> names = names();
        for (Item item : staging.items()) {
            String name = names.get(item.kind() + " " + item.id());
            if (name != null) {
                found.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(item.outcome().word());
            }
        }
        Set<String> all = new TreeSet<>(expected.keySet());
        all.addAll(found.keySet());
        for (String name : all) {
            List<String> outcomes = found.getOrDefault(name, List.of());
            Set<String> allowed = expected.getOrDefault(name, Set.of());
            if (outcomes.size() != 1 || !allowed.contains(outcomes.get(0))) {
                findings.add("outcome of " + name + ": " + outcomes + " instead of one of " + allowed);
            }
        }
    }

    /** The names of the gap's things by the kinds of the profile and the ids of the lost branch. */
    private Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        for (World world : List.of(incident.base(), incident.known())) {
            world.things().forEach(thing -> {
                String kind = thing.kind().equals("user") ? "account" : thing.kind();
                String within = thing.has("page") ? world.id(thing.get("page")) + "/" : "";
                names.put(kind + " " + within + thing.id(), thing.name());
            });
        }
        return names;
    }
}
