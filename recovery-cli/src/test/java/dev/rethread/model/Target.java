package dev.rethread.model;

import dev.rethread.delta.ListEncoding;
import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.StoredEffect;
import dev.rethread.plan.KeyState;
import dev.rethread.plan.PlanStep;
import dev.rethread.plan.Planner;
import dev.rethread.rebase.Staging;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code step.lua} does, to a keyspace in memory. Nobody else writes meanwhile: every refusal is a mistake. */
final class Target {
    private final Keyspace keys;
    private final Map<Reference, IdMapping> ids = new HashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private int written;

    private Target(Keyspace keys) {
        this.keys = keys;
    }

    /** What a replay did: how many elements it wrote, and what it refused. */
    record Result(int written, List<String> refusals) {}

    /** Writes what is staged into {@code keys}. */
    static Result replay(Staging staging, Keyspace keys) {
        Target target = new Target(keys);
        staging.ids().forEach(id -> target.ids.put(id.lost(), id));
        List<PlanStep> steps = Planner.plan(effects(staging));
        steps.stream().filter(step -> step.phase() == Effect.COUNTERS).forEach(target::step);
        steps.forEach(target::reserve);
        steps.stream().filter(step -> step.phase() != Effect.COUNTERS).forEach(target::step);
        return new Result(target.written, target.refusals);
    }

    /** As the ledger hands them out. */
    private static List<StoredEffect> effects(Staging staging) {
        List<StoredEffect> effects = new ArrayList<>();
        for (int row = 0; row < staging.items().size(); row++) {
            Item item = staging.items().get(row);
            if (item.outcome().written()) {
                for (Effect effect : item.effects()) {
                    effects.add(new StoredEffect(effects.size(), row, item.kind(), item.id(), item.outcome(), effect));
                }
            }
        }
        effects.sort(
                Comparator.<StoredEffect>comparingInt(stored -> stored.effect().phase())
                        .thenComparing(stored -> stored.effect().key().lost())
                        .thenComparingLong(StoredEffect::id));
        return effects;
    }

    private void reserve(PlanStep step) {
        IdMapping wanting = step.creates() == null ? null : ids.get(step.creates());
        if (wanting == null || wanting.live() != null) {
            return;
        }
        Bytes id;
        do {
            id = take(wanting.lost().domain());
        } while (inUse(step, wanting.lost(), id));
        ids.put(wanting.lost(), new IdMapping(wanting.lost(), id, wanting.how(), wanting.evidence()));
    }

    private boolean inUse(PlanStep step, Reference made, Bytes id) {
        Template element = step.writes().get(0).effect().element();
        String key = step.key()
                .resolve(named -> named.equals(made) ? id : live(named))
                .utf8();
        boolean there = keys.get(key) != null;
        return step.inField()
                ? there
                        && keys.hash(key)
                                .containsKey(element.resolve(named -> named.equals(made) ? id : live(named))
                                        .utf8())
                : there;
    }

    /** The next id of a domain, from the forum's own counter. */
    private Bytes take(String domain) {
        switch (domain) {
            case "user" -> {
                keys.put("next:user", sum(keys.text("next:user"), "1"));
                return Bytes.of(keys.text("next:user"));
            }
            case "topic" -> {
                return take("global", "nextTopic");
            }
            case "post" -> {
                return take("global", "nextPost");
            }
            default -> {
                String page = domain.substring("comment/".length());
                return take("comments:" + live(new Reference("page", Bytes.of(page))), "next");
            }
        }
    }

    private Bytes take(String key, String field) {
        return Bytes.of(keys.hash(key).merge(field, "1", Target::sum));
    }

    private static String number(@Nullable String text) {
        return text == null || text.isEmpty() ? "0" : text;
    }

    private Bytes live(Reference reference) {
        IdMapping mapping = ids.get(reference);
        return mapping == null || mapping.live() == null ? reference.id() : mapping.live();
    }

    private String live(Template template) {
        return template.resolve(this::live).utf8();
    }

    private void refuse(PlanStep step, @Nullable StoredEffect write, String why) {
        StoredEffect first = write == null ? step.writes().get(0) : write;
        refusals.add("%s %s: %s %s %s: %s"
                .formatted(
                        first.kind(),
                        first.item(),
                        first.effect().operation(),
                        first.effect().key(),
                        first.effect().element(),
                        why));
    }

    private void step(PlanStep step) {
        for (Reference reference : step.references()) {
            IdMapping mapping = ids.get(reference);
            if (mapping == null || mapping.live() == null) {
                refuse(step, null, reference + " is neither in live nor in this plan");
                return;
            }
        }
        String key = live(step.key());
        Keyspace.Held held = keys.get(key);
        if (held != null && !type(held).equals(step.type())) {
            refuse(step, null, "the key is a " + type(held));
            return;
        }
        for (Template need : step.needs()) {
            if (keys.get(live(need)) == null) {
                refuse(step, null, "needs " + need);
                return;
            }
        }
        if (held == null
                && step.must() == KeyState.PRESENT
                && !step.writes().stream().allMatch(Target::toleratesAbsence)) {
            refuse(step, null, "the key is missing");
            return;
        }
        List<Character> letters = step.writes().stream()
                .map(write -> judge(step, key, write.effect()))
                .toList();
        if (step.must() == KeyState.ABSENT && held != null && letters.stream().anyMatch(letter -> letter != 'A')) {
            refuse(step, null, "the key is there");
            return;
        }
        boolean whole = step.must() == KeyState.WHOLE
                && held instanceof Keyspace.Fields hash
                && letters.stream().filter(letter -> letter == 'W').count()
                        != hash.fields().size();
        if (whole) {
            refuse(step, null, "the hash has got more fields");
            return;
        }
        writes(step, key, letters);
    }

    private void writes(PlanStep step, String key, List<Character> foreseen) {
        boolean refused = false;
        for (int i = 0; i < foreseen.size(); i++) {
            if (foreseen.get(i) != 'W' && foreseen.get(i) != 'A') {
                refuse(step, step.writes().get(i), "live differs (" + foreseen.get(i) + "), it holds " + keys.get(key));
                refused = true;
            }
        }
        if (refused && step.phase() < Effect.RELATIONS) {
            return;
        }
        for (boolean removals : new boolean[] {false, true}) {
            for (StoredEffect write : step.writes()) {
                boolean removes = write.effect().operation() == Operation.REMOVE;
                if (removes == removals && judge(step, key, write.effect()) == 'W') {
                    write(step, key, write.effect());
                    written++;
                }
            }
        }
        keys.dropEmpty();
    }

    private static boolean toleratesAbsence(StoredEffect write) {
        return write.effect().operation().toleratesAbsence();
    }

    private static Type type(Keyspace.Held held) {
        if (held instanceof Keyspace.Text) {
            return Type.STRING;
        } else if (held instanceof Keyspace.Fields) {
            return Type.HASH;
        } else if (held instanceof Keyspace.Members) {
            return Type.SET;
        } else if (held instanceof Keyspace.Scores) {
            return Type.ZSET;
        }
        return Type.LIST;
    }

    /** What live holds, as the script reads it; null for nothing. */
    private @Nullable String current(String key, String element) {
        Keyspace.Held held = keys.get(key);
        if (held instanceof Keyspace.Text text) {
            return text.text();
        } else if (held instanceof Keyspace.Fields hash) {
            return hash.fields().get(element);
        } else if (held instanceof Keyspace.Members set) {
            return set.members().contains(element) ? "" : null;
        } else if (held instanceof Keyspace.Scores zset) {
            Double score = zset.scores().get(element);
            return score == null ? null : plain(score);
        } else if (held instanceof Keyspace.Elements list) {
            return String.join("|", list.elements());
        }
        return null;
    }

    private static String plain(double score) {
        return score == Math.rint(score) ? String.valueOf((long) score) : String.valueOf(score);
    }

    /** A value of an effect in the form of {@link #current}. */
    private String value(PlanStep step, Template value) {
        if (step.type() == Type.LIST) {
            return String.join(
                    "|",
                    ListEncoding.decode(value.resolve(this::live)).stream()
                            .map(Bytes::utf8)
                            .toList());
        }
        String text = live(value);
        return step.type() == Type.ZSET && !text.isEmpty() ? plain(Double.parseDouble(text)) : text;
    }

    private char judge(PlanStep step, String key, Effect effect) {
        String now = current(key, live(effect.element()));
        String value = value(step, effect.value());
        return switch (effect.operation()) {
            case CREATE -> now == null ? 'W' : now.equals(value) ? 'A' : 'D';
            case REPLACE -> now == null ? 'D' : now.equals(value) ? 'A' : expected(step, effect, now) ? 'W' : 'D';
            case REMOVE -> now == null ? 'A' : step.type() == Type.SET || expected(step, effect, now) ? 'W' : 'D';
            case RAISE -> now == null || Double.parseDouble(now) < Double.parseDouble(value) ? 'W' : 'A';
            case LIFT -> now != null && Double.parseDouble(now) < Double.parseDouble(value) ? 'W' : 'A';
            case ADD -> value.matches("-?\\d+") ? 'W' : 'N';
            case LOAD, EXPIRE -> throw new IllegalStateException("the model has nothing for " + effect.operation());
        };
    }

    private boolean expected(PlanStep step, Effect effect, String now) {
        return effect.expected() != null && value(step, effect.expected()).equals(now);
    }

    private void write(PlanStep step, String key, Effect effect) {
        String element = live(effect.element());
        String value = value(step, effect.value());
        boolean remove = effect.operation() == Operation.REMOVE;
        boolean add = effect.operation() == Operation.ADD;
        switch (step.type()) {
            case STRING -> {
                if (remove) {
                    keys.remove(key);
                } else {
                    keys.put(key, add ? sum(keys.text(key), value) : value);
                }
            }
            case HASH -> {
                if (remove) {
                    keys.hash(key).remove(element);
                } else {
                    keys.hash(key).merge(element, value, (now, given) -> add ? sum(now, given) : given);
                }
            }
            case SET -> {
                if (remove) {
                    keys.set(key).remove(element);
                } else {
                    keys.set(key).add(element);
                }
            }
            case ZSET -> {
                if (remove) {
                    keys.zset(key).remove(element);
                } else {
                    keys.zset(key).merge(element, Double.valueOf(value), (now, given) -> add ? now + given : given);
                }
            }
            case LIST -> {
                keys.remove(key);
                if (!remove) {
                    keys.list(key).addAll(List.of(value.split("\\|")));
                }
            }
            default -> throw new IllegalStateException("the model has no " + step.type());
        }
    }

    private static String sum(String one, String other) {
        return String.valueOf(Long.parseLong(number(one)) + Long.parseLong(other));
    }
}
