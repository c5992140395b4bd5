package dev.rethread.fit;

import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Derive;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The counts in hash fields that derive rules keep by adding a number for each item or element, as far as the element
 * itself names the hash: what they should be, beside what they are. A count that any other rule changes too is left out.
 */
final class Sums {
    private static final java.util.regex.Pattern PLACEHOLDER = java.util.regex.Pattern.compile("\\{[^}]*}");

    private final Profile profile;
    private final Map<String, Sum> sums = new TreeMap<>();
    private final Set<String> intricate = new HashSet<>();

    Sums(Profile profile) {
        this.profile = profile;
        profile.items().forEach((kind, rule) -> declare(rule.derive(), names(rule)));
        profile.keys()
                .forEach((key, rule) ->
                        KeyRule.collections(rule).forEach(one -> declare(one.derive(), names(key, one))));
        sums.keySet().removeAll(intricate);
    }

    /** Of an item only its own fields that are copied, and of these ids alone lead to a hash. */
    private Set<String> names(ItemRule rule) {
        Set<String> names = new HashSet<>();
        names.add(rule.domain());
        String within = profile.domain(rule.domain()).within();
        if (within != null) {
            names.add(within);
        }
        rule.fields().forEach((name, field) -> {
            if (field.kind().primary()) {
                names.add(name);
            }
        });
        return names;
    }

    private static Set<String> names(Pattern key, KeyRule.Collection rule) {
        Set<String> names = new HashSet<>(key.placeholders());
        names.addAll(rule.element().placeholders());
        return names;
    }

    private void declare(List<Derive> rules, Set<String> names) {
        for (Derive rule : rules) {
            if (rule.hash() != null && rule.add() != null) {
                String place = place(rule);
                sums.computeIfAbsent(place, p -> new Sum(place, field(rule)))
                        .keys
                        .add(rule.hash().typed(this::counted));
                if (!plain(rule, names)) {
                    intricate.add(place);
                }
            }
        }
    }

    private boolean counted(String domain) {
        return profile.domains().containsKey(domain) && profile.domain(domain).counter() != null;
    }

    private static boolean plain(Derive rule, Set<String> names) {
        Pattern add = java.util.Objects.requireNonNull(rule.add());
        Derive.Condition when = rule.when();
        Set<String> needed = new HashSet<>(rule.placeholders());
        if (when != null) {
            needed.addAll(when.placeholders());
        }
        return rule.on() == null
                && add.placeholders().isEmpty()
                && rule.element().placeholders().isEmpty()
                && names.containsAll(needed);
    }

    private static String place(Derive rule) {
        return PLACEHOLDER.matcher(rule.key().toString()).replaceAll("{}") + " " + rule.element();
    }

    private static Bytes field(Derive rule) {
        return Bytes.of(rule.element().toString());
    }

    /** An item or an element comes. {@code values} tells what a placeholder stands for, null where for nothing. */
    void add(List<Derive> rules, Function<String, @Nullable Bytes> values) {
        for (Derive rule : rules) {
            Sum sum = rule.hash() == null || rule.add() == null ? null : sums.get(place(rule));
            boolean named = sum != null
                    && rule.key().placeholders().stream().allMatch(name -> values.apply(name) != null)
                    && holds(rule.when(), values);
            if (sum != null && named) {
                Bytes key = rule.key().fillBytes(name -> java.util.Objects.requireNonNull(values.apply(name)));
                sum.add(key, Long.parseLong(String.valueOf(rule.add())));
            }
        }
    }

    private static boolean holds(Derive.@Nullable Condition when, Function<String, @Nullable Bytes> values) {
        return when == null || when.holds(side -> filled(side, values));
    }

    private static Bytes filled(Pattern pattern, Function<String, @Nullable Bytes> values) {
        return pattern.fillBytes(name -> {
            Bytes value = values.apply(name);
            return value == null ? Bytes.EMPTY : value;
        });
    }

    /** The counts that are kept in the hash of this name. */
    List<Sum> in(Bytes name) {
        List<Sum> found = new ArrayList<>();
        for (Sum sum : sums.values()) {
            if (sum.keys.stream().anyMatch(key -> key.fits(name))) {
                found.add(sum);
            }
        }
        return found;
    }

    List<Fit.Count> counts() {
        return sums.values().stream().map(Sum::count).toList();
    }

    /** One count in all the hashes of one form; of very many hashes a part is taken, by the hash of their names. */
    static final class Sum {
        private static final int MOST = 1 << 16;
        private static final int SPREAD = 0x9E3779B9;

        private final String place;
        private final Bytes field;
        private final Collection<Pattern> keys = new ArrayList<>();
        private final Map<Bytes, Tally> tallies = new TreeMap<>();
        private int sampled;

        private static final class Tally {
            private long expected;
            private long stored;
            private boolean there;
        }

        Sum(String place, Bytes field) {
            this.place = place;
            this.field = field;
        }

        Bytes field() {
            return field;
        }

        private boolean taken(Bytes key) {
            return ((key.hashCode() * SPREAD) >>> 8 & sampled) == 0;
        }

        private @Nullable Tally of(Bytes key) {
            if (!taken(key)) {
                return null;
            }
            Tally tally = tallies.computeIfAbsent(key, k -> new Tally());
            if (tallies.size() > MOST) {
                sampled = sampled << 1 | 1;
                tallies.keySet().removeIf(known -> !taken(known));
            }
            return tally;
        }

        private void add(Bytes key, long amount) {
            Tally tally = of(key);
            if (tally != null) {
                tally.expected += amount;
            }
        }

        /** The hash of this name is there; its field, if it has one, is told by {@link #stored}. */
        void there(Bytes key) {
            Tally tally = of(key);
            if (tally != null) {
                tally.there = true;
            }
        }

        void stored(Bytes key, Bytes value) {
            Tally tally = of(key);
            if (tally != null) {
                tally.stored = number(value);
            }
        }

        private static long number(Bytes value) {
            try {
                return Long.parseLong(value.utf8());
            } catch (NumberFormatException notANumber) {
                return Long.MIN_VALUE;
            }
        }

        private Fit.Count count() {
            long compared = 0;
            long different = 0;
            String example = "";
            for (Map.Entry<Bytes, Tally> entry : tallies.entrySet()) {
                Tally tally = entry.getValue();
                compared += tally.there ? 1 : 0;
                if (tally.there && tally.stored != tally.expected) {
                    example = different++ == 0
                            ? Shapes.NAMES.show(entry.getKey()) + ": " + tally.stored + ", not " + tally.expected
                            : example;
                }
            }
            return new Fit.Count(place, compared, different, example);
        }
    }
}
