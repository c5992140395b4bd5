package dev.rethread.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What names say: of fields, and the literal text of keys. */
final class Words {
    private static final Set<String> PEOPLE = Set.of(
            "author",
            "owner",
            "owners",
            "creator",
            "editor",
            "editors",
            "poster",
            "posters",
            "sender",
            "by",
            "member",
            "members",
            "follower",
            "followers",
            "following",
            "moderator",
            "user",
            "users",
            "assignee",
            "voters",
            "up",
            "down",
            "upvote",
            "downvote",
            "upvotes",
            "downvotes",
            "likes",
            "like",
            "votes",
            "subscribers",
            "ignorers",
            "reporter",
            "online",
            "pending",
            "invited",
            "watchers");
    private static final Set<String> COUNTS = Set.of(
            "count",
            "counts",
            "counter",
            "votes",
            "upvotes",
            "downvotes",
            "up",
            "down",
            "replies",
            "likes",
            "comments",
            "posts",
            "topics",
            "threads",
            "bookmarks",
            "followers",
            "flags",
            "members",
            "score",
            "total",
            "reputation");
    private static final Set<String> TALLIES = Set.of("views", "viewcount", "karma", "hits", "visits", "profileviews");
    private static final Set<String> PASSING = Set.of("search", "cache", "tmp", "temp", "lock", "locks");
    private static final Set<String> LASTING = Set.of("seen", "online", "read", "active", "lastonline", "visit");

    /** The affinity of a name that is nothing but the other. */
    static final int WHOLE = 100;

    private Words() {}

    /** {@code [deleter, uid]} of {@code deleterUid}, {@code [user, id]} of {@code user_id}; in lower case. */
    static List<String> of(String name) {
        List<String> words = new ArrayList<>();
        for (String word : name.split("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])", -1)) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    /** All letters, in lower case. */
    static String joined(String name) {
        return String.join("", of(name));
    }

    static boolean people(String name) {
        return of(name).stream().anyMatch(PEOPLE::contains);
    }

    static boolean count(String name) {
        List<String> words = of(name);
        return words.stream().anyMatch(COUNTS::contains)
                || joined(name).endsWith("count")
                || (words.size() > 1 && words.get(0).equals("num"));
    }

    /** A number that is no count of anything stored. */
    static boolean tally(String name) {
        return TALLIES.contains(joined(name)) || of(name).stream().anyMatch(TALLIES::contains);
    }

    /** What an application makes again by itself. */
    static boolean passing(String name) {
        return of(name).stream().anyMatch(word -> PASSING.contains(word) || word.endsWith("search"));
    }

    /** A time that moves on. */
    static boolean moving(String name) {
        return LASTING.contains(joined(name))
                || joined(name).startsWith("last")
                || of(name).stream().anyMatch(LASTING::contains);
    }

    /**
     * How well a name agrees with {@code alias}: 0 not at all; more for more letters; from {@link #WHOLE} on where it is
     * all of the name.
     */
    static int affinity(String name, String alias) {
        String all = joined(name);
        List<String> words = of(name);
        List<String> forms = forms(alias);
        if (forms.contains(all)) {
            return WHOLE + alias.length();
        }
        return ends(name, alias) || forms.stream().anyMatch(words::contains) ? alias.length() : 0;
    }

    /** Whether a name ends like {@code alias}, in whatever form. */
    static boolean ends(String name, String alias) {
        String all = joined(name);
        return alias.length() > 2 && forms(alias).stream().anyMatch(all::endsWith);
    }

    private static List<String> forms(String alias) {
        return List.of(alias, plural(alias), alias + "id", alias + "ids");
    }

    private static String plural(String word) {
        return word.endsWith("y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
    }
}
