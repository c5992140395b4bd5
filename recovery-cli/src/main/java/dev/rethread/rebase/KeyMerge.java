package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.item.Provenance;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.profile.SecretShapes;
import dev.rethread.report.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The three-way merge of keys that no rule knows: the key itself is the identity, and each element merges by the table
 * of {@link dev.rethread.delta.ThreeWay}. Every key becomes one item, with the most telling of what becomes of its
 * elements as its outcome and the rest in its reason. What looks like a credential is left out element by element.
 */
final class KeyMerge {
    /** A dump says in whole seconds when it was made: what ends within the one that it names may be over. */
    private static final long SECOND = 1000;

    private final Branches branches;
    private final List<Withheld> withheld = new ArrayList<>();

    KeyMerge(Branches branches) {
        this.branches = branches;
    }

    /** What was left out so far: elements, and whole keys. */
    List<Withheld> withheld() {
        return withheld;
    }

    /** The item of one key; empty where both branches have deleted it, or nothing certain is known. */
    Optional<Item> merge(LostKey lost) {
        Entry after = lost.after();
        Entry live = branches.liveEntry(lost.key());
        if (after == null) {
            return lost.certain() && live != null ? Optional.of(deleted(lost, live)) : Optional.empty();
        }
        Optional<SecretShapes.Kind> secret = KeySecrets.inName(lost.key());
        if (secret.isPresent()) {
            String reason = looks(secret.get());
            Provenance from = lost.sources().iterator().next();
            withheld.add(new Withheld(Withholding.UNATTRIBUTED, Names.CUT.show(lost.key()), "", reason, from));
            return Optional.of(item(lost, Outcome.WITHHELD, reason, List.of()));
        } else if (after.expireAt() != Entry.NEVER && after.expireAt() < branches.now() + SECOND) {
            return Optional.of(item(lost, Outcome.REFUSED, "its deadline is over", List.of()));
        } else if (live != null && live.value().type() != after.value().type()) {
            String reason = "a " + live.value().type().word() + " in live, a "
                    + after.value().type().word() + " in the lost branch";
            return Optional.of(item(lost, Outcome.CONFLICT, reason, List.of()));
        }
        return Optional.of(merged(lost, after));
    }

    private Item deleted(LostKey lost, Entry live) {
        Entry base = branches.baseEntry(lost.key());
        boolean same = base != null && base.value().equals(live.value());
        return same
                ? item(lost, Outcome.RESURRECTED, "deleted in the gap, back through the rollback", List.of())
                : item(lost, Outcome.CONFLICT, "deleted in the gap, changed in live", List.of());
    }

    private Item merged(LostKey lost, Entry after) {
        Key key = lost.key();
        KeyElements elements =
                new KeyElements(lost, after, branches.baseEntry(key), branches.liveEntry(key), branches.now());
        elements.merge();
        withheld.addAll(elements.withheld());
        return item(lost, elements.outcome(), elements.reason(branches.derived()), elements.effects());
    }

    private static Item item(LostKey lost, Outcome outcome, String reason, List<Effect> effects) {
        Bytes id = Bytes.of(Names.CUT.show(lost.key()));
        List<Provenance> sources = List.copyOf(lost.sources());
        return new Item(Item.KEY, id, outcome, reason, null, "", "", 0, "", sources, effects);
    }

    /** Why something is left out. */
    static String looks(SecretShapes.Kind secret) {
        return "no rule knows the key; by its looks: " + secret.word();
    }
}
