package dev.rethread.judge;

import dev.rethread.judge.NodeBbVerdict.Flaw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What hangs on an object in keys of its own: edit histories, bans, uploads, what a flag's reporters said; read marks. */
final class NodeBbParts {
    /** A key with the number of its owner in it; {@code owner} is null where names are the same in every branch. */
    private record Part(String word, @Nullable NodeBbKind owner, Pattern key) {
        static Part of(String word, @Nullable NodeBbKind owner, String key) {
            return new Part(word, owner, Pattern.compile(key, Pattern.DOTALL));
        }
    }

    private static final List<Part> PARTS = List.of(
            Part.of("edit history", NodeBbKind.POST, "post:(\\d+):diffs"),
            Part.of("edit", NodeBbKind.POST, "diff:(\\d+)\\.\\d+"),
            Part.of("ban", NodeBbKind.USER, "uid:(\\d+):(?:un)?(?:ban|mute):\\d+"),
            Part.of("bans", NodeBbKind.USER, "uid:(\\d+):(?:un)?(?:bans|mutes):timestamp"),
            Part.of("moderation note", NodeBbKind.USER, "uid:(\\d+):moderation:note:\\d+"),
            Part.of("moderation notes", NodeBbKind.USER, "uid:(\\d+):moderation:notes"),
            Part.of("uploads of a user", NodeBbKind.USER, "uid:(\\d+):uploads"),
            Part.of("names of a user", NodeBbKind.USER, "user:(\\d+):usernames"),
            Part.of("settings", NodeBbKind.USER, "user:(\\d+):settings"),
            Part.of("reports", NodeBbKind.FLAG, "flag:(\\d+):(?:reports|history|notes)"),
            Part.of("upload", null, "upload:([0-9a-f]{32})"),
            Part.of("group", null, "group:(?!cid:)([^:]+)"));
    private static final List<Part> MARKS = List.of(
            Part.of("topics read", NodeBbKind.TOPIC, "uid:(\\d+):tids_read"),
            Part.of("place in a topic", NodeBbKind.USER, "tid:(\\d+):bookmarks"),
            Part.of("chats", NodeBbKind.ROOM, "uid:(\\d+):chat:rooms"),
            Part.of("chats read", NodeBbKind.ROOM, "uid:(\\d+):chat:rooms:read"));
    /** Shown once, then thrown away. */
    private static final Pattern FLEETING = Pattern.compile(
            "uid:\\d+:chat:rooms:unread|chat:room:\\d+:uids:online|group:.*:member:pids|cid:\\d+:recent_tids|users:online");

    private static final Pattern PEOPLE = Pattern.compile("^(\\[?)(\\d+)(?=[;,])", Pattern.DOTALL);

    private final NodeBbAlignment alignment;
    private final NodeBbVerdict verdict;

    NodeBbParts(NodeBbAlignment alignment, NodeBbVerdict verdict) {
        this.alignment = alignment;
        this.verdict = verdict;
    }

    static boolean owns(String key) {
        for (NodeBbKind kind : NodeBbKind.values()) {
            if (key.startsWith(kind.prefix)
                    && key.substring(kind.prefix.length()).matches("\\d+")) {
                return true;
            }
        }
        return FLEETING.matcher(key).matches()
                || PARTS.stream().anyMatch(part -> part.key().matcher(key).matches())
                || MARKS.stream().anyMatch(part -> part.key().matcher(key).matches());
    }

    void check() {
        alignment.lost.keys().forEach(key -> PARTS.forEach(part -> brought(part, key)));
        alignment.before.keys().forEach(key -> PARTS.forEach(part -> kept(part, key)));
        alignment.after.keys().forEach(key -> PARTS.forEach(part -> invented(part, key)));
        alignment.lost.keys().forEach(key -> MARKS.forEach(mark -> marked(mark, key)));
        alignment.before.keys().forEach(key -> MARKS.forEach(mark -> stillMarked(mark, key)));
        alignment.after.lists().forEach((key, times) -> {
            if (!times.stream()
                    .sorted(java.util.Comparator.reverseOrder())
                    .toList()
                    .equals(times)) {
                verdict.flaw(Flaw.WRONG, key + " is not newest first");
            }
        });
    }

    private static Map<String, String> elements(NodeBbSite site, String key) {
        Map<String, String> elements = new LinkedHashMap<>(site.hashes().getOrDefault(key, Map.of()));
        site.scores(key).forEach((member, score) -> elements.put(member, String.valueOf(score.longValue())));
        site.lists().getOrDefault(key, List.of()).forEach(element -> elements.put(element, ""));
        elements.remove("memberCount");
        return elements;
    }

    /** The name that a key of the lost branch has in live; null while its owner is not there. */
    private @Nullable String here(Part part, Matcher key) {
        NodeBbKind owner = part.owner();
        if (owner == null) {
            boolean waits = part.word().equals("upload") && uploader(key.group()) == null;
            return waits ? null : key.group();
        }
        String number = alignment.number(owner, key.group(1));
        return number == null
                ? null
                : key.group().substring(0, key.start(1)) + number + key.group().substring(key.end(1));
    }

    private @Nullable String uploader(String key) {
        return alignment.number(
                NodeBbKind.USER,
                alignment.lost.hashes().getOrDefault(key, Map.of()).getOrDefault("uid", "0"));
    }

    private void brought(Part part, String key) {
        Matcher matcher = part.key().matcher(key);
        if (!matcher.matches()) {
            return;
        }
        String here = here(part, matcher);
        if (here == null) {
            return;
        }
        Map<String, String> base = elements(alignment.base, key);
        Map<String, String> live = elements(alignment.before, here);
        elements(alignment.lost, key).forEach((element, value) -> {
            if (!value.equals(base.get(element))) {
                brought(part, here, element, value, base, live);
            }
        });
    }

    private void brought(
            Part part, String here, String element, String value, Map<String, String> base, Map<String, String> live) {
        if (part.owner() == NodeBbKind.FLAG && awaited(element)) {
            return;
        }
        String must = member(part, here, element);
        String held = elements(alignment.after, here).get(must);
        String old = live.get(must);
        boolean untouched = old == null || old.equals(base.get(element));
        String wanted = untouched ? value(element, value) : old;
        if (wanted == null) {
            return;
        }
        if (!wanted.equals(held)) {
            verdict.flaw(
                    held == null ? Flaw.MISSING : Flaw.WRONG,
                    part.word() + ": " + here + " " + must + (held == null ? "" : " is " + held));
        } else if (untouched) {
            verdict.restored(part.word());
        }
    }

    /** The number of somebody in a field; null while he is not there. */
    private @Nullable String value(String element, String value) {
        return switch (element) {
            case "uid", "fromUid" -> alignment.number(NodeBbKind.USER, value);
            case "pid" -> alignment.number(NodeBbKind.POST, value);
            default -> value;
        };
    }

    /** Whether a report or a note is of somebody who is not there. */
    private boolean awaited(String element) {
        Matcher person = PEOPLE.matcher(element);
        return person.find() && alignment.number(NodeBbKind.USER, person.group(2)) == null;
    }

    private String member(Part part, String here, String element) {
        if (part.owner() == NodeBbKind.USER && element.startsWith("uid:")) {
            return here.substring(0, here.indexOf(':', "uid:".length()))
                    + element.substring(element.indexOf(':', "uid:".length()));
        }
        return part.owner() != NodeBbKind.FLAG
                ? element
                : PEOPLE.matcher(element).replaceFirst(person -> {
                    String number = alignment.number(NodeBbKind.USER, person.group(2));
                    return Matcher.quoteReplacement(person.group(1) + (number == null ? person.group(2) : number));
                });
    }

    private void kept(Part part, String key) {
        if (!part.key().matcher(key).matches()) {
            return;
        }
        Map<String, String> base = elements(alignment.base, key);
        Map<String, String> lost = elements(alignment.lost, key);
        Map<String, String> now = elements(alignment.after, key);
        elements(alignment.before, key).forEach((element, value) -> {
            boolean edited = value.equals(base.get(element)) && !value.equals(lost.get(element));
            if (!edited && !value.equals(now.get(element))) {
                verdict.flaw(Flaw.LIVE_CHANGED, part.word() + ": " + key + " " + element);
            }
        });
    }

    /** Nothing hangs on something that hung on it in no branch. */
    private void invented(Part part, String key) {
        if (!part.key().matcher(key).matches() || alignment.before.whole(key) != null) {
            return;
        }
        boolean known = alignment.lost.keys().stream().anyMatch(origin -> {
            Matcher matcher = part.key().matcher(origin);
            return matcher.matches() && key.equals(here(part, matcher));
        });
        if (!known) {
            verdict.flaw(Flaw.INVENTED, part.word() + ": " + key);
        }
    }

    private void marked(Part mark, String key) {
        Matcher matcher = mark.key().matcher(key);
        if (!matcher.matches()) {
            return;
        }
        NodeBbKind side = Objects.requireNonNull(mark.owner());
        NodeBbKind holder = side == NodeBbKind.USER ? NodeBbKind.TOPIC : NodeBbKind.USER;
        String owner = alignment.number(holder, matcher.group(1));
        Map<String, String> base = elements(alignment.base, key);
        elements(alignment.lost, key).forEach((member, value) -> {
            String there = alignment.number(side, member);
            if (owner != null && there != null && !value.equals(base.get(member))) {
                String here = key.substring(0, matcher.start(1)) + owner + key.substring(matcher.end(1));
                String held = elements(alignment.after, here).get(there);
                if (held == null || Double.parseDouble(held) < Double.parseDouble(value)) {
                    verdict.flaw(
                            Flaw.MARK, mark.word() + ": " + here + " " + there + " is " + held + ", before " + value);
                }
            }
        });
    }

    private void stillMarked(Part mark, String key) {
        if (!mark.key().matcher(key).matches()) {
            return;
        }
        Map<String, String> now = elements(alignment.after, key);
        Map<String, String> base = elements(alignment.base, key);
        Map<String, String> lost = elements(alignment.lost, key);
        elements(alignment.before, key).forEach((member, value) -> {
            String held = now.get(member);
            boolean takenBack = value.equals(base.get(member)) && !lost.containsKey(member);
            if (held == null ? !takenBack : Double.parseDouble(held) < Double.parseDouble(value)) {
                verdict.flaw(Flaw.MARK, mark.word() + ": " + key + " " + member + " was " + value + ", is " + held);
            }
        });
    }
}
