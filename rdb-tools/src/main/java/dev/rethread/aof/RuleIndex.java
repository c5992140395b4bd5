package dev.rethread.aof;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Rules by the bytes of a command's name in either case, without an object made for the question. */
final class RuleIndex {
    private static final int SIZE = 1 << 10;
    private static final int UPPER = 0xdf;

    private final @Nullable CommandRule[] rules = new CommandRule[SIZE];
    private final byte[][] names = new byte[SIZE][];

    RuleIndex(Collection<CommandRule> all) {
        if (2 * all.size() > SIZE) {
            throw new IllegalArgumentException(all.size() + " rules");
        }
        for (CommandRule rule : all) {
            byte[] name = rule.name().getBytes(StandardCharsets.ISO_8859_1);
            int at = place(name, 0, name.length);
            while (rules[at] != null) {
                at = (at + 1) % SIZE;
            }
            rules[at] = rule;
            names[at] = name;
        }
    }

    @Nullable
    CommandRule find(byte[] window, int from, int to) {
        int at = place(window, from, to);
        while (rules[at] != null && !isName(names[at], window, from, to)) {
            at = (at + 1) % SIZE;
        }
        return rules[at];
    }

    private static int place(byte[] window, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + (window[i] & UPPER);
        }
        return (hash ^ (hash >>> 10)) & (SIZE - 1);
    }

    private static boolean isName(byte[] name, byte[] window, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            int next = window[from + i];
            int upper = next >= 'a' && next <= 'z' ? next & UPPER : next;
            if (upper != name[i]) {
                return false;
            }
        }
        return true;
    }
}
