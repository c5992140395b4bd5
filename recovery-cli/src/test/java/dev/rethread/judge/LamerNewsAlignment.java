package dev.rethread.judge;

import dev.rethread.judge.LamerNewsVerdict.Flaw;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which thing of the lost branch is which in live: an account by its lower-cased name, a story by its author and second,
 * a comment by its story, author and second. What hangs on somebody who is not there waits, and is nothing in live.
 */
final class LamerNewsAlignment {
    final LamerNewsSite base;
    final LamerNewsSite lost;
    final LamerNewsSite before;
    final LamerNewsSite after;
    private final LamerNewsVerdict verdict;
    private final Map<String, String> users = new HashMap<>();
    private final Map<String, String> stories = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> comments = new HashMap<>();
    private final Map<String, Set<String>> waiting = new HashMap<>();

    LamerNewsAlignment(
            LamerNewsSite base,
            LamerNewsSite lost,
            LamerNewsSite before,
            LamerNewsSite after,
            LamerNewsVerdict verdict) {
        this.base = base;
        this.lost = lost;
        this.before = before;
        this.after = after;
        this.verdict = verdict;
        alignUsers();
        lost.stories().forEach(this::alignStory);
        lost.stories().keySet().forEach(this::alignComments);
    }

    private void alignUsers() {
        Map<String, String> names = before.names();
        lost.accounts().forEach((id, fields) -> {
            String live = names.get(LamerNewsSite.name(fields));
            if (live != null) {
                users.put(id, live);
            }
            if (!base.accounts().containsKey(id)) {
                tell(live != null, "account");
            }
        });
    }

    private void tell(boolean there, String kind) {
        if (there) {
            verdict.count(kind);
        } else {
            verdict.waits(kind);
        }
    }

    /** The live id of a lost account; null where nobody has registered under its name. */
    @Nullable
    String user(String lostId) {
        return users.get(lostId);
    }

    /** Lost id of every story that is in live, to the id it has there. */
    Map<String, String> stories() {
        return stories;
    }

    /** Lost id of every comment of a story that is in live, to the id it has there. */
    Map<String, String> comments(String lostStory) {
        return comments.getOrDefault(lostStory, Map.of());
    }

    private void alignStory(String id, Map<String, String> fields) {
        if (base.story(id) != null) {
            stories.put(id, id);
            return;
        }
        String author = user(fields.get("user_id"));
        if (author == null) {
            verdict.waits("story");
            return;
        }
        Set<String> mine = new HashSet<>();
        after.stories().forEach((other, there) -> {
            boolean same = author.equals(there.get("user_id")) && same("ctime", fields, there);
            if (same && before.story(other) == null) {
                mine.add(other);
            }
        });
        only(mine, "story " + id).ifPresent(found -> stories.put(id, found));
    }

    private void alignComments(String story) {
        Map<String, Map<String, String>> all = lost.comments(story);
        String there = stories.get(story);
        boolean gone = waits(story);
        all.forEach((id, fields) -> {
            if (base.comments(story).containsKey(id)) {
                comments.computeIfAbsent(story, any -> new LinkedHashMap<>()).put(id, id);
            } else if (gone || waits(story, id, all)) {
                waiting.computeIfAbsent(story, any -> new HashSet<>()).add(id);
                verdict.waits("comment");
            } else if (there != null) {
                alignComment(story, there, id, fields);
            } else {
                verdict.flaw(Flaw.MISSING, "comment " + story + "-" + id + ", with its story");
            }
        });
    }

    private void alignComment(String story, String there, String id, Map<String, String> fields) {
        String author = user(LamerNewsSite.id(fields.get("user_id")));
        Set<String> mine = new HashSet<>();
        after.comments(there).forEach((other, found) -> {
            boolean same = LamerNewsSite.id(found.get("user_id")).equals(author) && same("ctime", fields, found);
            if (same && !before.comments(there).containsKey(other)) {
                mine.add(other);
            }
        });
        only(mine, "comment " + story + "-" + id)
                .ifPresent(found -> comments.computeIfAbsent(story, any -> new LinkedHashMap<>())
                        .put(id, found));
    }

    /** Whether a story of the lost branch must not be in live yet. */
    boolean waits(String story) {
        return base.story(story) == null
                && user(lost.stories().getOrDefault(story, Map.of()).getOrDefault("user_id", "")) == null;
    }

    /** Whether its author, or that of a comment above it, has not registered again. */
    private boolean waits(String story, String id, Map<String, Map<String, String>> all) {
        Map<String, String> fields = all.get(id);
        if (fields == null || base.comments(story).containsKey(id)) {
            return false;
        }
        return user(LamerNewsSite.id(fields.get("user_id"))) == null || waits(story, fields.get("parent_id"), all);
    }

    /** Whether a comment of the lost branch must not be in live yet. */
    boolean waits(String story, String id) {
        return waiting.getOrDefault(story, Set.of()).contains(id);
    }

    private java.util.Optional<String> only(Set<String> found, String what) {
        verdict.check(!found.isEmpty(), Flaw.MISSING, what);
        verdict.check(found.size() < 2, Flaw.DUPLICATE, what + " is " + found);
        return List.copyOf(found).stream().sorted().findFirst();
    }

    private static boolean same(String field, Map<String, String> one, Map<String, String> other) {
        return bare(one.get(field)).equals(bare(other.get(field)));
    }

    /** A time kept as a string where a number should be is wrong, not another thing. */
    private static String bare(@Nullable String value) {
        return LamerNewsSite.id(String.valueOf(value));
    }
}
