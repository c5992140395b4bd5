package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A sound file's keys and where their records lie, to hold against what is read of the same file damaged. */
final class DamageMatrix {
    private final Map<Key, Entry> truth = new LinkedHashMap<>();

    DamageMatrix(RdbSnapshot sound) {
        for (Key key : sound.keys()) {
            Entry entry = sound.get(key);
            if (entry != null) {
                truth.put(key, entry);
            }
        }
    }

    int keys() {
        return truth.size();
    }

    Map<Key, Entry> truth() {
        return truth;
    }

    Map<Key, Value> values() {
        Map<Key, Value> values = new HashMap<>();
        truth.forEach((key, entry) -> values.put(key, entry.value()));
        return values;
    }

    /** The keys whose records have bytes in {@code damaged}; of an empty span, those that have it inside. */
    Set<Key> hit(Span damaged) {
        Set<Key> hit = new HashSet<>();
        truth.forEach((key, entry) -> {
            Span record = entry.span();
            long end = Math.max(damaged.end(), damaged.offset());
            boolean touched = damaged.length() == 0
                    ? record.offset() < end && end < record.end()
                    : record.offset() < end && damaged.offset() < record.end();
            if (touched) {
                hit.add(key);
            }
        });
        return hit;
    }

    /** The keys next to these in the file. */
    Set<String> neighbours(Set<Key> keys) {
        List<Key> order = List.copyOf(truth.keySet());
        Set<String> neighbours = new HashSet<>();
        for (int i = 0; i < order.size(); i++) {
            boolean next = (i > 0 && keys.contains(order.get(i - 1)))
                    || (i + 1 < order.size() && keys.contains(order.get(i + 1)));
            if (next) {
                neighbours.add(order.get(i).toString());
            }
        }
        return neighbours;
    }

    /**
     * How a damaged file was read.
     *
     * @param spared keys whose records the damage did not touch
     * @param recovered of these, those read with their value
     * @param lost of these, those not read: names for a failure's message
     * @param contested of these, those withheld because another key's name was changed into theirs
     * @param wrong of these, those read with another value
     * @param hit keys whose records the damage touched
     * @param changed keys read whole with another value or expiry, from a record that has a damaged byte, which no check
     *     of the format can notice
     * @param partial of these, those read as partial
     * @param renamed keys that the sound file does not have, whose records the damage touches: a changed byte of a name
     * @param invented keys that the sound file does not have, from elsewhere
     */
    record Tally(
            int spared,
            int recovered,
            List<String> lost,
            int contested,
            List<String> wrong,
            int hit,
            int changed,
            int partial,
            int renamed,
            List<String> invented) {}

    /** @param touches whether a record of the damaged file has a damaged byte */
    Tally compare(RdbSnapshot damaged, Set<Key> hit, Predicate<Span> touches) {
        int renamed = 0;
        List<String> lost = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> invented = new ArrayList<>();
        int recovered = 0;
        int changed = 0;
        int partial = 0;
        int contested = 0;
        Set<Bytes> twice = new HashSet<>();
        damaged.damages().stream()
                .filter(damage -> damage.problem().contains("neither is kept"))
                .forEach(damage -> twice.add(damage.key()));
        for (Map.Entry<Key, Entry> sound : truth.entrySet()) {
            Key key = sound.getKey();
            Entry found = damaged.get(key);
            boolean equal = found != null
                    && found.value().equals(sound.getValue().value())
                    && found.expireAt() == sound.getValue().expireAt();
            if (hit.contains(key)) {
                partial += damaged.partial(key) ? 1 : 0;
                changed += found != null && !equal && !damaged.partial(key) ? 1 : 0;
            } else if (found != null && !equal && touches.test(found.span())) {
                changed++;
            } else if (equal) {
                recovered++;
            } else if (found == null && twice.contains(key.name())) {
                contested++;
            } else {
                (found == null ? lost : wrong).add(key.toString());
            }
        }
        for (Key key : damaged.keys()) {
            Entry found = damaged.get(key);
            if (!truth.containsKey(key) && found != null && touches.test(found.span())) {
                renamed++;
            } else if (!truth.containsKey(key)) {
                invented.add(key.toString());
            }
        }
        int spared = truth.size() - hit.size();
        return new Tally(spared, recovered, lost, contested, wrong, hit.size(), changed, partial, renamed, invented);
    }
}
