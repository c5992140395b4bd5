package dev.rethread.rebase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Profile;
import dev.rethread.profile.Profiles;
import java.util.List;

/** A forum of a few keys in its three branches, and what a rebase makes of it. */
final class SmallGap {
    static final Profile MUUT = Profiles.read("muut");

    final Keys base = new Keys()
            .string("next:user", "2")
            .string("next:reply", "1")
            .account(1, "@ann", 1)
            .account(2, "@bob", 2)
            .forum("goma", 1)
            .channel("goma", "art")
            .thread("/goma/art#old", 1, 10)
            .reply(1, "/goma/art#old", 2, 11);
    final Keys gap = base.copy();
    final Keys live = base.copy();

    Staging rebase() {
        return rebase(MUUT);
    }

    Staging rebase(Profile profile) {
        return rebase(profile, new Evidence.Keyspace("gap", gap.snapshot("gap")));
    }

    Staging rebase(Profile profile, Evidence... evidence) {
        return Rebase.of(profile, base.snapshot("base"), List.of(evidence), live.snapshot("live"), AppliedCounts.NONE);
    }

    static Item item(Staging staging, String kind, String id) {
        List<Item> found = staging.items().stream()
                .filter(item -> item.kind().equals(kind) && item.id().equals(Bytes.of(id)))
                .toList();
        assertThat(found).as("%s %s in %s", kind, id, outcomes(staging)).hasSize(1);
        return found.get(0);
    }

    static Outcome outcome(Staging staging, String kind, String id) {
        return item(staging, kind, id).outcome();
    }

    /** Each item as {@code kind id outcome}. */
    static List<String> outcomes(Staging staging) {
        return staging.items().stream()
                .map(item ->
                        item.kind() + " " + item.id() + " " + item.outcome().word())
                .toList();
    }

    static List<String> writes(Item item) {
        return item.effects().stream()
                .map(e -> e.key() + " " + e.element() + " " + e.operation() + " " + e.value())
                .toList();
    }

    static IdMapping mapping(Staging staging, String reference) {
        return staging.ids().stream()
                .filter(id -> id.lost().toString().equals(reference))
                .findFirst()
                .orElseThrow();
    }
}
