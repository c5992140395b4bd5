package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.List;

/** BITOP and BITFIELD. */
final class BitCommands {
    static final List<CommandRule> RULES = List.of(
            new CommandRule("BITOP", -4, 2, 2, 1, BitCommands::combine),
            CommandRule.of("BITFIELD", -2, BitCommands::fields));

    private BitCommands() {}

    /** {@code BITOP operation to from ...}; a missing source is as many zeros as the longest has bytes. */
    private static void combine(Call call) {
        String operation = call.word(1);
        List<Bytes> sources = new ArrayList<>();
        int longest = 0;
        for (int i = 3; i < call.count(); i++) {
            WorkingString source = call.find(call.key(i), WorkingString.class);
            Bytes bytes = source == null ? Bytes.EMPTY : source.bytes();
            sources.add(bytes);
            longest = Math.max(longest, bytes.length());
        }
        byte[] result = new byte[longest];
        for (int i = 0; i < longest; i++) {
            result[i] = (byte) combine(operation, sources, i);
        }
        if (longest == 0) {
            call.delete(call.key(2));
        } else {
            call.put(call.key(2), new WorkingString(Bytes.wrap(result)));
        }
        Doubts.carry(call, 3, call.count(), 2);
    }

    private static int combine(String operation, List<Bytes> sources, int index) {
        int first = at(sources.get(0), index);
        int any = 0;
        int twice = 0;
        int all = 0xff;
        int odd = first;
        for (int i = 1; i < sources.size(); i++) {
            int next = at(sources.get(i), index);
            twice |= any & next;
            any |= next;
            all &= next;
            odd ^= next;
        }
        return switch (operation) {
            case "AND" -> first & all;
            case "OR" -> first | any;
            case "XOR" -> odd;
            case "NOT" -> ~first;
            case "DIFF" -> first & ~any;
            case "DIFF1" -> ~first & any;
            case "ANDOR" -> first & any;
            case "ONE" -> (first ^ any) & ~twice;
            default -> throw new RefusedException("syntax");
        };
    }

    private static int at(Bytes source, int index) {
        return index < source.length() ? source.at(index) : 0;
    }

    /** {@code BITFIELD key [GET type offset] [OVERFLOW kind] [SET|INCRBY type offset number] ...}. */
    private static void fields(Call call) {
        List<BitField> writes = new ArrayList<>();
        String overflow = "WRAP";
        int at = 2;
        while (at < call.count()) {
            String word = call.word(at);
            switch (word) {
                case "GET" -> at += 3;
                case "OVERFLOW" -> {
                    overflow = call.word(at + 1);
                    at += 2;
                }
                case "SET", "INCRBY" -> {
                    writes.add(BitField.parse(call, at, overflow));
                    at += 4;
                }
                default -> throw new RefusedException("syntax");
            }
        }
        write(call, writes);
    }

    private static void write(Call call, List<BitField> writes) {
        WorkingString present = call.find(call.key(1), WorkingString.class);
        long end = writes.stream().mapToLong(BitField::end).max().orElse(0);
        if (end == 0) {
            return;
        }
        StringCommands.requireReach(present, (end - 1) >>> 3, 1);
        WorkingString string = StringCommands.string(call);
        string.reach((int) ((end + 7) >>> 3));
        writes.forEach(write -> write.apply(string));
        call.changed(call.key(1));
    }
}
