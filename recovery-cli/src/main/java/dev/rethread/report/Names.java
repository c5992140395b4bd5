package dev.rethread.report;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.profile.SecretShapes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of keys, fields and members as a report may show them. A session, a reset link or an API key often stands in the
 * name itself: what {@link SecretShapes#cut} takes out is left out, a run of sixteen or more letters, digits and
 * {@code +/=_-} that has both is cut after its fourth character, and what is longer than 100 characters after that. So are
 * UUIDs and slugs with numbers, which is the price.
 *
 * @param full whether everything is shown as it is
 */
public record Names(boolean full) {
    /** For whatever is kept, and shown where nobody asked for more. */
    public static final Names CUT = new Names(false);

    private static final int LONGEST = 100;
    private static final Pattern TOKEN =
            Pattern.compile("(?=[A-Za-z+/=_-]*[0-9])(?=[0-9+/=_-]*[A-Za-z])([A-Za-z0-9+/=_-]{4})[A-Za-z0-9+/=_-]{12,}");

    /** As {@link #show(Bytes)}, behind the number of its database if that is not 0. */
    public String show(Key key) {
        return (key.database() == 0 ? "" : key.database() + "/") + show(key.name());
    }

    /** Printable text for {@code name}; where it was cut, the number of its bytes follows. */
    public String show(Bytes name) {
        String text = name.toString();
        if (full) {
            return text;
        }
        Matcher token = TOKEN.matcher(SecretShapes.cut(text));
        String shown = token.replaceAll("$1…");
        if (shown.length() > LONGEST) {
            shown = shown.substring(0, LONGEST) + "…";
        }
        return shown.equals(text) ? text : shown + "(" + name.length() + " bytes)";
    }
}
