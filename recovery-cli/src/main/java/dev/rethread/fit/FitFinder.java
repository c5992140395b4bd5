package dev.rethread.fit;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.ValueSink;
import dev.rethread.profile.Domain;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Profile;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Walks a keyspace twice: for the items that it holds, then for all that its keys say. Start reading at {@link #of}. */
public final class FitFinder {
    private final Profile profile;
    private final KeyRoles roles;
    private final Runnable tick;
    private final KnownItems known = new KnownItems();
    private final Findings findings = new Findings(known);
    private final Sums sums;
    private final Shapes unclaimed = new Shapes();
    private final Map<String, long[]> counted = new TreeMap<>();
    private @Nullable KeyVisit open;

    private FitFinder(Profile profile, Runnable tick) {
        this.profile = profile;
        this.roles = new KeyRoles(profile);
        this.tick = tick;
        this.sums = new Sums(profile);
    }

    /**
     * What there is to say of {@code profile} against {@code snapshot}.
     *
     * @param tick called at every key, may throw to end the walk
     */
    public static Fit of(Profile profile, Snapshot snapshot, Runnable tick) {
        FitFinder finder = new FitFinder(profile, tick);
        snapshot.walk((key, expireAt, sure) -> finder.item(key));
        snapshot.walk((key, expireAt, sure) -> finder.visit(key));
        finder.close();
        return finder.fit();
    }

    private @Nullable ValueSink item(Key key) {
        tick.run();
        KeyRole role = roles.of(key);
        if (role instanceof KeyRole.ItemKey item) {
            known.add(new Reference(profile.item(item.kind()).domain(), item.id()));
        }
        return role instanceof KeyRole.PackedKey packed ? new PackedItems(packed) : null;
    }

    private ValueSink visit(Key key) {
        tick.run();
        close();
        open = new KeyVisit(profile, key, roles.of(key), findings, sums);
        return open;
    }

    /** The key that was walked is done, though its value may have no end. */
    private void close() {
        KeyVisit done = open;
        open = null;
        if (done != null) {
            done.close();
            long[] count = counted.computeIfAbsent(done.role(), role -> new long[2]);
            count[0]++;
            count[1] += done.bytes();
            if (done.role().equals(Fit.UNCLAIMED)) {
                unclaimed.add(done.name(), done.type(), done.bytes());
            }
        }
    }

    private Fit fit() {
        List<Fit.Role> all = counted.entrySet().stream()
                .map(role -> new Fit.Role(role.getKey(), role.getValue()[0], role.getValue()[1]))
                .sorted(Comparator.comparingLong(Fit.Role::keys).reversed().thenComparing(Fit.Role::role))
                .toList();
        return new Fit(all, unclaimed.largest(), findings.ids(), findings.unlike(), sums.counts());
    }

    /** The items in the fields of one hash. */
    private final class PackedItems extends ElementSink {
        private final ItemRule rule;
        private final String space;

        PackedItems(KeyRole.PackedKey packed) {
            rule = profile.item(packed.kind());
            space = space(profile, rule, packed.values());
        }

        @Override
        boolean wanted() {
            return true;
        }

        @Override
        void element(Bytes name, Bytes value) {
            id(profile, rule, name, space).ifPresent(known::add);
        }
    }

    /** The space of ids that a hash of packed items holds. */
    static String space(Profile profile, ItemRule rule, Map<String, Bytes> values) {
        String within = Objects.requireNonNull(profile.domain(rule.domain()).within());
        return Domain.within(
                rule.domain(), Objects.requireNonNull(values.get(within)).utf8());
    }

    /** The packed item in the field of this name, if it is one. */
    static java.util.Optional<Reference> id(Profile profile, ItemRule rule, Bytes name, String space) {
        return Objects.requireNonNull(rule.field())
                .match(name)
                .map(values -> Objects.requireNonNull(values.get(rule.domain())))
                .map(id -> profile.reference(rule.domain(), id, new Reference(space, id)));
    }
}
