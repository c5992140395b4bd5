package dev.rethread.rebase;

import dev.rethread.delta.Delta;
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
import dev.rethread.profile.Domain;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Folds several pieces of evidence into one lost branch.
 *
 * <p>The newest complete snapshot, by the age of its content, is the lost branch up to its moment: what it lacks was
 * deleted, whatever older sources mention. Incomplete sources are laid over it item by item: a newer version of an item
 * wins, one that is older than the complete snapshot and missing there was deleted.
 */
final class Fold {
    /** What one keyspace adds to, changes in and removes from the base. */
    private record Changes(Snapshot snapshot, List<KeyChange> keys, long contentTime) {
        boolean complete() {
            return snapshot.complete();
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
                .sorted(Comparator.comparingLong(Changes::contentTime).reversed())
                .toList());
        if (!complete.isEmpty()) {
            complete(complete.remove(0));
            complete.forEach(this::attest);
        }
        all.stream()
                .filter(changes -> !changes.complete())
                .sorted(Comparator.comparingLong(Changes::contentTime))
                .forEach(this::incomplete);
    }

    /**
     * A copy from before the base lacks what was written until then, which is no deletion. Counters of ids never go down;
     * where they are equal, the newest content tells.
     */
    private boolean isFromBeforeTheBase(Changes changes) {
        Snapshot copy = changes.snapshot();
        return anyCounter(counter -> count(copy, counter) < count(base, counter))
                || (!anyCounter(counter -> count(copy, counter) > count(base, counter))
                        && changes.contentTime() < branch.baseUntil()
                        && Coverage.of(profile, new Evidence.Keyspace(copy.source(), copy))
                                        .to()
                                < branch.baseUntil());
    }

    private boolean anyCounter(Predicate<Key> holds) {
        return profile.domains().values().stream()
                .flatMap(domain -> counter(domain).stream())
                .anyMatch(holds);
    }

    private Optional<Key> counter(Domain domain) {
        return Optional.ofNullable(domain.counter()).map(name -> new Key(profile.database(), Bytes.of(name)));
    }

    private static long count(Snapshot snapshot, Key counter) {
        return Numbers.orZero(Branches.whole(snapshot.get(counter)));
    }

    private Changes changes(Evidence.Keyspace keyspace) {
        List<KeyChange> keys = new ArrayList<>();
        Delta.between(base, keyspace.snapshot(), keys::add);
        long contentTime = keys.stream().mapToLong(this::newestTime).max().orElse(0);
        return new Changes(keyspace.snapshot(), keys, contentTime);
    }

    private long newestTime(KeyChange change) {
        Map<String, Bytes> fields = Branches.fields(change.after());
        return fields != null && roles.of(change.key()) instanceof KeyRole.ItemKey item
                ? LostRecord.newestTime(profile.item(item.kind()), fields)
                : 0;
    }

    private void complete(Changes changes) {
        branch.completeUntil(changes.contentTime());
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
            } else if (role instanceof KeyRole.AttachedKey attached && after != null) {
                branch.attach(attached, after, from);
            } else if (role instanceof KeyRole.RelationKey relation) {
                change.elements().forEach(element -> branch.relate(relation, element, from));
            } else {
                branch.withholding().key(role, change, from);
            }
        }
    }

    /** Whether a key's value is of the type that its rule speaks of. */
    private static boolean fits(KeyRole role, Value value) {
        Type type = value.type();
        return (type == Type.HASH || !(role instanceof KeyRole.ItemKey))
                && (type == Type.SET || !(role instanceof KeyRole.RelationKey))
                && (type == Type.LIST || !(role instanceof KeyRole.AttachedKey));
    }

    private void completeItem(KeyRole.ItemKey item, KeyChange change, Provenance from) {
        if (change.after() == null) {
            LostRecord gone = new LostRecord(item.kind(), branch.reference(item.kind(), item.id()), true);
            gone.markDeleted();
            branch.put(gone);
        } else {
            branch.add(branch.record(item, change.after(), from));
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
        boolean newer = changes.contentTime() > branch.knownUntil();
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
                overlay.lay(partial(item, after, from), changes.contentTime());
                branch.withholding().fields(item, change, from);
            } else if (role instanceof KeyRole.AttachedKey attached && newer) {
                branch.attach(attached, after, from);
            } else if (role instanceof KeyRole.RelationKey relation && newer) {
                change.elements().stream()
                        .filter(element -> element.after() != null)
                        .forEach(element -> branch.relate(relation, element, from));
            } else {
                branch.withholding().key(role, change, from);
            }
        }
    }

    private Partial partial(KeyRole.ItemKey item, Entry entry, Provenance from) {
        Map<String, Bytes> fields = new LinkedHashMap<>();
        branch.record(item, entry, from).fields().forEach((name, sourced) -> fields.put(name, sourced.value()));
        Reference reference = branch.reference(item.kind(), item.id());
        return new Partial(item.kind(), reference, fields, Map.of(), Map.of(), false, from);
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
        for (Partial partial : said) {
            if (!overlay.lay(partial, contentTime)) {
                return;
            }
            if (contentTime > branch.knownUntil()) {
                relations(partial);
            }
        }
    }

    private void relations(Partial partial) {
        partial.relations().forEach((kind, members) -> {
            for (Bytes member : members) {
                if (!branch.held(kind, partial.reference().id(), member)) {
                    branch.relate(kind, partial.reference().id(), member, false, partial.from());
                }
            }
        });
    }
}
