package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Commands on sets. */
final class SetCommands {
    static final List<CommandRule> RULES = List.of(
            CommandRule.of("SADD", -3, SetCommands::add),
            CommandRule.of("SREM", -3, SetCommands::remove),
            CommandRule.ofTwo("SMOVE", 4, SetCommands::move),
            CommandRule.of("SINTERSTORE", -3, call -> store(call, (into, other) -> into.retainAll(other))),
            CommandRule.of("SUNIONSTORE", -3, call -> store(call, (into, other) -> into.addAll(other))),
            CommandRule.of("SDIFFSTORE", -3, call -> store(call, (into, other) -> into.removeAll(other))));

    private SetCommands() {}

    /** Lays the second set into the first. */
    private interface Combination {
        boolean combine(Set<Bytes> into, Set<Bytes> other);
    }

    private static void add(Call call) {
        WorkingSet set = call.obtain(call.key(1), WorkingSet.class, WorkingSet::new);
        boolean added = false;
        for (int i = 2; i < call.count(); i++) {
            added |= set.members.add(call.argument(i));
        }
        if (added) {
            call.changed(call.key(1));
        }
    }

    private static void remove(Call call) {
        WorkingSet set = call.find(call.key(1), WorkingSet.class);
        boolean removed = false;
        for (int i = 2; set != null && i < call.count(); i++) {
            removed |= set.members.remove(call.argument(i));
        }
        if (removed) {
            call.changed(call.key(1));
        }
    }

    private static void move(Call call) {
        Key from = call.key(1);
        Key to = call.key(2);
        WorkingSet source = call.find(from, WorkingSet.class);
        if (source == null) {
            return;
        }
        call.find(to, WorkingSet.class);
        if (from.equals(to) || !source.members.remove(call.argument(3))) {
            return;
        }
        call.changed(from);
        call.obtain(to, WorkingSet.class, WorkingSet::new).members.add(call.argument(3));
        call.changed(to);
    }

    private static void store(Call call, Combination combination) {
        List<Set<Bytes>> sources = new ArrayList<>();
        for (int i = 2; i < call.count(); i++) {
            WorkingSet set = call.find(call.key(i), WorkingSet.class);
            sources.add(set == null ? Set.of() : set.members);
        }
        WorkingSet result = new WorkingSet(sources.get(0));
        sources.stream().skip(1).forEach(other -> combination.combine(result.members, other));
        call.put(call.key(1), result);
        Doubts.carry(call, 2, call.count());
    }
}
