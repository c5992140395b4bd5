package dev.rethread.judge;

import dev.rethread.judge.LamerNewsVerdict.Flaw;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Votes: those on stories, with what each account has saved by them, and those inside comments. A vote of the gap comes
 * back under its voter's live id unless that one has voted the other way in live since.
 */
final class LamerNewsVotes {
    private static final List<String> WAYS = List.of("up", "down");

    private final LamerNewsAlignment alignment;
    private final LamerNewsVerdict verdict;
    private final LamerNewsSite base;
    private final LamerNewsSite lost;
    private final LamerNewsSite before;
    private final LamerNewsSite after;
    private final Map<String, Map<String, Double>> saved = new HashMap<>();

    LamerNewsVotes(LamerNewsAlignment alignment, LamerNewsVerdict verdict) {
        this.alignment = alignment;
        this.verdict = verdict;
        this.base = alignment.base;
        this.lost = alignment.lost;
        this.before = alignment.before;
        this.after = alignment.after;
    }

    void check() {
        before.accounts().keySet().forEach(user -> saved.put(user, new HashMap<>(before.scores("user.saved:" + user))));
        Map<String, Map<String, Double>> must = live();
        lost.stories().keySet().forEach(story -> WAYS.forEach(way -> give(story, way, must)));
        for (String story : after.stories().keySet()) {
            for (String way : WAYS) {
                same(must, "news." + way + ":" + story);
            }
            once(
                    "story " + story,
                    after.scores("news.up:" + story).keySet(),
                    after.scores("news.down:" + story).keySet());
        }
        saved.forEach((user, stories) -> same(Map.of("user.saved:" + user, stories), "user.saved:" + user));
        lost.stories().keySet().forEach(this::comments);
        before.threads().stream()
                .filter(story -> !alignment.stories().containsValue(story))
                .forEach(story -> before.comments(story)
                        .keySet()
                        .forEach(id -> WAYS.forEach(way -> comment(story, id, way, Map.of(), Map.of()))));
    }

    private Map<String, Map<String, Double>> live() {
        Map<String, Map<String, Double>> votes = new HashMap<>();
        for (String story : before.stories().keySet()) {
            for (String way : WAYS) {
                String key = "news." + way + ":" + story;
                votes.put(key, new LinkedHashMap<>(before.scores(key)));
            }
        }
        return votes;
    }

    /** Adds the gap's votes on a story to what live must hold. */
    private void give(String story, String way, Map<String, Map<String, Double>> must) {
        String there = alignment.stories().get(story);
        Map<String, Double> old = base.scores("news." + way + ":" + story);
        lost.scores("news." + way + ":" + story).forEach((voter, time) -> {
            String user = alignment.user(voter);
            if (old.containsKey(voter)) {
                return;
            }
            if (user == null || alignment.waits(story)) {
                verdict.waits("vote");
                return;
            }
            if (there == null) {
                verdict.flaw(Flaw.VOTE, "story " + story + ": the vote of " + user + ", with the story");
                return;
            }
            String other = "news." + (way.equals("up") ? "down" : "up") + ":" + there;
            if (!before.scores(other).containsKey(user)) {
                give(user, there, way, time, must);
                if (way.equals("up")) {
                    Double when = lost.scores("user.saved:" + voter).get(story);
                    saved.get(user).putIfAbsent(there, when == null ? time : when);
                }
            }
        });
    }

    private void give(String user, String story, String way, Double time, Map<String, Map<String, Double>> must) {
        Map<String, Double> votes = must.computeIfAbsent("news." + way + ":" + story, key -> new LinkedHashMap<>());
        if (votes.putIfAbsent(user, time) == null
                && after.scores("news." + way + ":" + story).containsKey(user)) {
            verdict.count("vote");
        }
    }

    private void same(Map<String, Map<String, Double>> must, String key) {
        Map<String, Double> expected = must.getOrDefault(key, Map.of());
        Map<String, Double> found = after.scores(key);
        expected.forEach((member, time) -> verdict.check(
                time.equals(found.get(member)), Flaw.VOTE, key + ": " + member + " is " + found.get(member)));
        found.keySet().stream()
                .filter(member -> !expected.containsKey(member))
                .forEach(member -> verdict.flaw(Flaw.VOTE, key + ": " + member + " should not be there"));
        String domain = key.startsWith("user") ? "news:" : "user:";
        found.keySet().stream()
                .filter(member -> !after.hashes().containsKey(domain + member))
                .forEach(member -> verdict.flaw(Flaw.BROKEN, key + ": no " + domain + member));
    }

    private void comments(String story) {
        String there = alignment.stories().get(story);
        Map<String, String> found = alignment.comments(story);
        lost.comments(story).forEach((id, fields) -> {
            Map<String, String> old = base.comments(story).getOrDefault(id, Map.of());
            String now = found.get(id);
            for (String way : WAYS) {
                if (now != null && there != null) {
                    comment(there, now, way, old, fields);
                } else if (alignment.waits(story, id)) {
                    LamerNewsSite.ids(fields.get(way)).forEach(voter -> verdict.waits("comment vote"));
                }
            }
        });
        if (there != null) {
            Set<String> own = new HashSet<>(before.comments(there).keySet());
            own.removeAll(found.values());
            own.forEach(id -> WAYS.forEach(way -> comment(there, id, way, Map.of(), Map.of())));
        }
    }

    /** Whether a comment has live's votes and those of the gap, once each, as numbers. */
    private void comment(String story, String id, String way, Map<String, String> old, Map<String, String> end) {
        String what = "comment " + story + "-" + id + ": " + way;
        Map<String, String> live = before.comments(story).get(id);
        Set<String> must = new LinkedHashSet<>(LamerNewsSite.ids(live == null ? null : live.get(way)));
        Set<String> mine = new LinkedHashSet<>(LamerNewsSite.ids(end.get(way)));
        mine.removeAll(LamerNewsSite.ids(old.get(way)));
        List<String> found = LamerNewsSite.ids(
                after.comments(story).getOrDefault(id, Map.of()).get(way));
        for (String voter : mine) {
            String user = alignment.user(voter);
            if (user == null) {
                verdict.waits("comment vote");
            } else if (!otherWay(live, way, user) && must.add(user) && found.contains(user)) {
                verdict.count("comment vote");
            }
        }
        verdict.check(new HashSet<>(found).equals(must), Flaw.VOTE, what + " " + found + ", not " + must);
        verdict.check(found.size() == new HashSet<>(found).size(), Flaw.DUPLICATE, what);
        found.forEach(user -> verdict.check(after.accounts().containsKey(user), Flaw.BROKEN, what + ": " + user));
    }

    private static boolean otherWay(@Nullable Map<String, String> live, String way, String user) {
        return live != null
                && LamerNewsSite.ids(live.get(way.equals("up") ? "down" : "up")).contains(user);
    }

    private void once(String what, Set<String> up, Set<String> down) {
        verdict.check(up.stream().noneMatch(down::contains), Flaw.VOTE, what + ": somebody is for and against");
    }
}
