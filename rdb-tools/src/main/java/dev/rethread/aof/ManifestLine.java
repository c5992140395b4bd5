package dev.rethread.aof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words of a manifest's line, quoted as in redis.conf: {@code "a\x20b"} with escapes, {@code 'a b'} without. */
final class ManifestLine {
    private final String text;
    private int at;

    /** A line that says nothing usable. */
    static final class BadLineException extends Exception {
        private static final long serialVersionUID = 1;

        BadLineException(String problem) {
            super(problem);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    private ManifestLine(String text) {
        this.text = text;
    }

    /**
     * Reads one line, given as ISO-8859-1 so that each character is a byte. Pairs of later servers are passed over.
     *
     * @throws BadLineException where it names no file, or one elsewhere, or a word is wrong
     */
    static AofPart parse(String text) throws BadLineException {
        if (!text.endsWith("\n")) {
            throw new BadLineException("the line breaks off");
        }
        List<String> words = new ManifestLine(text.strip()).words();
        if (words.size() % 2 != 0) {
            throw new BadLineException(words.size() + " words, should be pairs of name and value");
        }
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            pairs.put(words.get(i), words.get(i + 1));
        }
        return new AofPart(file(pairs), sequence(pairs), type(pairs));
    }

    private static String file(Map<String, String> pairs) throws BadLineException {
        String raw = pairs.getOrDefault("file", "");
        String name = new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new BadLineException("names no file");
        }
        if (name.contains("/") || name.contains("\\") || name.equals("..") || name.equals(".")) {
            throw new BadLineException("the name is a path, should be a file of the directory itself");
        }
        return name;
    }

    private static long sequence(Map<String, String> pairs) throws BadLineException {
        long number = Numbers.parse(pairs.getOrDefault("seq", "")).orElse(0);
        if (number <= 0) {
            throw new BadLineException("seq is no number above 0");
        }
        return number;
    }

    private static AofPart.Type type(Map<String, String> pairs) throws BadLineException {
        String word = pairs.getOrDefault("type", "");
        for (AofPart.Type type : AofPart.Type.values()) {
            if (word.length() == 1 && word.charAt(0) == type.letter()) {
                return type;
            }
        }
        throw new BadLineException("type is not one of b, i, h");
    }

    private List<String> words() throws BadLineException {
        List<String> words = new ArrayList<>();
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                words.add(word());
            }
        }
        return words;
    }

    private String word() throws BadLineException {
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            return quoted(first);
        }
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted(char quote) throws BadLineException {
        StringBuilder word = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            word.append(text.charAt(at) == '\\' && at + 1 < text.length() ? escaped(quote) : text.charAt(at));
            at++;
        }
        at++;
        if (at > text.length() || (at < text.length() && !Character.isWhitespace(text.charAt(at)))) {
            throw new BadLineException("unbalanced quotes");
        }
        return word.toString();
    }

    /** The character an escape stands for; leaves the position on its last byte. */
    private char escaped(char quote) {
        char next = text.charAt(at + 1);
        if (quote == '\'') {
            at += next == '\'' ? 1 : 0;
            return next == '\'' ? next : '\\';
        }
        at++;
        if (next == 'x'
                && at + 2 < text.length()
                && text.substring(at + 1, at + 3).matches("[0-9a-fA-F]{2}")) {
            at += 2;
            return (char) Integer.parseInt(text.substring(at - 1, at + 1), 16);
        }
        return switch (next) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> (char) 7;
            default -> next;
        };
    }
}
