package dev.rethread.report;

import java.util.List;
import java.util.function.IntPredicate;

/** Masks IPv4 and IPv6 addresses: the first two groups stay, which tell a network and nobody in it. */
final class AddressMask {
    private static final int V4_GROUPS = 4;
    private static final int V6_GROUPS = 8;
    private static final int SHORTEST_PORT = 2;
    private static final int LONGEST_PORT = 5;

    /** What the characters of {@code text} from {@code from} to {@code to}, which may be an address, become. */
    private interface Run {
        String masked(String text, int from, int to);
    }

    private AddressMask() {}

    static String in(String text) {
        String v4 = text.indexOf('.') < 0 ? text : rewrite(text, c -> digit(c) || c == '.', AddressMask::v4);
        return v4.indexOf(':') < 0 ? v4 : rewrite(v4, c -> hex(c) || c == ':', AddressMask::v6);
    }

    private static String rewrite(String text, IntPredicate inRun, Run run) {
        StringBuilder rewritten = new StringBuilder();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !inRun.test(text.charAt(i))) {
                rewritten.append(i > from ? run.masked(text, from, i) : "");
                rewritten.append(i < text.length() ? text.charAt(i) : "");
                from = i + 1;
            }
        }
        return rewritten.toString();
    }

    private static String v4(String text, int from, int to) {
        String run = text.substring(from, to);
        String address = run.endsWith(".") ? run.substring(0, run.length() - 1) : run;
        List<String> groups = List.of(address.split("\\.", -1));
        boolean one = groups.size() == V4_GROUPS && groups.stream().allMatch(AddressMask::octet);
        boolean server = text.startsWith("//", from - 2) || port(text, to) || loopback(groups.get(0));
        return !one || server || inWord(text, from, to)
                ? run
                : groups.get(0) + "." + groups.get(1) + ".…" + run.substring(address.length());
    }

    private static boolean octet(String group) {
        return !group.isEmpty() && group.length() <= 3 && Integer.parseInt(group) <= 255;
    }

    private static boolean loopback(String group) {
        return group.equals("127") || group.equals("0");
    }

    /** Whether {@code :6379} follows and nothing more. */
    private static boolean port(String text, int at) {
        if (at >= text.length() || text.charAt(at) != ':') {
            return false;
        }
        int end = at + 1;
        while (end < text.length() && digit(text.charAt(end))) {
            end++;
        }
        int digits = end - at - 1;
        boolean ends =
                end == text.length() || (text.charAt(end) != ':' && !Character.isLetterOrDigit(text.charAt(end)));
        return digits >= SHORTEST_PORT && digits <= LONGEST_PORT && ends;
    }

    private static boolean inWord(String text, int from, int to) {
        return (from > 0 && Character.isLetterOrDigit(text.charAt(from - 1)))
                || (to < text.length() && Character.isLetterOrDigit(text.charAt(to)));
    }

    /** Eight groups, or fewer around {@code ::}; one of them of three digits, as no list of ids is likely to be. */
    private static String v6(String text, int from, int to) {
        int begin = begin(text, from, to);
        int end = end(text, begin, to);
        String address = text.substring(begin, end);
        List<String> groups = List.of(address.split(":", -1));
        boolean whole = groups.size() >= V6_GROUPS || (address.contains("::") && groups.size() > 2);
        boolean sized = groups.stream().allMatch(group -> group.length() <= 4);
        if (!whole || !sized || groups.stream().noneMatch(group -> group.length() >= 3)) {
            return text.substring(from, to);
        }
        return text.substring(from, begin) + groups.get(0) + ":" + groups.get(1) + ":…" + text.substring(end, to);
    }

    /** Behind a word that ends in hexadecimal digits, and behind a single colon. */
    private static int begin(String text, int from, int to) {
        int begin = from;
        while (begin > 0
                && begin < to
                && text.charAt(begin) != ':'
                && Character.isLetterOrDigit(text.charAt(begin - 1))) {
            begin++;
        }
        boolean single = begin < to && text.charAt(begin) == ':' && !text.startsWith("::", begin);
        return single ? begin + 1 : begin;
    }

    /** Before a word that begins with hexadecimal digits, and before a single colon. */
    private static int end(String text, int begin, int to) {
        int end = to;
        if (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end = Math.max(begin, text.lastIndexOf(':', end - 1));
        }
        boolean single = end - 1 > begin && text.charAt(end - 1) == ':' && text.charAt(end - 2) != ':';
        return single ? end - 1 : end;
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean hex(int c) {
        return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
