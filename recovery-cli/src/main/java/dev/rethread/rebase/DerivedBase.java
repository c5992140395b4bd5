package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The base where no dump of it is left: what live and any evidence have alike, since both come from it. An id that the
 * two gave to different things, by the profile's identity, is not alike, nor is what hangs on it. Where the moment is
 * known to which live was rolled back, items made before it were in the base whoever has them now.
 *
 * <p>What differs between the two is in no base, so that neither counts as an edit of the other, and no number is added
 * to; what live alone has counts as written since, and what the lost branch alone has as lost.
 */
final class DerivedBase implements Snapshot {
    private final Profile profile;
    private final KeyRoles roles;
    private final List<Branches> evidence;
    private final Branches live;
    private final long rolledBackTo;
    private final Map<Reference, Boolean> same = new HashMap<>();
    private final Set<Key> keys = new TreeSet<>();

    /** @param rolledBackTo when the lost base was made, Unix ms; 0 where that is not known */
    DerivedBase(Profile profile, List<Snapshot> evidence, Snapshot live, long rolledBackTo) {
        this.profile = profile;
        this.roles = new KeyRoles(profile);
        this.evidence = evidence.stream()
                .sorted(Comparator.comparingLong(Snapshot::written).reversed())
                .map(lost -> Branches.ofBase(profile, lost))
                .toList();
        this.live = Branches.ofBase(profile, live);
        this.rolledBackTo = rolledBackTo;
        live.keys().forEach(this::note);
        if (rolledBackTo > 0) {
            evidence.forEach(lost -> lost.keys().forEach(this::note));
        }
    }

    private void note(Key key) {
        if (get(key) != null) {
            keys.add(key);
        }
    }

    @Override
    public String source() {
        return "base";
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public Collection<Key> keys() {
        return Collections.unmodifiableSet(keys);
    }

    @Override
    public @Nullable Entry get(Key key) {
        Entry held = live.baseEntry(key);
        List<Entry> lost = evidence.stream()
                .flatMap(branch -> Stream.ofNullable(branch.baseEntry(key)))
                .toList();
        KeyRole role = roles.of(key);
        if (role instanceof KeyRole.ItemKey item) {
            return item(item, held, lost);
        } else if (held == null || lost.isEmpty()) {
            return null;
        }
        return role instanceof KeyRole.CollectionKey collection
                ? CommonEntry.of(
                        held,
                        lost,
                        (name, value) -> sameThing(collection, name, value),
                        name -> kind(collection, name) == FieldKind.COUNTER)
                : CommonEntry.of(held, lost, (name, value) -> true, name -> false);
    }

    private @Nullable Entry item(KeyRole.ItemKey key, @Nullable Entry held, List<Entry> lost) {
        ItemRule rule = profile.item(key.kind());
        if (held != null && !lost.isEmpty()) {
            Reference id = new Reference(rule.domain(), key.id());
            Map<String, Bytes> fields = Objects.requireNonNullElse(Branches.fields(held), Map.of());
            return same(id)
                    ? CommonEntry.of(
                            held,
                            lost,
                            (name, value) -> sameNamed(rule.rule(name.utf8()), value, id, fields),
                            name -> counts(rule.rule(name.utf8())))
                    : null;
        }
        Entry only = held != null ? held : lost.isEmpty() ? null : lost.get(0);
        long made = LostRecord.made(rule, Branches.fields(only));
        return made > 0 && made <= rolledBackTo ? only : null;
    }

    private static boolean counts(@Nullable FieldRule rule) {
        return rule != null && rule.kind() == FieldKind.COUNTER;
    }

    /** Whether what a value names, if anything, is the same in both branches. */
    private boolean sameNamed(
            @Nullable FieldRule rule, Bytes value, @Nullable Reference from, Map<String, Bytes> beside) {
        if (rule == null) {
            return true;
        } else if (rule.kind() == FieldKind.ID && from != null) {
            Reference named = profile.reference(rule.domain(beside::get), value, from);
            return named == null || same(named);
        }
        Pattern pattern = rule.kind() == FieldKind.PATTERN ? rule.pattern() : null;
        Map<String, Bytes> ids =
                pattern == null ? Map.of() : pattern.match(value).orElse(Map.of());
        return pattern == null
                || profile.references(pattern, ids, ids).values().stream().allMatch(this::same);
    }

    /** Whether all that an element names is the same in both branches. */
    private boolean sameThing(KeyRole.CollectionKey role, Bytes name, Bytes value) {
        KeyRule.Collection rule = form(role, name);
        if (rule == null) {
            return true;
        }
        Map<String, Bytes> own = rule.named() ? rule.element().match(name).orElseThrow() : Map.of();
        Map<String, Bytes> all = new LinkedHashMap<>(role.values());
        all.putAll(own);
        Map<String, Reference> named = new LinkedHashMap<>(profile.references(role.key(), role.values(), all));
        named.putAll(profile.references(rule.element(), own, all));
        Reference from = named.values().stream().findFirst().orElse(null);
        return named.values().stream().allMatch(this::same)
                && sameNamed(rule.value(), LostBranchBuilder.whole(value), from, Map.of());
    }

    private static @Nullable FieldKind kind(KeyRole.CollectionKey role, Bytes name) {
        KeyRule.Collection rule = form(role, name);
        return rule == null ? null : rule.value().kind();
    }

    private static KeyRule.@Nullable Collection form(KeyRole.CollectionKey role, Bytes name) {
        return role.forms().stream()
                .filter(rule -> !rule.named() || rule.element().fits(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether an id names the same thing in both branches; one that names no item names itself. */
    private boolean same(Reference id) {
        Boolean known = same.get(id);
        if (known == null) {
            known = profile.items().values().stream()
                            .noneMatch(rule -> rule.domain().equals(Domain.plain(id.domain())))
                    || evidence.stream().anyMatch(lost -> same(id, lost));
            same.put(id, known);
        }
        return known;
    }

    private boolean same(Reference id, Branches lost) {
        Map<String, Bytes> there = live.base(id);
        Map<String, Bytes> here = lost.base(id);
        long made = LostRecord.made(profile.item(id), here);
        if (there == null || here == null) {
            return false;
        } else if (made > 0 && made == LostRecord.made(profile.item(id), there)) {
            return true;
        }
        String identity = Identity.inNames(profile, id, live::base);
        return identity != null && identity.equals(Identity.inNames(profile, id, lost::base));
    }
}
