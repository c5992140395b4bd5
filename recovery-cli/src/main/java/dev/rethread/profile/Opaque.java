package dev.rethread.profile;

/** Characters that no person chose: random letters and digits, a digest, a UUID. Never ids, times, words or slugs. */
final class Opaque {
    private static final int SHORTEST = 16;
    private static final int LONGEST = 8192;

    /** Letters alone are taken for random only from here on: a shorter one may be a name in camel case. */
    private static final int SHORTEST_OF_LETTERS = 20;

    /** A random string changes between lower case, upper case and digits at two of five characters or more. */
    private static final int CHARACTERS_A_CHANGE = 6;

    private static final int LETTERS_A_CHANGE = 3;

    private Opaque() {}

    static boolean is(String text) {
        int length = text.length();
        if (length < SHORTEST || length > LONGEST) {
            return false;
        }
        return uuid(text) || hex(text) || random(text);
    }

    /** Whether {@code text} or one of its parts between {@code : ; ,} and bars is opaque. */
    static boolean inParts(String text) {
        int from = 0;
        for (int i = 0; i <= text.length() && text.length() <= LONGEST; i++) {
            if (i == text.length() || ":;|,".indexOf(text.charAt(i)) >= 0) {
                if (is(text.substring(from, i))) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    static boolean uuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text.charAt(i) != '-' : Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hex(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 'f' || Character.digit(c, 16) < 0) {
                return false;
            }
            digits += c <= '9' ? 1 : 0;
        }
        return digits > 0 && digits < text.length();
    }

    private static boolean random(String text) {
        int digits = 0;
        int changes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!tokenCharacter(c)) {
                return false;
            }
            digits += c >= '0' && c <= '9' ? 1 : 0;
            changes += i > 0 && changes(text.charAt(i - 1), c) ? 1 : 0;
        }
        return digits == 0
                ? text.length() >= SHORTEST_OF_LETTERS && changes >= text.length() / LETTERS_A_CHANGE
                : changes >= Math.max(3, text.length() / CHARACTERS_A_CHANGE);
    }

    private static boolean changes(char before, char after) {
        int from = sort(before);
        int to = sort(after);
        return from != to && from != 0 && to != 0;
    }

    /** Lower case, upper case, digit; 0 for what separates. */
    private static int sort(char c) {
        if (c >= 'a' && c <= 'z') {
            return 1;
        } else if (c >= 'A' && c <= 'Z') {
            return 2;
        }
        return c >= '0' && c <= '9' ? 3 : 0;
    }

    static boolean tokenCharacter(char c) {
        return sort(c) != 0 || "+/_-=.~%".indexOf(c) >= 0;
    }
}
