package dev.rethread.replay;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.plan.PlanHeader;
import dev.rethread.plan.PlanStep;
import dev.rethread.server.Place;
import dev.rethread.server.TargetReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The id map, and the reserving of fresh ids. A process that dies in between burns ids, it never uses one twice. */
final class Ids {
    /** A counter that lies further behind than this is broken, and would take hours to pass. */
    private static final int MAX_ROUNDS = 10_000;

    private final Map<Reference, IdMapping> mappings;

    Ids(Map<Reference, IdMapping> mappings) {
        this.mappings = new HashMap<>(mappings);
    }

    /** The id in live; null where there is none, or none yet. */
    @Nullable
    Bytes live(Reference reference) {
        IdMapping mapping = mappings.get(reference);
        return mapping == null ? null : mapping.live();
    }

    /** In live's ids; those that live does not have stay as the lost branch knew them, for the journal of a refusal. */
    Bytes resolve(Template template) {
        return template.resolve(reference -> Objects.requireNonNullElse(live(reference), reference.id()));
    }

    /**
     * Takes a fresh id from live's counters for every object that {@code steps} create and that has none.
     *
     * @throws OperatorException if the plan names no counter for it
     */
    void reserve(
            List<PlanStep> steps,
            PlanHeader plan,
            Applier applier,
            TargetReader target,
            Journal journal,
            Moment.Witness witness) {
        Map<String, List<PlanStep>> wanting = new LinkedHashMap<>();
        for (PlanStep step : steps) {
            Reference creates = step.creates();
            if (creates != null && wantsId(creates)) {
                wanting.computeIfAbsent(creates.domain(), domain -> new ArrayList<>())
                        .add(step);
            }
        }
        wanting.forEach((domain, creators) -> {
            Place counter = counter(domain, plan, creators.get(0).database());
            List<IdMapping> fresh = take(counter, creators, applier, target);
            witness.reached(Moment.AFTER_TAKING_IDS);
            journal.reserve(fresh);
            fresh.forEach(id -> mappings.put(id.lost(), id));
        });
    }

    private boolean wantsId(Reference reference) {
        IdMapping mapping = mappings.get(reference);
        return mapping != null && mapping.how() == IdMapping.How.FRESH && mapping.live() == null;
    }

    private static Place counter(String domain, PlanHeader plan, int database) {
        return plan.reservations().stream()
                .filter(reservation -> reservation.domain().equals(domain))
                .findFirst()
                .map(reservation -> place(reservation, database))
                .orElseThrow(() -> new OperatorException(
                        "the plan names no counter that issues ids of " + domain,
                        "Name it in the profile, then stage and plan again.",
                        ExitCode.PRECONDITION));
    }

    private static Place place(PlanHeader.Reservation reservation, int database) {
        Key key = new Key(database, Bytes.of(reservation.counter()));
        String field = reservation.field();
        return field == null ? new Place(key, Type.STRING, Bytes.EMPTY) : new Place(key, Type.HASH, Bytes.of(field));
    }

    private List<IdMapping> take(Place counter, List<PlanStep> creators, Applier applier, TargetReader target) {
        List<IdMapping> fresh = new ArrayList<>();
        for (int round = 0; fresh.size() < creators.size(); round++) {
            if (round == MAX_ROUNDS) {
                throw new OperatorException(
                        "the counter " + counter.key() + " lies far behind the ids in use",
                        "Raise it above the highest id in use.",
                        ExitCode.PRECONDITION);
            }
            List<PlanStep> rest = creators.subList(fresh.size(), creators.size());
            long last = applier.take(counter, rest.size());
            fresh.addAll(assign(last - rest.size() + 1, rest, target));
        }
        return fresh;
    }

    /** Ids from {@code first} on to as many of {@code creators}, in order, as there are ids not in use. */
    private List<IdMapping> assign(long first, List<PlanStep> creators, TargetReader target) {
        List<Bytes> ids = LongStream.range(first, first + creators.size())
                .mapToObj(Bytes::of)
                .toList();
        List<Boolean> used = inUse(ids, creators.get(0), target);
        List<IdMapping> assigned = new ArrayList<>();
        for (int i = 0; i < creators.size(); i++) {
            if (!used.get(i)) {
                Reference lost =
                        Objects.requireNonNull(creators.get(assigned.size()).creates());
                IdMapping mapping = Objects.requireNonNull(mappings.get(lost));
                assigned.add(new IdMapping(lost, ids.get(i), mapping.how(), mapping.evidence()));
            }
        }
        return assigned;
    }

    /** Whether live holds an object of each id: a key of its own, or a field in the hash of several. */
    private List<Boolean> inUse(List<Bytes> ids, PlanStep creator, TargetReader target) {
        Template element = creator.writes().get(0).effect().element();
        List<Place> places = ids.stream()
                .map(id -> new Place(
                        new Key(creator.database(), as(id, creator, creator.key())),
                        creator.type(),
                        as(id, creator, element)))
                .toList();
        if (creator.inField()) {
            return target.elements(places).stream().map(Objects::nonNull).toList();
        }
        return target.types(places.stream().map(Place::key).toList()).stream()
                .map(Objects::nonNull)
                .toList();
    }

    /** A template in live's ids, where what {@code creator} makes has the id {@code id}. */
    private Bytes as(Bytes id, PlanStep creator, Template template) {
        return template.resolve(reference ->
                reference.equals(creator.creates()) ? id : Objects.requireNonNullElse(live(reference), reference.id()));
    }
}
