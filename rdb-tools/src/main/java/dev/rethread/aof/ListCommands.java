package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.Collections;
import java.util.List;

/** Commands on lists. */
final class ListCommands {
    static final List<CommandRule> RULES = List.of(
            CommandRule.of("LPUSH", -3, call -> push(call, true)),
            CommandRule.of("RPUSH", -3, call -> push(call, false)),
            CommandRule.of("LPUSHX", -3, call -> pushIfPresent(call, true)),
            CommandRule.of("RPUSHX", -3, call -> pushIfPresent(call, false)),
            CommandRule.of("LPOP", -2, call -> pop(call, true)),
            CommandRule.of("RPOP", -2, call -> pop(call, false)),
            new CommandRule("BLPOP", -3, 1, -2, 1, call -> popFirst(call, true)),
            new CommandRule("BRPOP", -3, 1, -2, 1, call -> popFirst(call, false)),
            CommandRule.of("LSET", 4, ListCommands::set),
            CommandRule.of("LTRIM", 4, ListCommands::trim),
            CommandRule.of("LREM", 4, ListCommands::remove),
            CommandRule.of("LINSERT", 5, ListCommands::insert),
            CommandRule.ofTwo("RPOPLPUSH", 3, call -> move(call, false, true)),
            CommandRule.ofTwo("BRPOPLPUSH", 4, call -> move(call, false, true)),
            CommandRule.ofTwo("LMOVE", 5, call -> move(call, isLeft(call, 3), isLeft(call, 4))),
            CommandRule.ofTwo("BLMOVE", 6, call -> move(call, isLeft(call, 3), isLeft(call, 4))));

    private ListCommands() {}

    private static boolean isLeft(Call call, int index) {
        String side = call.word(index);
        if (!side.equals("LEFT") && !side.equals("RIGHT")) {
            throw new RefusedException("syntax");
        }
        return side.equals("LEFT");
    }

    private static void push(Call call, boolean left) {
        WorkingList list = call.obtain(call.key(1), WorkingList.class, WorkingList::new);
        for (int i = 2; i < call.count(); i++) {
            push(list, call.argument(i), left);
        }
        call.changed(call.key(1));
    }

    private static void push(WorkingList list, Bytes element, boolean left) {
        if (left) {
            list.addFirst(element);
        } else {
            list.addLast(element);
        }
    }

    private static Bytes pop(WorkingList list, boolean left) {
        return left ? list.removeFirst() : list.removeLast();
    }

    private static void pushIfPresent(Call call, boolean left) {
        if (call.find(call.key(1), WorkingList.class) != null) {
            push(call, left);
        }
    }

    private static void pop(Call call, boolean left) {
        if (call.count() > 3) {
            throw new RefusedException("wrong number of arguments");
        }
        long count = call.count() == 3 ? call.integer(2) : 1;
        if (count < 0) {
            throw new RefusedException("count is negative");
        }
        WorkingList list = call.find(call.key(1), WorkingList.class);
        if (list == null || count == 0) {
            return;
        }
        for (long i = Math.min(count, list.size()); i > 0; i--) {
            pop(list, left);
        }
        call.changed(call.key(1));
    }

    /** {@code BLPOP key ... timeout}, as Redis 2.4 logs it where it did not have to wait. */
    private static void popFirst(Call call, boolean left) {
        for (int i = 1; i < call.count() - 1; i++) {
            WorkingList list = call.find(call.key(i), WorkingList.class);
            if (list != null) {
                pop(list, left);
                call.changed(call.key(i));
                return;
            }
        }
    }

    private static void set(Call call) {
        WorkingList list = call.find(call.key(1), WorkingList.class);
        long index = call.integer(2);
        long at = list != null && index < 0 ? index + list.size() : index;
        if (list == null || at < 0 || at >= list.size()) {
            throw new RefusedException("no such element");
        }
        list.set((int) at, call.argument(3));
        call.changed(call.key(1));
    }

    private static void trim(Call call) {
        long start = call.integer(2);
        long stop = call.integer(3);
        WorkingList list = call.find(call.key(1), WorkingList.class);
        if (list == null) {
            return;
        }
        Range range = Range.of(start, stop, list.size());
        list.keep(range.from(), range.to());
        call.changed(call.key(1));
    }

    private static void remove(Call call) {
        long count = call.integer(2);
        WorkingList list = call.find(call.key(1), WorkingList.class);
        if (list == null) {
            return;
        }
        List<Bytes> elements = list.elements();
        boolean fromTail = count < 0;
        if (fromTail) {
            Collections.reverse(elements);
        }
        long[] left = {count == 0 ? Long.MAX_VALUE : Math.abs(count)};
        boolean removed = elements.removeIf(element -> element.equals(call.argument(3)) && left[0]-- > 0);
        if (fromTail) {
            Collections.reverse(elements);
        }
        if (removed) {
            list.replace(elements);
            call.changed(call.key(1));
        }
    }

    private static void insert(Call call) {
        String where = call.word(2);
        if (!where.equals("BEFORE") && !where.equals("AFTER")) {
            throw new RefusedException("syntax");
        }
        WorkingList list = call.find(call.key(1), WorkingList.class);
        if (list == null) {
            return;
        }
        List<Bytes> elements = list.elements();
        int pivot = elements.indexOf(call.argument(3));
        if (pivot >= 0) {
            elements.add(where.equals("BEFORE") ? pivot : pivot + 1, call.argument(4));
            list.replace(elements);
            call.changed(call.key(1));
        }
    }

    private static void move(Call call, boolean fromLeft, boolean toLeft) {
        Key from = call.key(1);
        Key to = call.key(2);
        WorkingList source = call.find(from, WorkingList.class);
        if (source == null) {
            return;
        }
        WorkingList target = call.obtain(to, WorkingList.class, WorkingList::new);
        push(target, pop(source, fromLeft), toLeft);
        call.changed(to);
        call.changed(from);
    }
}
