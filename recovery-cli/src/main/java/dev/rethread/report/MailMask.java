package dev.rethread.report;

/** Masks mail addresses: the first letters of the name and the host, and the top-level domain, stay. */
final class MailMask {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_HOST = 253;
    private static final int SHORTEST_TOP_LEVEL = 2;

    private MailMask() {}

    static String in(String text) {
        StringBuilder masked = new StringBuilder();
        int shown = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int from = nameStart(text, at, shown);
            int to = hostEnd(text, at);
            int dot = lastDot(text, at, to);
            if (from < at && dot > at + 1 && to - dot > SHORTEST_TOP_LEVEL) {
                masked.append(text, shown, from).append(text.charAt(from)).append("…@");
                masked.append(text.charAt(at + 1)).append('…').append(text, dot, to);
                shown = to;
            }
        }
        return shown == 0 ? text : masked.append(text, shown, text.length()).toString();
    }

    private static int nameStart(String text, int at, int least) {
        int from = at;
        while (from > Math.max(least, at - LONGEST_NAME) && inName(text.charAt(from - 1))) {
            from--;
        }
        return from;
    }

    private static boolean inName(char c) {
        return Character.isLetterOrDigit(c) || "._%+'-".indexOf(c) >= 0;
    }

    /** Behind the host's last label; a full stop behind it is the sentence's. */
    private static int hostEnd(String text, int at) {
        int to = at + 1;
        while (to < Math.min(text.length(), at + 1 + LONGEST_HOST) && inHost(text.charAt(to))) {
            to++;
        }
        while (to > at + 1 && !Character.isLetterOrDigit(text.charAt(to - 1))) {
            to--;
        }
        return to;
    }

    /** As lastIndexOf, without looking past the host's beginning. */
    private static int lastDot(String text, int at, int to) {
        int dot = to - 1;
        while (dot > at && text.charAt(dot) != '.') {
            dot--;
        }
        return dot;
    }

    private static boolean inHost(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
