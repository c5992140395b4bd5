package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides of every item whether it is in live, can be put there, must wait, or has lost its place for good. */
final class Standings {
    private final Profile profile;
    private final Branches branches;
    private final LostBranch lost;
    private final Alignment alignment;
    private final Map<Reference, Standing> known = new HashMap<>();

    Standings(Profile profile, Branches branches, LostBranch lost, Alignment alignment) {
        this.profile = profile;
        this.branches = branches;
        this.lost = lost;
        this.alignment = alignment;
    }

    Standing of(Reference item) {
        Standing standing = known.get(item);
        if (standing == null) {
            standing = decide(item);
            known.put(item, standing);
        }
        return standing;
    }

    private Standing decide(Reference item) {
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
        return needs(record, rule);
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
        return name == null || register.unless().match(name).isEmpty();
    }

    /** The account's natural name, for people. */
    String nameOf(Reference account) {
        ItemRule rule = profile.item(profile.kindOf(account.domain()));
        Map<String, Bytes> fields = branches.lost(account);
        Bytes name = fields == null || rule.label() == null ? null : fields.get(rule.label());
        return name == null ? account.toString() : name.toString();
    }

    /** All that the item refers to must be in live or come with it. */
    private Standing needs(LostRecord record, ItemRule rule) {
        Standing worst = Standing.RESTORABLE;
        for (Map.Entry<String, Sourced> field : record.fields().entrySet()) {
            FieldRule fieldRule = rule.fields().get(field.getKey());
            if (fieldRule == null
                    || fieldRule.domain() == null
                    || fieldRule.domain().equals(rule.domain())) {
                continue;
            }
            Standing needed =
                    of(new Reference(fieldRule.domain(), field.getValue().value()));
            if (needed.state().compareTo(worst.state()) > 0 && !needed.available()) {
                worst = needed;
            }
        }
        return worst;
    }

    /** What a change to a surviving item needs: everything that {@code value} of {@code field} refers to. */
    Standing ofValue(FieldRule field, Bytes value) {
        return field.domain() == null ? Standing.IN_LIVE : of(new Reference(field.domain(), value));
    }
}
