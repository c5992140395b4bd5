package dev.rethread.aof;

import dev.rethread.keyspace.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands on HyperLogLogs. PFCOUNT is logged where it stored the cardinality it had to compute. */
final class HyperLogLogCommands {
    static final List<CommandRule> RULES = List.of(
            CommandRule.of("PFADD", -2, HyperLogLogCommands::add),
            new CommandRule("PFMERGE", -2, 1, -1, 1, HyperLogLogCommands::merge),
            CommandRule.of("PFCOUNT", -2, HyperLogLogCommands::count));

    private HyperLogLogCommands() {}

    private static @Nullable HyperLogLog find(Call call, Key key) {
        WorkingString string = call.find(key, WorkingString.class);
        return string == null ? null : string.hyperLogLog();
    }

    private static HyperLogLog obtain(Call call, Key key) {
        HyperLogLog found = find(call, key);
        if (found != null) {
            return found;
        }
        HyperLogLog made = HyperLogLog.empty();
        call.put(key, new WorkingString(made));
        return made;
    }

    private static void add(Call call) {
        Key key = call.key(1);
        boolean changed = !call.exists(key);
        HyperLogLog present = obtain(call, key);
        for (int i = 2; i < call.count(); i++) {
            changed |= present.add(call.argument(i));
        }
        if (changed) {
            present.outdate();
            call.changed(key);
        }
    }

    private static void merge(Call call) {
        byte[] largest = HyperLogLog.empty().registers();
        boolean dense = false;
        for (int i = 1; i < call.count(); i++) {
            HyperLogLog source = find(call, call.key(i));
            if (source != null) {
                dense |= source.isDense();
                raise(largest, source.registers());
            }
        }
        HyperLogLog target = obtain(call, call.key(1));
        if (dense) {
            target.makeDense();
        }
        for (int i = 0; i < largest.length; i++) {
            if (largest[i] > 0) {
                target.raise(i, largest[i]);
            }
        }
        target.outdate();
        call.changed(call.key(1));
    }

    private static void raise(byte[] largest, byte[] registers) {
        for (int i = 0; i < largest.length; i++) {
            largest[i] = (byte) Math.max(largest[i], registers[i]);
        }
    }

    private static void count(Call call) {
        HyperLogLog present = call.count() == 2 ? find(call, call.key(1)) : null;
        if (present != null) {
            present.count();
            call.changed(call.key(1));
        }
    }
}
