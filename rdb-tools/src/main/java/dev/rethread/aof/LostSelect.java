package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which database is selected behind damage, in which a SELECT may have been lost. The commands up to the next SELECT all
 * belong to one database: the one in which their keys are already, or else keys called like them but for their numbers.
 */
final class LostSelect {
    private static final int FARTHEST = 500;
    /** Of each database, for the shapes of its names. */
    private static final int MOST_NAMES = 20_000;

    private final Databases databases;
    private final Set<Bytes> names = new HashSet<>();

    private LostSelect(Databases databases) {
        this.databases = databases;
    }

    /**
     * Looks ahead of {@code reader}, and leaves it where it was.
     *
     * @return the database, if there is evidence for exactly one
     */
    static OptionalInt database(AofReader reader, Databases databases) {
        LostSelect lost = new LostSelect(databases);
        long start = reader.position();
        lost.collect(reader);
        reader.seek(start);
        Set<Integer> byName = lost.byName();
        return one(byName.isEmpty() ? lost.byShape() : byName);
    }

    private static OptionalInt one(Set<Integer> databases) {
        return databases.size() == 1 ? OptionalInt.of(databases.iterator().next()) : OptionalInt.empty();
    }

    private void collect(AofReader reader) {
        for (int i = 0; i < FARTHEST; i++) {
            Frame frame = reader.frame();
            AofRecord other = frame == null ? reader.next() : null;
            Frame found = other instanceof AofRecord.Command command ? Frame.of(command) : frame;
            if (found == null && !(other instanceof AofRecord.Annotation)) {
                return;
            }
            if (found != null && !add(found)) {
                return;
            }
        }
    }

    private boolean add(Frame frame) {
        @Nullable CommandRule rule = frame.rule();
        if (rule == null) {
            return !Call.word(frame.name()).equals("SELECT");
        }
        if (rule.firstKey() > 0 && rule.firstKey() < frame.count()) {
            names.add(frame.argument(rule.firstKey()));
        }
        return true;
    }

    /** The databases of the names that are in one only. */
    private Set<Integer> byName() {
        Set<Integer> found = new HashSet<>();
        for (Bytes name : names) {
            Set<Integer> holding = new HashSet<>();
            for (int number : databases.numbers()) {
                if (databases.find(new Key(number, name)) != null) {
                    holding.add(number);
                }
            }
            one(holding).ifPresent(found::add);
        }
        return found;
    }

    private Set<Integer> byShape() {
        Map<String, Set<Integer>> shapes = new HashMap<>();
        for (int number : databases.numbers()) {
            Iterator<Bytes> known = databases.database(number).keySet().iterator();
            for (int i = 0; i < MOST_NAMES && known.hasNext(); i++) {
                shapes.computeIfAbsent(shape(known.next()), unused -> new HashSet<>())
                        .add(number);
            }
        }
        Set<Integer> found = new HashSet<>();
        for (Bytes name : names) {
            one(shapes.getOrDefault(shape(name), Set.of())).ifPresent(found::add);
        }
        return found;
    }

    private static String shape(Bytes name) {
        return name.utf8().replaceAll("\\d+", "#");
    }
}
