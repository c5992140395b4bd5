package dev.rethread.judge;

import dev.rethread.judge.NodeBbAlignment.Fate;
import dev.rethread.judge.NodeBbVerdict.Flaw;
import dev.rethread.keyspace.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says of a recovered NodeBB forum what is wrong with it. Knows the software's keys by itself and shares nothing with the
 * merge that it judges.
 */
public final class NodeBbJudge {
    private static final int SHOWN = 60;
    /** Keys whose whole is nobody's to write, and of no part of the judgement. */
    private static final Pattern NOT_OURS = Pattern.compile("sess:.*|cronJob.*|analytics.*|ip:recent|locks");

    private final NodeBbAlignment alignment;
    private final NodeBbVerdict verdict;
    private final NodeBbSite base;
    private final NodeBbSite lost;
    private final NodeBbSite before;
    private final NodeBbSite after;
    private final Map<NodeBbKind, Set<String>> expected = new HashMap<>();

    private NodeBbJudge(NodeBbAlignment alignment, NodeBbVerdict verdict) {
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
    public static NodeBbVerdict judge(Snapshot base, Snapshot full, Snapshot before, Snapshot after) {
        return judge(NodeBbSite.of(base), NodeBbSite.of(full), NodeBbSite.of(before), NodeBbSite.of(after));
    }

    public static NodeBbVerdict judge(NodeBbSite base, NodeBbSite full, NodeBbSite before, NodeBbSite after) {
        NodeBbVerdict verdict = NodeBbVerdict.empty();
        NodeBbAlignment alignment = new NodeBbAlignment(base, full, before, after);
        NodeBbJudge judge = new NodeBbJudge(alignment, verdict);
        for (NodeBbKind kind : NodeBbKind.values()) {
            judge.objects(kind);
        }
        judge.references();
        judge.secrets();
        judge.otherKeys();
        new NodeBbRelations(alignment, verdict).check();
        new NodeBbParts(alignment, verdict).check();
        NodeBbIndexes.check(full, before, after, verdict);
        return verdict;
    }

    private void objects(NodeBbKind kind) {
        expected.put(kind, new HashSet<>(before.objects(kind).keySet()));
        lost.objects(kind).forEach((id, object) -> returned(kind, id, object));
        before.objects(kind).forEach((id, object) -> stayed(kind, id, object));
        alignment.twice(kind).forEach(line -> verdict.flaw(Flaw.DUPLICATE, kind.word() + " " + line));
        Set<String> invented = new TreeSet<>(after.objects(kind).keySet());
        invented.removeAll(Objects.requireNonNull(expected.get(kind)));
        invented.forEach(id -> verdict.flaw(Flaw.INVENTED, describe(after, kind, id)));
        long last = after.objects(kind).keySet().stream()
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
        if (number(after.hashes().getOrDefault("global", Map.of()).get(kind.counter)) < last) {
            verdict.flaw(Flaw.INDEX, kind.counter + " is below " + last + ", which is taken");
        }
    }

    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    /** An object of the lost branch, in the state in which live must have it. */
    private void returned(NodeBbKind kind, String id, Map<String, String> object) {
        Fate fate = alignment.fate(kind, id);
        String number = alignment.number(kind, id);
        if (fate == Fate.WAITING || (fate == Fate.GONE && !base.has(kind, id))) {
            verdict.waits(kind.word());
            alignment.early(kind, id).forEach(early -> {
                Objects.requireNonNull(expected.get(kind)).add(early);
                verdict.flaw(Flaw.EARLY, describe(lost, kind, id));
            });
        } else if (fate == Fate.LOST && number == null) {
            verdict.flaw(Flaw.MISSING, describe(lost, kind, id) + misplaced(kind, object));
        } else if (fate == Fate.LOST) {
            Objects.requireNonNull(expected.get(kind)).add(Objects.requireNonNull(number));
            if (restored(kind, id, object, Objects.requireNonNull(number))) {
                verdict.restored(kind.word());
            }
        } else if (fate == Fate.FOUND) {
            verdict.restored(kind.word() + " made again");
        }
    }

    /** Where something of the same time stands under another name: in the wrong hands. */
    private String misplaced(NodeBbKind kind, Map<String, String> object) {
        String time = object.get(kind.time);
        return after.objects(kind).entrySet().stream()
                .filter(other -> time != null && time.equals(other.getValue().get(kind.time)))
                .map(other -> "; of the same time is " + describe(after, kind, other.getKey()))
                .findFirst()
                .orElse("");
    }

    private boolean restored(NodeBbKind kind, String id, Map<String, String> object, String number) {
        Map<String, String> there = Objects.requireNonNull(after.object(kind, number));
        boolean right = true;
        Set<String> fields = new TreeSet<>(object.keySet());
        fields.addAll(there.keySet());
        fields.removeAll(kind.computed());
        fields.removeAll(kind.secret());
        for (String field : fields) {
            String held = there.get(field);
            if (!acceptable(kind, object, field, held)) {
                verdict.flaw(
                        Flaw.WRONG,
                        describe(lost, kind, id) + ", now " + number + ": " + field + " must be "
                                + shown(translated(kind, object, field)) + ", is " + shown(held));
                right = false;
            }
        }
        return right;
    }

    /** Whether a field of a restored object is what it must be: what it names may not be there, and then neither is it. */
    private boolean acceptable(NodeBbKind kind, Map<String, String> object, String field, @Nullable String held) {
        String value = object.get(field);
        NodeBbKind named = kind.names(field, object);
        if (value != null && named != null && alignment.number(named, value) == null) {
            return held == null || !after.has(named, held);
        }
        return Objects.equals(translated(kind, object, field), held);
    }

    /** A field of the lost branch with the numbers of live; null where there is none. */
    private @Nullable String translated(NodeBbKind kind, Map<String, String> object, String field) {
        String value = object.get(field);
        NodeBbKind named = kind.names(field, object);
        if (value == null) {
            return null;
        }
        if (named != null) {
            return alignment.number(named, value);
        }
        if (field.equals("slug") && (kind == NodeBbKind.TOPIC || kind == NodeBbKind.CATEGORY)) {
            String own = object.getOrDefault(kind.id(), "");
            return alignment.number(kind, own) + value.substring(own.length());
        }
        return alignment.linked(value);
    }

    /** An object that live held: as it was, but for edits of the gap that nobody has made otherwise since. */
    private void stayed(NodeBbKind kind, String id, Map<String, String> was) {
        Map<String, String> is = after.object(kind, id);
        if (is == null) {
            verdict.flaw(Flaw.LIVE_CHANGED, describe(before, kind, id) + " is gone");
            return;
        }
        boolean shared = alignment.inBase(before, kind, id);
        Map<String, String> edit = shared && alignment.inBase(lost, kind, id) ? lost.object(kind, id) : null;
        Map<String, String> found = shared ? null : counterpart(kind, id);
        Set<String> fields = new TreeSet<>(was.keySet());
        fields.addAll(is.keySet());
        if (edit != null) {
            fields.addAll(edit.keySet());
        }
        fields.removeAll(kind.computed());
        fields.forEach(field -> stayed(kind, id, field, was, is, edit, found));
    }

    private @Nullable Map<String, String> counterpart(NodeBbKind kind, String number) {
        return lost.objects(kind).entrySet().stream()
                .filter(object -> alignment.fate(kind, object.getKey()) == Fate.FOUND
                        && number.equals(alignment.number(kind, object.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private void stayed(
            NodeBbKind kind,
            String id,
            String field,
            Map<String, String> was,
            Map<String, String> is,
            @Nullable Map<String, String> edit,
            @Nullable Map<String, String> found) {
        String held = is.get(field);
        if (kind.secret().contains(field)) {
            same(Flaw.SECRET, kind, id, field, was.get(field), held);
        } else if (field.equals("viewcount") || kind.growing().contains(field)) {
            boolean grown = number(held) >= number(was.get(field))
                    && number(held) <= number(was.get(field)) + (edit == null ? 0 : number(edit.get(field)));
            if (!grown) {
                verdict.flaw(Flaw.WRONG, describe(before, kind, id) + ": " + field + " is " + held);
            }
        } else if (found != null && was.get(field) == null) {
            if (held != null && !acceptable(kind, found, field, held)) {
                verdict.flaw(Flaw.WRONG, describe(before, kind, id) + ": " + field + " is " + shown(held));
            }
        } else if (edit == null || !edited(kind, id, field, was, edit)) {
            same(Flaw.LIVE_CHANGED, kind, id, field, was.get(field), held);
        } else if (acceptable(kind, edit, field, held)) {
            verdict.restored(change(kind, field));
        } else {
            same(Flaw.WRONG, kind, id, field, translated(kind, edit, field), held);
        }
    }

    /** Whether the lost branch changed a field and nothing that goes with it has been changed otherwise in live. */
    private boolean edited(
            NodeBbKind kind, String id, String field, Map<String, String> was, Map<String, String> edit) {
        Map<String, String> old = base.hashes().getOrDefault(kind.prefix + id, Map.of());
        boolean conflict = false;
        boolean changed = false;
        for (String each : kind.with(field)) {
            boolean inGap = !Objects.equals(old.get(each), edit.get(each));
            boolean inLive = !Objects.equals(old.get(each), was.get(each));
            changed |= inGap && each.equals(field);
            conflict |= inGap && inLive;
        }
        if (changed && conflict && (field.equals("content") || field.equals("title"))) {
            verdict.restored(kind.word() + " " + field + " in conflict, kept");
        }
        return changed && !conflict;
    }

    private static String change(NodeBbKind kind, String field) {
        return switch (field) {
            case "content", "title", "cid", "tid", "deleted", "username" -> kind.word() + " " + field + " edited";
            default -> "other fields edited";
        };
    }

    private void same(
            Flaw flaw, NodeBbKind kind, String id, String field, @Nullable String must, @Nullable String held) {
        if (!Objects.equals(must, held)) {
            String values = flaw == Flaw.SECRET ? "" : " must be " + shown(must) + ", is " + shown(held);
            verdict.flaw(flaw, describe(before, kind, id) + ": " + field + values);
        }
    }

    private static String shown(@Nullable String value) {
        return value == null ? "nothing" : value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
    }

    private String describe(NodeBbSite site, NodeBbKind kind, String id) {
        String what = kind == NodeBbKind.TOPIC ? " '" + site.field(kind, id, "title") + "'" : "";
        return kind.word() + " " + id + what + " (" + alignment.name(site, kind, id) + ")";
    }

    /** Nothing names what is not there, but where it did before or, in the lost branch, did too. */
    private void references() {
        for (NodeBbKind kind : NodeBbKind.values()) {
            after.objects(kind)
                    .forEach((id, object) -> object.forEach((field, value) -> {
                        NodeBbKind named = kind.names(field, object);
                        boolean broken = named != null
                                && value.matches("[1-9]\\d*")
                                && !after.has(named, value)
                                && !value.equals(before.field(kind, id, field));
                        if (broken && !brokenInLost(kind, id, field)) {
                            verdict.flaw(Flaw.BROKEN, describe(after, kind, id) + ": " + field + " is " + value);
                        }
                    }));
        }
    }

    private boolean brokenInLost(NodeBbKind kind, String number, String field) {
        return lost.objects(kind).entrySet().stream()
                .filter(object -> number.equals(alignment.number(kind, object.getKey())))
                .anyMatch(object -> {
                    NodeBbKind named = kind.names(field, object.getValue());
                    String value = object.getValue().get(field);
                    return named != null
                            && value != null
                            && !lost.has(named, value)
                            && alignment.number(named, value) == null;
                });
    }

    /** No credential that only the lost branch knew is anywhere in live. */
    private void secrets() {
        Set<String> secrets = lost.credentials();
        secrets.removeAll(base.credentials());
        secrets.removeAll(before.credentials());
        for (String key : after.keys()) {
            Object whole = after.whole(key);
            String text = key + " " + whole;
            if (!Objects.equals(whole, before.whole(key)) && secrets.stream().anyMatch(text::contains)) {
                verdict.flaw(Flaw.SECRET, "a credential of the gap in " + key.replaceAll("[0-9a-f-]{30,}", "…"));
            }
        }
    }

    /** Every key that is nobody's post, vote, index or mark is as it was. */
    private void otherKeys() {
        Set<String> keys = new TreeSet<>(before.keys());
        keys.addAll(after.keys());
        for (String key : keys) {
            boolean others = !NOT_OURS.matcher(key).matches()
                    && !NodeBbRelations.owns(key)
                    && !NodeBbParts.owns(key)
                    && !NodeBbIndexes.owns(key);
            if (others && !Objects.equals(before.whole(key), after.whole(key))) {
                Flaw flaw = NodeBbRelations.permission(key)
                        ? Flaw.SECRET
                        : before.whole(key) == null ? Flaw.INVENTED : Flaw.LIVE_CHANGED;
                verdict.flaw(flaw, "the key " + key.replaceAll("[0-9a-f-]{30,}", "…"));
            }
        }
    }
}
