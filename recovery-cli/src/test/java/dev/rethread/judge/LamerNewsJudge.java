package dev.rethread.judge;

import dev.rethread.judge.LamerNewsVerdict.Flaw;
import dev.rethread.keyspace.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says of a recovered Lamer News site what is wrong with it. Knows the software's keys by itself and shares nothing with
 * the merge that it judges.
 */
public final class LamerNewsJudge {
    private static final List<String> CREDENTIALS = List.of("salt", "password", "auth", "apisecret");
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{40}");
    /** Where an account's karma begins. */
    private static final String FIRST_KARMA = "1";
    /** What is counted, or rewritten by every view. */
    private static final Set<String> COUNTED = Set.of("score", "rank", "up", "down", "comments");

    private static final Set<String> VOTES = Set.of("up", "down");

    private final LamerNewsVerdict verdict;
    private final LamerNewsAlignment alignment;
    private final LamerNewsSite base;
    private final LamerNewsSite lost;
    private final LamerNewsSite before;
    private final LamerNewsSite after;

    private LamerNewsJudge(LamerNewsAlignment alignment, LamerNewsVerdict verdict) {
        this.alignment = alignment;
        this.verdict = verdict;
        this.base = alignment.base;
        this.lost = alignment.lost;
        this.before = alignment.before;
        this.after = alignment.after;
    }

    /**
     * Compares live with what it must be.
     *
     * @param base what the server was rolled back to
     * @param full the lost branch at its end, complete
     * @param before live when the recovery began
     * @param after live when it had ended
     */
    public static LamerNewsVerdict judge(Snapshot base, Snapshot full, Snapshot before, Snapshot after) {
        return judge(LamerNewsSite.of(base), LamerNewsSite.of(full), LamerNewsSite.of(before), LamerNewsSite.of(after));
    }

    public static LamerNewsVerdict judge(
            LamerNewsSite base, LamerNewsSite full, LamerNewsSite before, LamerNewsSite after) {
        LamerNewsVerdict verdict = LamerNewsVerdict.empty();
        LamerNewsAlignment alignment = new LamerNewsAlignment(base, full, before, after, verdict);
        LamerNewsJudge judge = new LamerNewsJudge(alignment, verdict);
        judge.stories();
        judge.comments();
        judge.accounts();
        judge.credentials();
        judge.nothingElse();
        new LamerNewsVotes(alignment, verdict).check();
        new LamerNewsIndexes(alignment, verdict).check();
        return verdict;
    }

    /** One thing in the lost branch's base and end, and in live before; each null where it was not there. */
    private record Versions(
            @Nullable Map<String, String> base,
            @Nullable Map<String, String> lost,
            @Nullable Map<String, String> before) {
        /** What live must hold: the lost branch's, unless users have changed it in live since. */
        @Nullable
        String merged(String field) {
            if (lost == null || before == null) {
                return lost == null ? Objects.requireNonNull(before).get(field) : lost.get(field);
            }
            boolean untouched = base != null && Objects.equals(base.get(field), before.get(field));
            return untouched ? lost.get(field) : before.get(field);
        }

        boolean isNew() {
            return before == null;
        }

        /** What a change of it would be. */
        Flaw flaw(String field) {
            return before != null && Objects.equals(before.get(field), merged(field)) ? Flaw.LIVE_CHANGED : Flaw.WRONG;
        }

        Set<String> fields(Map<String, String> now) {
            Set<String> fields = new TreeSet<>(now.keySet());
            Stream.of(lost, before).filter(Objects::nonNull).forEach(version -> fields.addAll(version.keySet()));
            return fields;
        }
    }

    private static <V> Map<V, V> inverse(Map<V, V> map) {
        Map<V, V> inverse = new HashMap<>();
        map.forEach((from, to) -> inverse.put(to, from));
        return inverse;
    }

    private void stories() {
        Map<String, String> origins = inverse(alignment.stories());
        after.stories().forEach((id, now) -> {
            String origin = origins.get(id);
            Map<String, String> live = before.story(id);
            if (origin != null || live != null) {
                story(id, now, new Versions(version(base, origin), version(lost, origin), live));
            } else {
                strangeStory(id, now);
            }
        });
        before.stories().keySet().forEach(id -> kept(after.story(id) != null, "story " + id));
    }

    private static @Nullable Map<String, String> version(LamerNewsSite site, @Nullable String story) {
        return story == null ? null : site.story(story);
    }

    private void story(String id, Map<String, String> now, Versions versions) {
        for (String field : versions.fields(now)) {
            if (!COUNTED.contains(field)) {
                String must =
                        field.equals("id") ? id : field.equals("user_id") ? author(versions) : versions.merged(field);
                same(must, now.get(field), versions, "story " + id, field);
            }
        }
        tell(versions, "story", "title", "url");
    }

    /** Counts something restored, or edited, or deleted. */
    private void tell(Versions versions, String kind, String... texts) {
        if (versions.isNew()) {
            verdict.count(kind);
        } else if (changed(versions, "del")) {
            verdict.count("deleted " + kind);
        } else if (Stream.of(texts).anyMatch(field -> changed(versions, field))) {
            verdict.count("edited " + kind);
        }
    }

    private static boolean changed(Versions versions, String field) {
        return !Objects.equals(
                versions.merged(field),
                Objects.requireNonNull(versions.before()).get(field));
    }

    private @Nullable String author(Versions versions) {
        return versions.before() != null
                ? versions.before().get("user_id")
                : alignment.user(
                        String.valueOf(Objects.requireNonNull(versions.lost()).get("user_id")));
    }

    private void same(@Nullable String must, @Nullable String is, Versions versions, String what, String field) {
        verdict.check(Objects.equals(must, is), versions.flaw(field), what + ": " + field);
    }

    private void kept(boolean there, String what) {
        verdict.check(there, Flaw.LIVE_CHANGED, what + " is gone");
    }

    private void strangeStory(String id, Map<String, String> now) {
        Flaw flaw = lost.stories().entrySet().stream()
                .filter(entry -> alike(entry.getValue(), now, "ctime", "title", "url"))
                .map(entry -> alignment.user(entry.getValue().get("user_id")) == null ? Flaw.EARLY : Flaw.WRONG)
                .findFirst()
                .orElse(Flaw.INVENTED);
        verdict.flaw(flaw, "story " + id + " is nobody's of that name");
    }

    private static boolean alike(Map<String, String> one, Map<String, String> other, String... fields) {
        return Stream.of(fields).allMatch(field -> Objects.equals(one.get(field), other.get(field)));
    }

    private void comments() {
        Map<String, String> origins = inverse(alignment.stories());
        for (String story : after.threads()) {
            verdict.check(after.story(story) != null, Flaw.BROKEN, "comments without story " + story);
            thread(story, origins.get(story));
        }
        for (String story : before.threads()) {
            Set<String> now = after.comments(story).keySet();
            before.comments(story).keySet().forEach(id -> kept(now.contains(id), "comment " + story + "-" + id));
        }
    }

    private void thread(String story, @Nullable String origin) {
        Map<String, String> origins = inverse(origin == null ? Map.of() : alignment.comments(origin));
        Map<String, Map<String, String>> live = before.comments(story);
        after.comments(story).forEach((id, now) -> {
            String from = origins.get(id);
            if (from != null || live.get(id) != null) {
                Versions versions =
                        new Versions(version(base, origin, from), version(lost, origin, from), live.get(id));
                comment(story, id, now, versions, origin);
            } else {
                strangeComment(story, id, now, origin);
            }
        });
    }

    private static @Nullable Map<String, String> version(
            LamerNewsSite site, @Nullable String story, @Nullable String id) {
        return story == null || id == null ? null : site.comments(story).get(id);
    }

    private void comment(String story, String id, Map<String, String> now, Versions versions, @Nullable String origin) {
        String what = "comment " + story + "-" + id;
        for (String field : versions.fields(now)) {
            if (!VOTES.contains(field)) {
                same(must(field, versions, origin), now.get(field), versions, what, field);
            }
        }
        String parent = now.getOrDefault("parent_id", "-1");
        boolean known = parent.equals("-1") || after.comments(story).containsKey(parent);
        verdict.check(known, Flaw.BROKEN, what + " answers nothing");
        tell(versions, "comment", "body");
    }

    private @Nullable String must(String field, Versions versions, @Nullable String origin) {
        Map<String, String> from = versions.lost();
        if (versions.before() != null || from == null || origin == null) {
            return versions.merged(field);
        }
        String old = String.valueOf(from.get(field));
        return switch (field) {
            case "user_id" -> old.replace(LamerNewsSite.id(old), String.valueOf(alignment.user(LamerNewsSite.id(old))));
            case "parent_id" ->
                old.equals("-1") ? old : alignment.comments(origin).get(old);
            default -> versions.merged(field);
        };
    }

    private void strangeComment(String story, String id, Map<String, String> now, @Nullable String origin) {
        Map<String, Map<String, String>> thread = origin == null ? Map.of() : lost.comments(origin);
        Flaw flaw = thread.entrySet().stream()
                .filter(entry -> alike(entry.getValue(), now, "ctime", "body"))
                .map(entry -> alignment.waits(String.valueOf(origin), entry.getKey()) ? Flaw.EARLY : Flaw.WRONG)
                .findFirst()
                .orElse(Flaw.INVENTED);
        verdict.flaw(flaw, "comment " + story + "-" + id + " is nobody's of that name");
    }

    private void accounts() {
        Map<String, String> origins = new HashMap<>();
        lost.accounts().keySet().forEach(id -> origins.put(alignment.user(id), id));
        after.accounts().forEach((id, now) -> {
            Map<String, String> live = before.accounts().get(id);
            if (live == null) {
                verdict.flaw(lost.names().containsKey(LamerNewsSite.name(now)) ? Flaw.EARLY : Flaw.INVENTED, "account");
            } else {
                account(id, now, live, origins.get(id));
            }
        });
        before.accounts().keySet().forEach(id -> kept(after.accounts().containsKey(id), "account " + id));
    }

    private void account(String id, Map<String, String> now, Map<String, String> live, @Nullable String origin) {
        String what = "account " + id;
        Map<String, String> from = origin == null ? null : lost.account(origin);
        Map<String, String> old = origin == null ? null : base.accounts().get(origin);
        Versions versions = new Versions(old, old == null ? null : from, live);
        for (String field : versions.fields(now)) {
            if (!CREDENTIALS.contains(field)
                    && !Set.of("karma", "karma_incr_time", "replies").contains(field)) {
                boolean blank = field.equals("about") && old == null && "".equals(live.get(field));
                boolean returned = blank && from != null && Objects.equals(from.get(field), now.get(field));
                if (!returned) {
                    same(versions.merged(field), now.get(field), versions, what, field);
                }
            }
        }
        if (old != null && (changed(versions, "about") || changed(versions, "email"))) {
            verdict.count("edited account");
        }
        numbers(what, now, live, from, old);
    }

    private void numbers(
            String what,
            Map<String, String> now,
            Map<String, String> live,
            @Nullable Map<String, String> from,
            @Nullable Map<String, String> old) {
        Map<String, String> end = from == null ? live : from;
        Map<String, String> start = from == null ? live : old == null ? Map.of() : old;
        long karma = number(live, "karma") + number(end, "karma") - number(start, "karma");
        verdict.check(
                number(now, "karma") == karma, Flaw.INDEX, what + ": karma " + now.get("karma") + ", not " + karma);
        long last = Math.max(number(live, "karma_incr_time"), number(end, "karma_incr_time"));
        verdict.check(number(now, "karma_incr_time") == last, Flaw.WRONG, what + ": karma_incr_time");
    }

    private static long number(Map<String, String> fields, String field) {
        return Long.parseLong(fields.getOrDefault(field, FIRST_KARMA));
    }

    /** Live keeps its own credentials, and those of the lost branch are nowhere in it. */
    private void credentials() {
        before.accounts().forEach((id, live) -> {
            boolean same = CREDENTIALS.stream()
                    .allMatch(field ->
                            Objects.equals(live.get(field), after.account(id).get(field)));
            verdict.check(same, Flaw.SECRET, "credentials of account " + id);
        });
        Set<String> leaked = tokens(lost);
        leaked.removeAll(tokens(before));
        leaked.retainAll(tokens(after));
        verdict.check(leaked.isEmpty(), Flaw.SECRET, leaked.size() + " credentials of the lost branch");
    }

    /** Salts, hashes, logins' tokens and the like, wherever they are: in keys, fields and values. */
    private static Set<String> tokens(LamerNewsSite site) {
        Set<String> tokens = new HashSet<>();
        site.strings().forEach((key, value) -> Stream.of(key, value).forEach(text -> tokens(text, tokens)));
        site.hashes()
                .values()
                .forEach(fields -> fields.forEach(
                        (field, value) -> Stream.of(field, value).forEach(text -> tokens(text, tokens))));
        site.sorted().forEach((key, scores) -> {
            tokens(key, tokens);
            scores.keySet().forEach(member -> tokens(member, tokens));
        });
        return tokens;
    }

    private static void tokens(String text, Set<String> into) {
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            into.add(matcher.group());
        }
    }

    /** Keys of forms that the software does not have stay as they are, and so do its locks, until they run out. */
    private void nothingElse() {
        same(before.strings(), after.strings(), "username\\.to\\.id:.*|users\\.count|news\\.count");
        same(before.hashes(), after.hashes(), "(news|user|thread:comment):\\d+");
        same(
                before.sorted(),
                after.sorted(),
                "(news\\.(up|down)|user\\.(posted|saved|comments)):\\d+|news\\.(top|cron)");
        verdict.check(before.foreign().equals(after.foreign()), Flaw.INVENTED, "keys of other types");
    }

    private void same(Map<String, ?> live, Map<String, ?> now, String known) {
        now.forEach((key, value) -> {
            if (!key.matches(known)) {
                Flaw flaw = live.containsKey(key) ? Flaw.LIVE_CHANGED : Flaw.INVENTED;
                verdict.check(
                        value.equals(live.get(key)),
                        flaw,
                        "key " + TOKEN.matcher(key).replaceAll("…"));
            }
        });
        live.keySet().stream()
                .filter(key -> !key.matches("url:.*|limit:.*|user:\\d+:submitted_recently"))
                .forEach(key ->
                        kept(now.containsKey(key), "key " + TOKEN.matcher(key).replaceAll("…")));
    }
}
