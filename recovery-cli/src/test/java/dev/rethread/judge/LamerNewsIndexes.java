package dev.rethread.judge;

import dev.rethread.judge.LamerNewsVerdict.Flaw;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts, indexes and counters as the software keeps them: each is what the site itself says, or what live had. */
final class LamerNewsIndexes {
    private static final double NEARLY = 1e-6;

    private final LamerNewsAlignment alignment;
    private final LamerNewsVerdict verdict;
    private final LamerNewsSite before;
    private final LamerNewsSite after;
    private final Map<String, Map<String, Double>> posted = new HashMap<>();
    private final Map<String, Map<String, Double>> written = new HashMap<>();
    private final Map<String, Long> answers = new HashMap<>();

    LamerNewsIndexes(LamerNewsAlignment alignment, LamerNewsVerdict verdict) {
        this.alignment = alignment;
        this.verdict = verdict;
        this.before = alignment.before;
        this.after = alignment.after;
    }

    void check() {
        after.stories().forEach(this::story);
        after.threads().forEach(this::thread);
        after.accounts().forEach(this::account);
        names();
        lists();
        counter("news.count", after.stories().keySet());
        counter("users.count", after.accounts().keySet());
    }

    private void story(String id, Map<String, String> story) {
        int up = after.scores("news.up:" + id).size();
        int down = after.scores("news.down:" + id).size();
        count("story " + id, story, "up", up);
        count("story " + id, story, "down", down);
        count("story " + id, story, "score", up - down);
        long comments = after.comments(id).values().stream()
                .filter(comment -> !comment.getOrDefault("del", "0").equals("1"))
                .count();
        count("story " + id, story, "comments", comments);
        note(posted, story, id, "story " + id);
        rank(id, story);
    }

    private void count(String what, Map<String, String> fields, String field, long must) {
        boolean right = fields.getOrDefault(field, "0").equals(Long.toString(must));
        verdict.check(right, Flaw.INDEX, what + ": " + field + " " + fields.get(field) + ", not " + must);
    }

    /** Notes what its author's index must hold; of a thing without a time, something that no index holds. */
    private void note(Map<String, Map<String, Double>> index, Map<String, String> thing, String member, String what) {
        String user = LamerNewsSite.id(String.valueOf(thing.get("user_id")));
        Double time = Double.valueOf(LamerNewsSite.id(thing.getOrDefault("ctime", "NaN")));
        verdict.check(after.accounts().containsKey(user), Flaw.BROKEN, what + " has no author");
        index.computeIfAbsent(user, any -> new TreeMap<>()).put(member, time);
    }

    /** Views rewrite a rank; a recovery leaves those that are there, and gives a new story any that a list can show. */
    private void rank(String id, Map<String, String> story) {
        Map<String, String> live = before.story(id);
        Double top = after.scores("news.top").get(id);
        double rank = Double.parseDouble(story.getOrDefault("rank", "NaN"));
        if (live != null) {
            verdict.check(Objects.equals(live.get("rank"), story.get("rank")), Flaw.LIVE_CHANGED, "rank of " + id);
            verdict.check(
                    top == null || top.equals(before.scores("news.top").get(id)), Flaw.LIVE_CHANGED, "place of " + id);
        } else {
            boolean near = top == null || Math.abs(top - rank) <= NEARLY * Math.max(1, Math.abs(rank));
            verdict.check(Double.isFinite(rank) && near, Flaw.INDEX, "story " + id + ": rank " + rank + ", " + top);
        }
    }

    private void thread(String story) {
        Map<String, Map<String, String>> comments = after.comments(story);
        comments.forEach((id, comment) -> {
            note(written, comment, story + "-" + id, "comment " + story + "-" + id);
            Map<String, String> parent = comments.get(String.valueOf(comment.get("parent_id")));
            if (parent != null) {
                answers.merge(LamerNewsSite.id(String.valueOf(parent.get("user_id"))), 1L, Long::sum);
            }
        });
        long last = comments.keySet().stream().mapToLong(Long::parseLong).max().orElse(0);
        boolean ahead = after.lastComment(story) >= Math.max(last, before.lastComment(story));
        verdict.check(ahead, Flaw.INDEX, "story " + story + ": nextid " + after.lastComment(story) + " of " + last);
    }

    private void account(String id, Map<String, String> account) {
        count("account " + id, account, "replies", answers.getOrDefault(id, 0L));
        same("user.posted:" + id, posted.getOrDefault(id, Map.of()));
        same("user.comments:" + id, written.getOrDefault(id, Map.of()));
    }

    private void same(String key, Map<String, Double> must) {
        Map<String, Double> found = after.scores(key);
        must.forEach((member, time) -> verdict.check(
                time.equals(found.get(member)), Flaw.INDEX, key + ": " + member + " is " + found.get(member)));
        found.keySet().stream()
                .filter(member -> !must.containsKey(member))
                .forEach(member -> verdict.flaw(Flaw.BROKEN, key + ": " + member));
    }

    private void names() {
        String prefix = "username.to.id:";
        after.names()
                .forEach((name, id) -> verdict.check(
                        id.equals(after.strings().get(prefix + name)), Flaw.INDEX, "the name of account " + id));
        long names = after.strings().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .count();
        verdict.check(names == after.accounts().size(), Flaw.BROKEN, names + " names");
    }

    /** The lists of the newest and of the best: a story is in each where the lost branch's end, or live, has it. */
    private void lists() {
        for (String list : Set.of("news.cron", "news.top")) {
            Set<String> must = new TreeSet<>(before.scores(list).keySet());
            alignment.stories().forEach((lostId, id) -> {
                boolean old = alignment.base.scores(list).containsKey(lostId);
                boolean end = alignment.lost.scores(list).containsKey(lostId);
                boolean isNew = before.story(id) == null;
                if (end && (isNew || !old)) {
                    must.add(id);
                } else if (old && !end) {
                    must.remove(id);
                }
            });
            Set<String> found = new TreeSet<>(after.scores(list).keySet());
            verdict.check(found.equals(must), Flaw.INDEX, list + " " + differences(found, must));
        }
        after.scores("news.cron").forEach((id, time) -> {
            String ctime = after.stories().getOrDefault(id, Map.of()).get("ctime");
            boolean right = ctime != null && time.equals(Double.valueOf(ctime));
            verdict.check(right, ctime == null ? Flaw.BROKEN : Flaw.INDEX, "news.cron: " + id);
        });
    }

    private static String differences(Set<String> found, Set<String> must) {
        Set<String> more = new TreeSet<>(found);
        more.removeAll(must);
        Set<String> less = new TreeSet<>(must);
        less.removeAll(found);
        return "has too many " + more + ", too few " + less;
    }

    /** A counter that is behind issues an id twice. */
    private void counter(String key, Set<String> ids) {
        long last = ids.stream().mapToLong(Long::parseLong).max().orElse(0);
        long was = Long.parseLong(before.strings().getOrDefault(key, "0"));
        long is = Long.parseLong(after.strings().getOrDefault(key, "0"));
        verdict.check(is >= Math.max(last, was), Flaw.INDEX, key + " " + is);
    }
}
