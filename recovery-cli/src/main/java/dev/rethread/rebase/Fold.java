package dev.rethread.rebase;

import dev.rethread.delta.Delta;
import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.profile.Counter;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Folds several pieces of evidence into one lost branch.
 *
 * <p>The newest complete snapshot, by the age of its content, is the lost branch up to its moment: what it lacks was
 * deleted, whatever older sources mention. Incomplete sources are laid over it item by item: a newer version of an item
 * wins, one that is older than the complete snapshot and missing there was deleted.
 */
final class Fold {
    /**
     * What one keyspace adds to, changes in and removes from the base.
     *
     * @param issued the sum of the counters of ids, which never go down
     * @param contentTime the newest moment that a changed item names
     * @param reach the same with what changed in collections: the moment of a vote
     */
    private record Changes(Snapshot snapshot, List<KeyChange> keys, long issued, long contentTime, long reach) {
        private static final Comparator<Changes> AGE = Comparator.comparingLong(Changes::issued)
                .thenComparingLong(Changes::reach)
                .thenComparingLong(Changes::contentTime);

        boolean complete() {
            return snapshot.complete();
        }

        boolean has(Key key) {
            return snapshot.get(key) != null;
        }

        /** Where it is said; a key that is not there is said to be missing by the whole source. */
        Provenance from(KeyChange change) {
            Entry after = change.after();
            return after == null
                    ? new Provenance(snapshot.source(), NOWHERE)
                    : new Provenance(snapshot.fileOf(change.key()), after.span());
        }
    }

    private static final Span NOWHERE = new Span(0, 0);

    private final Profile profile;
    private final KeyRoles roles;
    private final Snapshot base;
    private final LostBranchBuilder branch;
    private final Overlay overlay;

    private Fold(Profile profile, Snapshot base) {
        this.profile = profile;
        this.roles = new KeyRoles(profile);
        this.base = base;
        this.branch = new LostBranchBuilder(profile, base);
        this.overlay = new Overlay(profile, branch);
    }

    static LostBranch fold(Profile profile, Snapshot base, List<Evidence> evidence) {
        Fold fold = new Fold(profile, base);
        fold.keyspaces(evidence);
        fold.documents(evidence);
        return fold.branch.build();
    }

    private void keyspaces(List<Evidence> evidence) {
        List<Changes> all = new ArrayList<>();
        for (Evidence one : evidence) {
            if (one instanceof Evidence.Keyspace keyspace) {
                all.add(changes(keyspace));
            }
        }
        List<Changes> complete = new ArrayList<>(all.stream()
                .filter(Changes::complete)
                .filter(changes -> !isFromBeforeTheBase(changes))
                .sorted(Changes.AGE.reversed())
                .toList());
        if (!complete.isEmpty()) {
            complete(complete.remove(0));
            complete.forEach(this::attest);
        }
        all.stream()
                .filter(changes -> !changes.complete())
                .sorted(Comparator.comparingLong(Changes::reach))
                .forEach(this::incomplete);
    }

    /**
     * A copy from before the base lacks what was written until then, which is no deletion. Counters of ids never go down;
     * where they are equal, the newest content tells.
     */
    private boolean isFromBeforeTheBase(Changes changes) {
        Snapshot copy = changes.snapshot();
        return anyCounterOf(profile, counter -> count(copy, counter) < count(base, counter))
                || (!anyCounterOf(profile, counter -> count(copy, counter) > count(base, counter))
                        && changes.contentTime() < branch.baseUntil()
                        && Coverage.of(profile, new Evidence.Keyspace(copy.source(), copy))
                                        .to()
                                < branch.baseUntil());
    }

    private static boolean anyCounterOf(Profile profile, Predicate<Counter> holds) {
        return profile.domains().values().stream()
                .flatMap(domain -> counter(domain).stream())
                .anyMatch(holds);
    }

    /** Counters of ids that are unique by themselves. */
    private static Optional<Counter> counter(Domain domain) {
        return domain.within() == null ? Optional.ofNullable(domain.counter()) : Optional.empty();
    }

    private long count(Snapshot snapshot, Counter counter) {
        return Branches.counted(profile, snapshot, counter, Bytes.EMPTY);
    }

    private Changes changes(Evidence.Keyspace keyspace) {
        List<KeyChange> keys = new ArrayList<>();
        Delta.between(base, keyspace.snapshot(), keys::add);
        Snapshot copy = keyspace.snapshot();
        long issued = profile.domains().values().stream()
                .flatMap(domain -> counter(domain).stream())
                .mapToLong(counter -> count(copy, counter))
                .sum();
        long contentTime = keys.stream().mapToLong(this::newestTime).max().orElse(0);
        long reach = keys.stream().mapToLong(this::newestScore).max().orElse(0);
        return new Changes(copy, keys, issued, contentTime, Math.max(contentTime, reach));
    }

    private long newestScore(KeyChange change) {
        if (!(roles.of(change.key()) instanceof KeyRole.CollectionKey collection)) {
            return 0;
        }
        return collection.forms().stream()
                .filter(form -> form.value().kind() == FieldKind.TIME && form.named())
                .flatMapToLong(form -> change.elements().stream()
                        .filter(element -> form.element().fits(element.element().name()))
                        .mapToLong(element -> LostRecord.time(form.value(), element.after())))
                .max()
                .orElse(0);
    }

    private long newestTime(KeyChange change) {
        KeyRole role = roles.of(change.key());
        if (role instanceof KeyRole.ItemKey item) {
            Map<String, Bytes> fields = Branches.fields(change.after());
            return fields == null ? 0 : LostRecord.newestTime(profile.item(item.kind()), fields);
        }
        long newest = 0;
        if (role instanceof KeyRole.PackedKey packed) {
            for (ElementChange element : change.elements()) {
                Map<String, Bytes> fields = PackedItem.fields(element.after());
                newest = Math.max(
                        newest, fields == null ? 0 : LostRecord.newestTime(profile.item(packed.kind()), fields));
            }
        }
        return newest;
    }

    private void complete(Changes changes) {
        branch.completeUntil(changes.contentTime(), changes.reach());
        profile.domains()
                .forEach((name, domain) ->
                        counter(domain).ifPresent(key -> branch.issued(name, count(changes.snapshot(), key))));
        for (KeyChange change : changes.keys()) {
            KeyRole role = roles.of(change.key());
            Entry after = change.after();
            Provenance from = changes.from(change);
            if (after != null && !fits(role, after.value())) {
                branch.withholding().wrongType(change, from);
            } else if (role instanceof KeyRole.ItemKey item) {
                completeItem(item, change, from);
            } else if (role instanceof KeyRole.PackedKey packed) {
                change.elements().forEach(element -> packed(packed, element, change, from));
            } else if (role instanceof KeyRole.CollectionKey collection) {
                branch.collect(collection, change, from, unknown(change, from), item -> true);
            } else {
                branch.withholding().key(role, change, from);
            }
        }
    }

    /** Whether a key's value is of the type that its rule speaks of. */
    private static boolean fits(KeyRole role, Value value) {
        Type type = value.type();
        return (type == Type.HASH || !(role instanceof KeyRole.ItemKey || role instanceof KeyRole.PackedKey))
                && (!(role instanceof KeyRole.CollectionKey key)
                        || type == key.forms().get(0).type());
    }

    private Consumer<ElementChange> unknown(KeyChange change, Provenance from) {
        return element -> {
            if (element.after() != null) {
                branch.withholding().element(change, from);
            }
        };
    }

    /** The id of a packed item in the space of its parent; null for a field that is none. */
    private @Nullable Reference packed(KeyRole.PackedKey key, Element element) {
        ItemRule rule = profile.item(key.kind());
        Pattern field = Objects.requireNonNull(rule.field());
        Map<String, Bytes> all = new LinkedHashMap<>(key.values());
        Map<String, Bytes> own = element instanceof Element.Field named
                ? field.match(named.name()).orElse(Map.of())
                : Map.of();
        all.putAll(own);
        return profile.references(field, own, all).get(rule.domain());
    }

    private void packed(KeyRole.PackedKey key, ElementChange change, KeyChange whole, Provenance from) {
        Reference item = packed(key, change.element());
        Bytes after = change.after();
        if (item == null) {
            return;
        }
        if (after == null) {
            LostRecord gone = new LostRecord(key.kind(), item, true);
            gone.markDeleted();
            branch.put(gone);
            return;
        }
        branch.packed(key.kind(), item, after, from)
                .ifPresentOrElse(branch::put, () -> branch.withholding().element(whole, from));
    }

    private void completeItem(KeyRole.ItemKey item, KeyChange change, Provenance from) {
        if (change.after() == null) {
            LostRecord gone = new LostRecord(item.kind(), branch.reference(item.kind(), item.id()), true);
            gone.markDeleted();
            branch.put(gone);
        } else {
            Reference reference = branch.reference(item.kind(), item.id());
            branch.put(branch.record(item.kind(), reference, change.after(), from));
            branch.withholding().fields(item, change, from);
        }
    }

    /** An older complete source: it only attests what the newest one holds too. */
    private void attest(Changes older) {
        for (KeyChange change : older.keys()) {
            if (change.after() != null && roles.of(change.key()) instanceof KeyRole.ItemKey item) {
                LostRecord record = branch.find(branch.reference(item.kind(), item.id()));
                if (record != null && !record.deleted()) {
                    record.sources().add(older.from(change));
                } else if (change.before() == null && record == null) {
                    branch.countPurged();
                }
            }
        }
    }

    private void incomplete(Changes changes) {
        boolean newer = changes.contentTime() > branch.knownUntil() || changes.reach() > branch.reach();
        for (KeyChange change : changes.keys()) {
            Entry after = change.after();
            if (after == null) {
                continue;
            }
            Provenance from = changes.from(change);
            KeyRole role = roles.of(change.key());
            if (!fits(role, after.value())) {
                branch.withholding().wrongType(change, from);
            } else if (role instanceof KeyRole.ItemKey item) {
                Reference reference = branch.reference(item.kind(), item.id());
                LostRecord record = branch.record(item.kind(), reference, after, from);
                overlay.lay(partial(record, from), newer);
                branch.withholding().fields(item, change, from);
            } else if (role instanceof KeyRole.PackedKey packed) {
                for (ElementChange element : change.elements()) {
                    Reference item = packed(packed, element.element());
                    if (item != null && element.after() != null) {
                        branch.packed(packed.kind(), item, element.after(), from)
                                .ifPresent(record -> overlay.lay(partial(record, from), newer));
                    }
                }
            } else if (role instanceof KeyRole.CollectionKey collection && newer) {
                List<ElementChange> added = change.elements().stream()
                        .filter(element -> element.after() != null)
                        .toList();
                KeyChange without = new KeyChange(change.key(), change.before(), change.after(), added);
                branch.collect(
                        collection, without, from, unknown(change, from), item -> changes.has(profile.keyOf(item)));
            } else {
                branch.withholding().key(role, change, from);
            }
        }
        branch.replaced(changes.snapshot());
    }

    private static Partial partial(LostRecord record, Provenance from) {
        Map<String, Bytes> fields = new LinkedHashMap<>();
        record.fields().forEach((name, sourced) -> fields.put(name, sourced.value()));
        return new Partial(
                record.kind(),
                record.reference(),
                fields,
                record.packed(),
                record.present(),
                Map.of(),
                Map.of(),
                false,
                from);
    }

    private void documents(List<Evidence> evidence) {
        DocumentMapper mapper = new DocumentMapper(profile);
        for (Evidence one : evidence) {
            if (one instanceof Evidence.Documents documents) {
                long[] newest = new long[1];
                documents
                        .reader()
                        .forEach(document -> mapper.map(documents.name(), document)
                                .forEach(partial -> newest[0] = Math.max(newest[0], overlay.version(partial))));
                documents.reader().forEach(document -> document(mapper.map(documents.name(), document), newest[0]));
            }
        }
    }

    /** What a document says of its own item comes first: of one that was deleted it mentions nothing worth knowing. */
    private void document(List<Partial> said, long contentTime) {
        boolean newer = contentTime > branch.knownUntil();
        for (Partial partial : said) {
            if (!overlay.lay(partial, newer)) {
                return;
            }
            if (newer) {
                relations(partial);
            }
        }
    }

    private void relations(Partial partial) {
        partial.relations().forEach((kind, members) -> {
            for (Bytes member : members) {
                branch.relate(kind, partial.reference().id(), member, partial.from());
            }
        });
    }
}
