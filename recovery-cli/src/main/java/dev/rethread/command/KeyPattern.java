package dev.rethread.command;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code user:*}, a pattern as Redis's KEYS takes it, or {@code /user:\d+/}, a regular expression. */
final class KeyPattern implements ITypeConverter<Pattern> {
    @Override
    public Pattern convert(String text) {
        boolean regular = text.length() > 1 && text.startsWith("/") && text.endsWith("/");
        String regex = regular ? text.substring(1, text.length() - 1) : "\\A" + ofGlob(text) + "\\z";
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new TypeConversionException("'" + text + "' is no pattern: " + e.getDescription());
        }
    }

    private static String ofGlob(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\' && i + 1 < glob.length()) {
                i++;
                regex.append(Pattern.quote(glob.substring(i, i + 1)));
            } else if (inClass) {
                inClass = c != ']';
                regex.append(c == '&' || c == '[' ? "\\" + c : "" + c);
            } else {
                inClass = c == '[';
                regex.append(outsideClass(c));
            }
        }
        return regex.toString();
    }

    private static String outsideClass(char c) {
        return switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            case '[' -> "[";
            default -> Pattern.quote(String.valueOf(c));
        };
    }
}
