package dev.rethread.replay;

import dev.rethread.delta.Score;
import dev.rethread.item.Operation;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.JournalRow;
import dev.rethread.plan.KeyState;
import dev.rethread.replay.Sending.Write;
import dev.rethread.server.Place;
import dev.rethread.server.Place.Aspect;
import dev.rethread.server.TargetReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what {@code step.lua} would answer, from what live holds and what the steps before would have changed. Has
 * nothing to write with.
 */
final class DryApplier implements Applier {
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");
    private static final Pattern COUNTABLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    /** Of the script; between two clocks. */
    private static final long TOLERANCE = 1000;

    private static final int TURNS = 3;
    private static final int PAYLOAD_FOOTER = 10;

    private final TargetReader target;
    private final Map<Place, Optional<Bytes>> elements = new HashMap<>();
    private final Map<Key, String> types = new HashMap<>();
    private long clock;

    DryApplier(TargetReader target) {
        this.target = target;
    }

    /** A dry run reports what does not hold instead of ending there. */
    @Override
    public void fence() {}

    @Override
    public void settled(List<Sending> batch) {}

    @Override
    public long take(Place counter, long ids) {
        load(List.of(counter), List.of(counter.key()));
        Bytes now = held(counter);
        String type = types.getOrDefault(counter.key(), "");
        boolean other = !type.isEmpty() && !type.equals(counter.type().word());
        if (other || (now != null && !countable(now))) {
            throw LiveWriter.noNumber(counter);
        }
        long last = count(now) + ids;
        put(counter, Bytes.of(last));
        return last;
    }

    @Override
    public Applied apply(List<Sending> batch) {
        List<Place> places = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        for (Sending sending : batch) {
            places.add(new Place(sending.key(), sending.step().type(), Aspect.SIZE));
            sending.writes().forEach(write -> places.add(Sending.place(write.row())));
            keys.add(sending.key());
            keys.addAll(sending.needs());
        }
        load(places, keys);
        if (places.stream().anyMatch(place -> place.aspect() == Aspect.DEADLINE)) {
            clock = target.clock();
        }
        List<@Nullable List<Verdict>> verdicts = new ArrayList<>();
        batch.forEach(sending -> verdicts.add(step(sending)));
        return new Applied(verdicts, null);
    }

    private void load(List<Place> places, List<Key> keys) {
        List<Place> unknown = places.stream()
                .distinct()
                .filter(place -> !elements.containsKey(place))
                .toList();
        List<@Nullable Bytes> held = target.elements(unknown);
        for (int i = 0; i < unknown.size(); i++) {
            elements.put(unknown.get(i), Optional.ofNullable(held.get(i)));
        }
        List<Key> unknownKeys =
                keys.stream().distinct().filter(key -> !types.containsKey(key)).toList();
        List<@Nullable String> found = target.types(unknownKeys);
        for (int i = 0; i < unknownKeys.size(); i++) {
            String type = found.get(i);
            types.put(unknownKeys.get(i), type == null ? "" : type);
        }
    }

    private @Nullable Bytes held(Place place) {
        return elements.getOrDefault(place, Optional.empty()).orElse(null);
    }

    private boolean there(Key key) {
        return !types.getOrDefault(key, "").isEmpty();
    }

    private void put(Place place, Bytes value) {
        if (place.aspect() == Aspect.DEADLINE) {
            elements.put(place, Optional.of(value));
            return;
        }
        if (place.type() == Type.LIST && value.isEmpty()) {
            take(place);
            return;
        }
        if (!there(place.key())) {
            elements.put(Place.deadline(place.key()), Optional.of(Bytes.EMPTY));
        }
        if (place.aspect() == Aspect.ELEMENT && held(place) == null) {
            grow(place, 1);
        }
        elements.put(place, Optional.of(value));
        types.put(place.key(), place.type().word());
    }

    /** A key goes with its last element. */
    private void take(Place place) {
        elements.put(place, Optional.empty());
        boolean whole = place.type() == Type.STRING || place.type() == Type.LIST;
        if (whole || grow(place, -1) == 0) {
            types.put(place.key(), "");
            elements.put(Place.deadline(place.key()), Optional.empty());
        }
    }

    private long grow(Place place, int by) {
        Place size = new Place(place.key(), place.type(), Aspect.SIZE);
        long now = count(held(size)) + by;
        elements.put(size, Optional.of(Bytes.of(now)));
        return now;
    }

    /** Elements are removed behind the other writes, and deadlines come last. */
    private List<Verdict> step(Sending sending) {
        List<Verdict> refusal = refusal(sending);
        if (refusal != null) {
            return refusal;
        }
        boolean born = !there(sending.key());
        Verdict[] verdicts = new Verdict[sending.writes().size()];
        for (int turn = 1; turn <= TURNS; turn++) {
            for (int i = 0; i < verdicts.length; i++) {
                Write write = sending.writes().get(i);
                if (turn(write.row().operation()) == turn) {
                    verdicts[i] = perform(write, born);
                }
            }
        }
        return List.of(verdicts);
    }

    private static int turn(Operation operation) {
        return switch (operation) {
            case CREATE, REPLACE, RAISE, LIFT, ADD, LOAD -> 1;
            case REMOVE -> 2;
            case EXPIRE -> TURNS;
        };
    }

    /** What this step has made and whose deadline is over by now goes again with it. */
    private Verdict perform(Write write, boolean born) {
        Place place = Sending.place(write.row());
        Verdict verdict = judge(place, write);
        if (verdict == Verdict.OVER && born) {
            types.put(place.key(), "");
            elements.replaceAll((known, held) -> known.key().equals(place.key()) ? Optional.empty() : held);
            return Verdict.WRITTEN;
        }
        if (verdict == Verdict.WRITTEN && write.row().operation() == Operation.REMOVE) {
            take(place);
        } else if (verdict == Verdict.WRITTEN) {
            put(place, result(place, held(place), write.row()));
        }
        return verdict;
    }

    /** What refuses a step before its first write; null if nothing does. */
    private @Nullable List<Verdict> refusal(Sending sending) {
        String type = types.getOrDefault(sending.key(), "");
        boolean there = there(sending.key());
        Type wanted = sending.step().type();
        if (there && !type.equals(wanted.word()) && wanted != Type.MODULE) {
            return every(sending, Verdict.WRONG_TYPE);
        }
        if (!there && sending.step().must() == KeyState.PRESENT) {
            return missing(sending);
        }
        if (!sending.needs().stream().allMatch(this::there)) {
            return every(sending, Verdict.ORPHANED);
        }
        return together(sending, there);
    }

    private @Nullable List<Verdict> together(Sending sending, boolean there) {
        boolean occupied = there && sending.step().must() == KeyState.ABSENT;
        if (!sending.together() && !occupied) {
            return null;
        }
        List<Verdict> verdicts =
                sending.writes().stream().map(write -> foresee(write, there)).toList();
        if (occupied && !verdicts.stream().allMatch(verdict -> verdict == Verdict.ALREADY)) {
            return every(sending, Verdict.OCCUPIED);
        }
        if (verdicts.stream().allMatch(verdict -> verdict.reason().isEmpty())) {
            return there && grew(sending, verdicts) ? every(sending, Verdict.GREW) : null;
        }
        return verdicts.stream()
                .map(verdict -> verdict.reason().isEmpty() ? Verdict.WITH_STEP : verdict)
                .toList();
    }

    /** A deadline is for a key that another write of the step may make. */
    private Verdict foresee(Write write, boolean there) {
        boolean later = !there && write.row().operation() == Operation.EXPIRE;
        return later ? Verdict.WRITTEN : judge(Sending.place(write.row()), write);
    }

    private boolean grew(Sending sending, List<Verdict> verdicts) {
        long written =
                verdicts.stream().filter(verdict -> verdict == Verdict.WRITTEN).count();
        Place size = new Place(sending.key(), sending.step().type(), Aspect.SIZE);
        boolean whole =
                sending.step().must() == KeyState.WHOLE && sending.step().type() == Type.HASH;
        return whole && count(held(size)) != written;
    }

    private static List<Verdict> every(Sending sending, Verdict verdict) {
        return sending.writes().stream().map(write -> verdict).toList();
    }

    /** A key that is gone is no obstacle for what takes away. */
    private static List<Verdict> missing(Sending sending) {
        return sending.writes().stream()
                .map(write -> write.row().operation().toleratesAbsence() ? Verdict.ALREADY : Verdict.MISSING)
                .toList();
    }

    private Verdict judge(Place place, Write write) {
        Bytes now = held(place);
        Bytes value = write.row().value();
        return switch (write.row().operation()) {
            case CREATE -> unscored(place, value) ? Verdict.NO_NUMBER : create(place, now, value);
            case LOAD -> load(now, place, value);
            case REPLACE -> unscored(place, value) ? Verdict.NO_NUMBER : replace(place, now, write);
            case REMOVE -> remove(place, now, write.expected());
            case RAISE -> raise(place, now, value);
            case LIFT -> now == null && number(value) != null ? Verdict.ALREADY : raise(place, now, value);
            case ADD -> add(place, now, value);
            case EXPIRE -> expire(now, value, write.expected());
        };
    }

    private static boolean unscored(Place place, Bytes value) {
        return place.type() == Type.ZSET && number(value) == null;
    }

    private static Verdict create(Place place, @Nullable Bytes now, Bytes value) {
        return now == null ? Verdict.WRITTEN : same(place, now, value) ? Verdict.ALREADY : Verdict.DIFFERENT;
    }

    /** A key that only an earlier step makes has no payload to be compared. */
    private Verdict load(@Nullable Bytes now, Place place, Bytes value) {
        if (!there(place.key())) {
            return Verdict.WRITTEN;
        }
        boolean same = now != null && content(now).equals(content(value));
        return same ? Verdict.ALREADY : Verdict.DIFFERENT;
    }

    /** A payload without the server's version and the checksum. */
    private static Bytes content(Bytes payload) {
        return payload.slice(0, Math.max(0, payload.length() - PAYLOAD_FOOTER));
    }

    private static Verdict remove(Place place, @Nullable Bytes now, @Nullable Bytes expected) {
        if (now == null) {
            return Verdict.ALREADY;
        }
        boolean asExpected = place.type() == Type.SET || (expected != null && same(place, now, expected));
        return asExpected ? Verdict.WRITTEN : Verdict.DIFFERENT;
    }

    private Verdict expire(@Nullable Bytes now, Bytes value, @Nullable Bytes expected) {
        Bytes before = Objects.requireNonNullElse(expected, Bytes.EMPTY);
        if (!countable(value) || !(before.isEmpty() || countable(before))) {
            return Verdict.NO_NUMBER;
        } else if (now == null) {
            return Verdict.MISSING;
        } else if (count(value) <= clock) {
            return Verdict.OVER;
        } else if (near(now, value)) {
            return Verdict.ALREADY;
        }
        return near(now, before) ? Verdict.WRITTEN : Verdict.DIFFERENT;
    }

    private static boolean near(Bytes one, Bytes other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.equals(other);
        }
        return Math.abs(count(one) - count(other)) <= TOLERANCE;
    }

    private static Verdict replace(Place place, @Nullable Bytes now, Write write) {
        if (now == null) {
            return Verdict.DIFFERENT;
        } else if (same(place, now, write.row().value())) {
            return Verdict.ALREADY;
        }
        Bytes expected = write.expected();
        return expected != null && same(place, now, expected) ? Verdict.WRITTEN : Verdict.DIFFERENT;
    }

    private static Verdict raise(Place place, @Nullable Bytes now, Bytes value) {
        boolean numeric = place.type() != Type.SET && place.type() != Type.LIST;
        if (!numeric || number(value) == null || (now != null && number(now) == null)) {
            return Verdict.NO_NUMBER;
        }
        return now == null || smaller(now, value) ? Verdict.WRITTEN : Verdict.ALREADY;
    }

    private static Verdict add(Place place, @Nullable Bytes now, Bytes value) {
        boolean counts = switch (place.type()) {
            case HASH, STRING -> now == null || countable(now);
            case ZSET -> now == null || Double.isFinite(Score.parse(now));
            case LIST, SET, STREAM, MODULE, ARRAY, GCRA -> false;
        };
        return counts && countable(value) ? Verdict.WRITTEN : Verdict.NO_NUMBER;
    }

    private static Bytes result(Place place, @Nullable Bytes now, JournalRow row) {
        if (row.operation() != Operation.ADD) {
            return row.value();
        } else if (place.type() == Type.ZSET) {
            return Score.format((now == null ? 0 : Score.parse(now)) + count(row.value()));
        }
        return Bytes.of(count(now) + count(row.value()));
    }

    private static long count(@Nullable Bytes text) {
        return text == null ? 0 : Long.parseLong(text.utf8());
    }

    private static boolean same(Place place, Bytes one, Bytes other) {
        if (one.equals(other)) {
            return true;
        }
        Double first = place.type() == Type.ZSET ? number(one) : null;
        return first != null && first.equals(number(other));
    }

    private static boolean integer(Bytes text) {
        return INTEGER.matcher(text.utf8()).matches();
    }

    private static boolean countable(Bytes text) {
        return COUNTABLE.matcher(text.utf8()).matches();
    }

    private static @Nullable Double number(Bytes text) {
        try {
            return Score.parse(text);
        } catch (NumberFormatException notOne) {
            return null;
        }
    }

    private static boolean smaller(Bytes one, Bytes other) {
        if (integer(one) && integer(other)) {
            return new BigInteger(one.utf8()).compareTo(new BigInteger(other.utf8())) < 0;
        }
        Double first = number(one);
        Double second = number(other);
        return first != null && second != null && first < second;
    }
}
