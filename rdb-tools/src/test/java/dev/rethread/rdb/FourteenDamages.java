package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The damages C1 to C14 that dump tools were tried with, done to a file of a real server. */
record FourteenDamages(String name, Bytes content, Span damaged) {
    private static final int HEADER = 9;

    static List<FourteenDamages> of(byte[] whole, List<KeyValue> records) {
        List<KeyValue> later = records.subList(records.size() / 4, records.size());
        KeyValue raw = first(later, found -> length(whole, found) > 4 && found.rdbType() == RdbType.STRING);
        KeyValue packed =
                first(later, found -> isLzf(whole, found) && found.span().length() > 40);
        KeyValue listpack =
                first(later, found -> found.rdbType() == RdbType.HASH_LISTPACK && length(whole, found) > 20);
        int text = (int) raw.span().end() - 2;
        int header = (int) packed.valueOffset() + 1;
        int control = header + lengthOf(whole[header]) + lengthOf(whole[header + lengthOf(whole[header])]);
        List<FourteenDamages> all = new ArrayList<>();
        all.add(set("C1 byte in a raw string", whole, text, whole[text] ^ 1));
        all.add(set("C2 byte in an LZF literal", whole, control + 1, whole[control + 1] ^ 1));
        all.add(set("C3 LZF control byte", whole, control, 0xff));
        all.add(set("C4 length + 7", whole, (int) raw.valueOffset(), whole[(int) raw.valueOffset()] + 7));
        all.add(set("C5 length of 32 bits", whole, (int) raw.valueOffset(), 0x80, 0x7f, 0xff, 0xff, 0xff));
        all.add(set("C6 type byte", whole, (int) raw.span().offset(), 0x77));
        int cut = whole.length * 6 / 10;
        all.add(new FourteenDamages(
                "C7 cut at 60 %", Bytes.wrap(Arrays.copyOf(whole, cut)), new Span(cut, whole.length)));
        int page = whole.length / 2 & -4096;
        all.add(set("C8 4 KB zeroed", whole, page, new int[4096]));
        all.add(set("C9 checksum", whole, whole.length - 1, whole[whole.length - 1] ^ 1));
        all.add(set("C10 checksum zeroed", whole, whole.length - 8, new int[8]));
        all.add(set("C11 header zeroed", whole, 0, new int[HEADER]));
        int entry = (int) listpack.span().end() - 4;
        all.add(set("C12 bit in a listpack entry", whole, entry, whole[entry] ^ 1));
        int end = whole.length - HEADER;
        all.add(new FourteenDamages(
                "C13 EOF and checksum cut off", Bytes.wrap(Arrays.copyOf(whole, end)), new Span(end, HEADER)));
        all.add(lineEnds(whole));
        return all;
    }

    private static KeyValue first(List<KeyValue> records, Predicate<KeyValue> wanted) {
        return records.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** The length of a raw string's text where it takes one byte; 0 otherwise. */
    private static int length(byte[] whole, KeyValue found) {
        int first = whole[(int) found.valueOffset()] & 0xff;
        return first < 0x40 ? first : 0;
    }

    private static boolean isLzf(byte[] whole, KeyValue found) {
        return (whole[(int) found.valueOffset()] & 0xff) == 0xc3;
    }

    private static int lengthOf(byte first) {
        return (first & 0xc0) == 0 ? 1 : 2;
    }

    private static FourteenDamages set(String name, byte[] whole, int at, int... bytes) {
        byte[] content = whole.clone();
        for (int i = 0; i < bytes.length; i++) {
            content[at + i] = (byte) bytes[i];
        }
        return new FourteenDamages(name, Bytes.wrap(content), new Span(at, bytes.length));
    }

    private static FourteenDamages lineEnds(byte[] whole) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < whole.length; i++) {
            if (i >= whole.length / 2 && whole[i] == '\n') {
                out.write('\r');
            }
            out.write(whole[i]);
        }
        return new FourteenDamages("C14 LF to CRLF in the second half", Bytes.wrap(out.toByteArray()), new Span(0, 0));
    }

    /** Of 274 damages in one file some stand so close that a whole record between two cannot be told from its neighbours. */
    int mayLose() {
        return name.startsWith("C14") ? 15 : 0;
    }

    /** The keys whose records were touched: of C14 those with a line end in the second half. */
    Set<Key> hit(DamageMatrix matrix, List<KeyValue> records, byte[] whole) {
        if (!name.startsWith("C14")) {
            return matrix.hit(damaged);
        }
        Set<Key> hit = new HashSet<>();
        for (KeyValue found : records) {
            for (long at = found.span().offset(); at < found.span().end(); at++) {
                if (at >= whole.length / 2 && whole[(int) at] == '\n') {
                    hit.add(found.key());
                }
            }
        }
        return hit;
    }
}
