package dev.rethread.rebase;

import dev.rethread.aof.HyperLogLog;
import dev.rethread.delta.Element;
import dev.rethread.delta.Elements;
import dev.rethread.delta.ThreeWay;
import dev.rethread.delta.Verdict;
import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.item.Provenance;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.profile.SecretShapes;
import dev.rethread.rdb.RdbPayload;
import dev.rethread.report.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Merges the elements of one key that the lost branch has, and that live has with the same type or not at all. Strings
 * and lists have one element, hashes, sets and sorted sets many; everything else comes back whole or not at all.
 */
final class KeyElements {
    private static final Element WHOLE = new Element.Whole();
    private static final Element DEADLINE = new Element.Expiry();
    private static final Template NOTHING = Template.literal(Bytes.EMPTY);

    /** Deadlines that a server works out from what is left differ by the time that the asking takes. */
    private static final long TOLERANCE = 1000;

    private final LostKey lost;
    private final Key key;
    private final Entry after;
    private final Type type;
    private final @Nullable Entry base;
    private final @Nullable Entry live;
    private final SortedMap<Element, Bytes> inLive;
    private final long now;

    private final List<Effect> effects = new ArrayList<>();
    private final List<Withheld> withheld = new ArrayList<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Set<String> refusals = new LinkedHashSet<>();
    private int disputed;
    private int deleted;

    /** @param now Unix ms; 0 where it is not known */
    KeyElements(LostKey lost, Entry after, @Nullable Entry base, @Nullable Entry live, long now) {
        this.lost = lost;
        this.key = lost.key();
        this.after = after;
        this.type = after.value().type();
        this.base = base;
        this.live = live;
        this.inLive = Elements.of(live);
        this.now = now;
    }

    List<Effect> effects() {
        return effects;
    }

    /** The elements that are left out. */
    List<Withheld> withheld() {
        return withheld;
    }

    Outcome outcome() {
        if (!effects.isEmpty()) {
            return live == null ? Outcome.RESTORE : Outcome.EDIT;
        } else if (disputed > 0) {
            return Outcome.CONFLICT;
        } else if (!refusals.isEmpty()) {
            return Outcome.REFUSED;
        } else if (!secrets.isEmpty()) {
            return Outcome.WITHHELD;
        }
        return deleted > 0 ? Outcome.RESURRECTED : Outcome.PRESENT;
    }

    /**
     * What becomes of those elements that the outcome does not speak of, too.
     *
     * @param derived whether the base is what live and the lost branch have alike
     */
    String reason(boolean derived) {
        List<String> notes = new ArrayList<>();
        if (disputed > 0) {
            notes.add(count(disputed)
                    + (derived ? " in live otherwise, unknown which is newer" : " changed on both sides"));
        }
        notes.addAll(refusals);
        notes.addAll(secrets);
        if (deleted > 0) {
            notes.add(count(deleted) + " deleted in the gap, back through the rollback");
        }
        return String.join("; ", notes);
    }

    private static String count(int elements) {
        return elements == 1 ? "1 element" : elements + " elements";
    }

    void merge() {
        switch (type) {
            case STRING, LIST -> whole();
            case HASH, SET, ZSET -> {
                if (base == null && live == null && expiring()) {
                    load();
                } else {
                    lost.changes().forEach(this::element);
                }
            }
            case STREAM, MODULE, ARRAY, GCRA -> load();
        }
        deadline();
    }

    private boolean expiring() {
        return after.value() instanceof Value.HashValue hash
                && !hash.fieldExpiries().isEmpty();
    }

    private void whole() {
        LostKey.Change change = lost.changes().get(WHOLE);
        Bytes wanted = change == null ? null : change.after();
        if (change == null || wanted == null) {
            return;
        }
        Bytes held = inLive.get(WHOLE);
        Optional<Bytes> both = held == null ? Optional.empty() : both(wanted, held);
        if (both.isEmpty()) {
            restore(WHOLE, change, judge(WHOLE, change));
        } else if (!both.get().equals(held)) {
            write(WHOLE, both.get(), change.from());
        }
    }

    /** What of a list or a HyperLogLog holds what both branches added; empty where one of the two values stands. */
    private Optional<Bytes> both(Bytes wanted, Bytes held) {
        if (type == Type.STRING) {
            return HyperLogLog.merge(held, wanted);
        }
        Bytes before = base != null && base.value().type() == Type.LIST ? Branches.whole(base) : null;
        return held.equals(before) ? Optional.empty() : Optional.ofNullable(ListMerge.of(before, wanted, held));
    }

    private Verdict judge(Element element, LostKey.Change change) {
        return ThreeWay.judge(change.before(), change.after(), inLive.get(element), true);
    }

    private void element(Element element, LostKey.Change change) {
        if (element instanceof Element.FieldExpiry || element.equals(DEADLINE)) {
            return;
        }
        Verdict verdict = judge(element, change);
        Long until = after.value() instanceof Value.HashValue hash
                ? hash.fieldExpiries().get(element.name())
                : null;
        if (until != null && verdict.restores()) {
            expiringField(until);
        } else {
            restore(element, change, verdict);
        }
    }

    private void expiringField(long until) {
        if (until > now) {
            refusals.add("fields that expire cannot be written one by one");
        }
    }

    /** Writes one element if the verdict says so, it is no secret, and it is no piece of a hash that is gone. */
    private void restore(Element element, LostKey.Change change, Verdict verdict) {
        Bytes wanted = change.after();
        boolean piece = type == Type.HASH && base != null && live == null;
        boolean doubtful = !lost.certain() && inLive.containsKey(element);
        if (!verdict.restores() || wanted == null) {
            disputed += verdict.disputed() ? 1 : 0;
            deleted += verdict.onRequest() && lost.certain() ? 1 : 0;
        } else if (piece || doubtful) {
            disputed++;
        } else {
            write(element, wanted, change.from());
        }
    }

    private void write(Element element, Bytes value, Provenance from) {
        Bytes held = inLive.get(element);
        Optional<SecretShapes.Kind> secret = KeySecrets.in(key, type, element, value)
                .or(() -> held == null ? Optional.empty() : KeySecrets.in(key, type, element, held));
        if (secret.isPresent()) {
            withhold(element, secret.get(), from);
        } else {
            Operation operation = held == null ? Operation.CREATE : Operation.REPLACE;
            effects.add(effect(operation, element.name(), held, value, from));
        }
    }

    private void withhold(Element element, SecretShapes.Kind secret, Provenance from) {
        String reason = KeyMerge.looks(secret);
        secrets.add(reason);
        String field = Names.CUT.show(element.name());
        withheld.add(new Withheld(Withholding.UNATTRIBUTED, Names.CUT.show(key), field, reason, from));
    }

    /** What is written whole, where neither branch had it before. */
    private void load() {
        boolean changed = lost.changes().keySet().stream().anyMatch(element -> !element.equals(DEADLINE));
        if (!changed || sameContent(live)) {
            return;
        } else if (base == null && live == null) {
            loadAbsent();
        } else if (live != null && base != null && live.value().equals(base.value())) {
            refusals.add("a " + type.word() + " that live has cannot be changed piece by piece");
        } else {
            disputed++;
        }
    }

    private boolean sameContent(@Nullable Entry other) {
        return other != null && other.value().equals(after.value());
    }

    private void loadAbsent() {
        Provenance from = lost.sources().iterator().next();
        Optional<SecretShapes.Kind> secret = KeySecrets.inWhole(after);
        Optional<Bytes> payload = RdbPayload.encode(after);
        if (secret.isPresent()) {
            withhold(WHOLE, secret.get(), from);
        } else if (payload.isEmpty()) {
            refusals.add("no server of Redis takes it as a whole");
        } else {
            effects.add(effect(Operation.LOAD, Bytes.EMPTY, null, payload.get(), from));
        }
    }

    /** A key that is made gets the deadline that it had; one that live has only where nothing else is in dispute. */
    private void deadline() {
        LostKey.Change change = lost.changes().get(DEADLINE);
        if (live == null) {
            if (!effects.isEmpty() && after.expireAt() != Entry.NEVER) {
                effects.add(expire(
                        Bytes.EMPTY, Bytes.of(after.expireAt()), effects.get(0).provenance()));
            }
        } else if (change != null && !near(live.expireAt(), after.expireAt())) {
            Verdict verdict = judge(DEADLINE, change);
            Bytes wanted = change.after();
            if (wanted == null) {
                deleted++;
            } else if (verdict.restores() && base != null && disputed == 0 && lost.certain()) {
                Bytes held = live.expireAt() == Entry.NEVER ? Bytes.EMPTY : Bytes.of(live.expireAt());
                effects.add(expire(held, wanted, change.from()));
            } else {
                disputed++;
            }
        }
    }

    private static boolean near(long one, long other) {
        boolean never = one == Entry.NEVER || other == Entry.NEVER;
        return never ? one == other : Math.abs(one - other) <= TOLERANCE;
    }

    private Effect expire(Bytes held, Bytes deadline, Provenance from) {
        return effect(Operation.EXPIRE, Bytes.EMPTY, held, deadline, from);
    }

    /** The fields of a hash that live has mean nothing without the rest of it. */
    private Effect effect(Operation operation, Bytes element, @Nullable Bytes held, Bytes value, Provenance from) {
        Template name = Template.literal(key.name());
        boolean shown = operation == Operation.EXPIRE || type == Type.ZSET || type == Type.SET;
        Effect effect = new Effect(
                Effect.KEYS,
                key.database(),
                name,
                type,
                element.isEmpty() ? NOTHING : Template.literal(element),
                operation,
                held == null ? null : Template.literal(held),
                Template.literal(value),
                List.of(),
                !shown,
                from);
        return type == Type.HASH && live != null ? effect.needing(name) : effect;
    }
}
