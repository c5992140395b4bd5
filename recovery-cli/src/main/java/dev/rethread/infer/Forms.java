package dev.rethread.infer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The forms of members that have ids in them: {@code 12-3}, {@code post:7:9}, {@code somebody:5}, {@code t:/path}. */
final class Forms {
    static final char SLOT = '\u0001';
    private static final int MOST = 8;
    private static final int SAMPLE = 512;
    private static final long SLOT_ROOM = 40;
    private static final int LONGEST = 256;
    private static final int LONGEST_WORD = 12;
    private static final String BOUNDS = ":;,-/|#";

    /** Members alike. */
    static final class Form {
        private final String text;
        private final List<Sample> slots;
        private long count;

        private Form(String text, int slots, Room room) {
            this.text = text;
            this.slots =
                    Stream.generate(() -> new Sample(SAMPLE, room)).limit(slots).toList();
        }

        private void add(List<Long> codes) {
            count++;
            for (int i = 0; i < slots.size(); i++) {
                slots.get(i).add(codes.get(i));
            }
        }

        /** With {@link #SLOT} for each number, {@code *} for the rest. */
        String text() {
            return text;
        }

        /** What stood in the place of the numbers. */
        List<Sample> slots() {
            return slots;
        }

        long count() {
            return count;
        }
    }

    private final Room room;
    private final Map<String, Form> whole = new TreeMap<>();
    private final Map<String, Form> ends = new TreeMap<>();
    private long count;

    Forms(Room room) {
        this.room = room;
    }

    void add(byte[] bytes, int offset, int length) {
        count++;
        if (length > LONGEST) {
            return;
        }
        List<Long> slots = new ArrayList<>();
        String text = template(bytes, offset, length, slots);
        if (!text.isEmpty() && !slots.isEmpty()) {
            count(whole, text, slots);
        }
        head(bytes, offset, offset + length);
        tail(bytes, offset, offset + length);
    }

    private void count(Map<String, Form> forms, String text, List<Long> slots) {
        Form form = forms.get(text);
        if (form == null && forms.size() < MOST && room.take(SLOT_ROOM * slots.size())) {
            form = new Form(text, slots.size(), room);
            forms.put(text, form);
        }
        if (form != null) {
            form.add(slots);
        }
    }

    /** Numbers and short words between bounds; a word and a colon before anything else; otherwise nothing. */
    private static String template(byte[] bytes, int offset, int length, List<Long> slots) {
        StringBuilder text = new StringBuilder();
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int to = tokenEnd(bytes, at, end);
            long code = Codes.of(bytes, at, to - at);
            if (to > at && Codes.number(code)) {
                text.append(SLOT);
                slots.add(code);
            } else if (isWord(bytes, at, to)) {
                text.append(new String(bytes, at, to - at, java.nio.charset.StandardCharsets.US_ASCII));
            } else if (text.length() > 1
                    && text.length() <= LONGEST_WORD
                    && slots.isEmpty()
                    && text.indexOf(":") == text.length() - 1) {
                slots.add(Codes.of(bytes, at, end - at));
                return text.append(SLOT).toString();
            } else {
                return "";
            }
            if (to < end) {
                text.append((char) bytes[to]);
            }
            at = to + 1;
        }
        return length > 0 && BOUNDS.indexOf(bytes[end - 1]) >= 0 ? "" : text.toString();
    }

    private static boolean isWord(byte[] bytes, int from, int to) {
        boolean word = to > from && to - from <= LONGEST_WORD;
        for (int i = from; word && i < to; i++) {
            word = bytes[i] >= 'a' && bytes[i] <= 'z';
        }
        return word;
    }

    private static int tokenEnd(byte[] bytes, int from, int end) {
        int to = from;
        while (to < end && BOUNDS.indexOf(bytes[to]) < 0) {
            to++;
        }
        return to;
    }

    private void head(byte[] bytes, int from, int end) {
        int start = end > from && bytes[from] == '[' ? from + 1 : from;
        int to = tokenEnd(bytes, start, end);
        long code = Codes.of(bytes, start, to - start);
        if (to > start && to < end && Codes.number(code)) {
            count(ends, (start > from ? "[" : "") + SLOT + (char) bytes[to] + "*", List.of(code));
        }
    }

    private void tail(byte[] bytes, int from, int end) {
        int start = end;
        while (start > from && BOUNDS.indexOf(bytes[start - 1]) < 0) {
            start--;
        }
        long code = Codes.of(bytes, start, end - start);
        if (start > from + 1 && start < end && Codes.number(code)) {
            count(ends, "*" + (char) bytes[start - 1] + SLOT, List.of(code));
        }
    }

    /** The whole forms if they cover all but a few members, otherwise the ends that do; the most frequent first. */
    List<Form> found() {
        List<Form> all = covering(whole.values(), true);
        return all.isEmpty() ? covering(ends.values(), false) : all;
    }

    private List<Form> covering(Collection<Form> forms, boolean together) {
        long sum = forms.stream().mapToLong(Form::count).sum();
        List<Form> sorted = forms.stream()
                .sorted(java.util.Comparator.comparingLong(Form::count)
                        .reversed()
                        .thenComparing(Form::text))
                .filter(form -> form.count() * 50 >= count)
                .toList();
        if (together) {
            return new Share(sum, count).atLeast(0.95) ? sorted : List.of();
        }
        return sorted.stream()
                .filter(form -> new Share(form.count(), count).atLeast(0.95))
                .limit(1)
                .toList();
    }
}
