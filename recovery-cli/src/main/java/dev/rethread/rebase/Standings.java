package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Derive;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides of every item whether it is in live, can be put there, must wait, or has lost its place for good. */
final class Standings {
    private final Profile profile;
    private final Branches branches;
    private final LostBranch lost;
    private final Alignment alignment;
    private final Bindings bindings;
    private final Map<Reference, Standing> known = new HashMap<>();

    Standings(Profile profile, Branches branches, LostBranch lost, Alignment alignment, Bindings bindings) {
        this.profile = profile;
        this.branches = branches;
        this.lost = lost;
        this.alignment = alignment;
        this.bindings = bindings;
    }

    Standing of(Reference item) {
        Standing standing = known.get(item);
        if (standing == null) {
            standing = worst(item);
            known.put(item, standing);
        }
        return standing;
    }

    /** The worst among the item and all that it needs, directly or not; items may need each other. */
    private Standing worst(Reference item) {
        Standing worst = Standing.IN_LIVE;
        Set<Reference> seen = new LinkedHashSet<>(Set.of(item));
        Deque<Reference> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Reference next = open.pop();
            Standing own = known.containsKey(next) ? of(next) : alone(next);
            worst = worst.state().compareTo(own.state()) >= 0 ? worst : own;
            if (own.state() == Standing.State.RESTORABLE) {
                needs(next).stream().filter(seen::add).forEach(open::push);
            }
        }
        return worst.state() == Standing.State.RESTORABLE ? unbound(seen) : worst;
    }

    /** Whether one of {@code items}, which are to be restored together, lacks what its derive rules name. */
    private Standing unbound(Set<Reference> items) {
        for (Reference item : items) {
            if (alignment.inLive(item) == null) {
                for (Derive derive : profile.item(item).derive()) {
                    for (String placeholder : derive.placeholders()) {
                        if (upwards(item, placeholder) && bindings.find(item, placeholder) == null) {
                            return Standing.gone("the " + placeholder + " of " + item + " survives in no source");
                        }
                    }
                }
            }
        }
        return Standing.RESTORABLE;
    }

    /** Whether a placeholder is an item up the line of parents, without which a list could not be found. */
    private boolean upwards(Reference item, String placeholder) {
        return profile.domains().containsKey(placeholder) && profile.item(item).rule(placeholder) == null;
    }

    private Standing alone(Reference item) {
        if (alignment.inLive(item) != null) {
            return Standing.IN_LIVE;
        }
        String kind = profile.kindOf(item.domain());
        ItemRule rule = profile.item(kind);
        if (branches.base(item) != null) {
            return Standing.gone(kind + " " + item.id() + " was deleted in live since");
        }
        LostRecord record = lost.records().get(item);
        if (rule.remade()) {
            return Standing.waiting(item, kind + " " + item.id() + " is not there again");
        }
        if (rule.register() != null) {
            return account(item, rule, record);
        }
        if (record == null) {
            return Standing.waiting(item, kind + " " + item.id() + " survives in no source yet");
        }
        if (record.deleted()) {
            return Standing.gone(kind + " " + item.id() + " was deleted in the gap");
        }
        return fragment(record, rule);
    }

    private Standing fragment(LostRecord record, ItemRule rule) {
        Reference item = record.reference();
        if (record.fields().isEmpty()) {
            return Standing.gone("nothing of " + item + " survives but its lists");
        }
        return rule.essential().stream()
                .filter(field -> bindings.find(item, field) == null)
                .findFirst()
                .map(field -> Standing.gone("a fragment: the " + field + " of " + item + " survives in no source"))
                .orElse(Standing.RESTORABLE);
    }

    private Standing account(Reference item, ItemRule rule, @Nullable LostRecord record) {
        String name = nameOf(item);
        if (record == null || mustRegister(record, rule)) {
            return Standing.waiting(item, name + " has not registered again");
        }
        if (record.mentionOnly() || lacksRequired(record, rule)) {
            return Standing.waiting(item, name + " has not returned; only the name survives");
        }
        return Standing.RESTORABLE;
    }

    private static boolean lacksRequired(LostRecord record, ItemRule rule) {
        return rule.requires().stream().anyMatch(field -> record.value(field) == null);
    }

    /** Whether the account had credentials, which are in no source that may give them back. */
    boolean mustRegister(LostRecord record, ItemRule rule) {
        ItemRule.Register register = rule.register();
        if (register == null) {
            return false;
        }
        Bytes name = record.value(register.field());
        Pattern unless = register.unless();
        return name == null || unless == null || !unless.fits(name);
    }

    /** The account's natural name, for people. */
    String nameOf(Reference account) {
        ItemRule rule = profile.item(account);
        Map<String, Bytes> fields = branches.lost(account);
        Bytes name = fields == null || rule.label() == null ? null : fields.get(rule.label());
        return name == null ? account.toString() : name.toString();
    }

    /** All that the item refers to must be in live or come with it; the last is to be looked at first. */
    private List<Reference> needs(Reference item) {
        LostRecord record = lost.records().get(item);
        ItemRule rule = profile.item(profile.kindOf(item.domain()));
        List<Reference> needs = new ArrayList<>();
        if (record != null && rule.register() == null) {
            record.fields().forEach((name, value) -> {
                Reference named = named(rule.rule(name), value.value(), item);
                if (named != null && needed(rule, name, named)) {
                    needs.add(0, named);
                }
            });
            Reference parent = rule.packed() ? bindings.parent(item) : branches.listedIn(item);
            if (parent != null) {
                needs.add(0, parent);
            }
        }
        return needs;
    }

    private @Nullable Reference named(@Nullable FieldRule field, Bytes value, Reference item) {
        return field == null || field.kind() != FieldKind.ID ? null : bindings.named(field, value, item);
    }

    /** What it belongs to and who made it; of all else that it names, what may still come. */
    private boolean needed(ItemRule rule, String field, Reference named) {
        if (field.equals(rule.parent()) || field.equals(rule.author())) {
            return true;
        }
        boolean vital = rule.packed()
                || rule.requires().contains(field)
                || rule.togetherWith(field).size() > 1;
        return vital && knownToCome(named) && alignment.inLive(named) == null;
    }

    /** Whether the item is in a source, or has an owner who will make it again. */
    private boolean knownToCome(Reference item) {
        LostRecord record = lost.records().get(item);
        return record != null && !record.deleted() && !record.fields().isEmpty();
    }

    /** What a change to a surviving item needs: everything that {@code value} of {@code field} refers to. */
    Standing ofValue(FieldRule field, Bytes value, Reference item) {
        Reference named = named(field, value, item);
        return named == null ? Standing.IN_LIVE : of(named);
    }
}
