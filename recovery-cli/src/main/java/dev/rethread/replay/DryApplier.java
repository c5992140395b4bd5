package dev.rethread.replay;

import dev.rethread.delta.Score;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.JournalRow;
import dev.rethread.plan.KeyState;
import dev.rethread.replay.Sending.Write;
import dev.rethread.server.Place;
import dev.rethread.server.TargetReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final TargetReader target;
    private final Map<Place, Optional<Bytes>> elements = new HashMap<>();
    private final Map<Key, String> types = new HashMap<>();

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
        for (Sending sending : batch) {
            sending.writes().forEach(write -> places.add(place(sending, write)));
        }
        List<Key> keys = new ArrayList<>();
        for (Sending sending : batch) {
            keys.add(sending.key());
            keys.addAll(sending.needs());
        }
        load(places, keys);
        List<@Nullable List<Verdict>> verdicts = new ArrayList<>();
        batch.forEach(sending -> verdicts.add(step(sending)));
        return new Applied(verdicts, null);
    }

    private static Place place(Sending sending, Write write) {
        return new Place(sending.key(), sending.step().type(), write.row().element());
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

    private void put(Place place, Bytes value) {
        elements.put(place, Optional.of(value));
        types.put(place.key(), place.type().word());
    }

    private List<Verdict> step(Sending sending) {
        List<Verdict> refusal = refusal(sending);
        if (refusal != null) {
            return refusal;
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (Write write : sending.writes()) {
            Place place = place(sending, write);
            Verdict verdict = judge(place, write);
            if (verdict == Verdict.WRITTEN) {
                put(place, result(held(place), write.row()));
            }
            verdicts.add(verdict);
        }
        return verdicts;
    }

    /** What refuses a step before its first write; null if nothing does. */
    private @Nullable List<Verdict> refusal(Sending sending) {
        String type = types.getOrDefault(sending.key(), "");
        boolean there = !type.isEmpty();
        if (there && !type.equals(sending.step().type().word())) {
            return every(sending, Verdict.WRONG_TYPE);
        }
        if (!there && sending.step().must() == KeyState.PRESENT) {
            return every(sending, Verdict.MISSING);
        }
        if (sending.needs().stream()
                .anyMatch(need -> types.getOrDefault(need, "").isEmpty())) {
            return every(sending, Verdict.ORPHANED);
        }
        return switch (sending.step().must()) {
            case PRESENT -> together(sending, false);
            case ABSENT -> together(sending, there);
            case ANY -> together(sending, false);
        };
    }

    private @Nullable List<Verdict> together(Sending sending, boolean occupied) {
        if (!sending.together() && !occupied) {
            return null;
        }
        List<Verdict> verdicts = sending.writes().stream()
                .map(write -> judge(place(sending, write), write))
                .toList();
        if (occupied && !verdicts.stream().allMatch(verdict -> verdict == Verdict.ALREADY)) {
            return every(sending, Verdict.OCCUPIED);
        }
        boolean refused =
                verdicts.stream().anyMatch(verdict -> !verdict.reason().isEmpty());
        return !refused
                ? null
                : verdicts.stream()
                        .map(verdict -> verdict.reason().isEmpty() ? Verdict.WITH_STEP : verdict)
                        .toList();
    }

    private static List<Verdict> every(Sending sending, Verdict verdict) {
        return sending.writes().stream().map(write -> verdict).toList();
    }

    private Verdict judge(Place place, Write write) {
        Bytes now = held(place);
        Bytes value = write.row().value();
        boolean score = place.type() == Type.ZSET;
        return switch (write.row().operation()) {
            case CREATE ->
                score && number(value) == null
                        ? Verdict.NO_NUMBER
                        : now == null ? Verdict.WRITTEN : same(place, now, value) ? Verdict.ALREADY : Verdict.DIFFERENT;
            case REPLACE -> score && number(value) == null ? Verdict.NO_NUMBER : replace(place, now, write);
            case RAISE -> raise(place, now, value);
            case ADD -> add(place, now, value);
        };
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
        boolean counts = place.type() == Type.HASH || place.type() == Type.STRING;
        boolean countable = countable(value) && (now == null || countable(now));
        return counts && countable ? Verdict.WRITTEN : Verdict.NO_NUMBER;
    }

    private static Bytes result(@Nullable Bytes now, JournalRow row) {
        return switch (row.operation()) {
            case ADD -> Bytes.of(count(now) + count(row.value()));
            case CREATE, REPLACE, RAISE -> row.value();
        };
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
