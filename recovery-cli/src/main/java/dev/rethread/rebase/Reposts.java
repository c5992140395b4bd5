package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what people typed again by hand after the incident: an item of live that neither base nor lost branch has, later
 * than the lost one, whose {@code alike} texts say the same. White space does not count; the author may have put a
 * preface before a text. By another hand, only a long text that is the very same counts.
 */
final class Reposts {
    /** A shorter text may stand inside another one by chance. */
    private static final int PREFACED = 20;
    /** A shorter text may be two people's. */
    private static final int UNMISTAKABLE = 40;

    private final Profile profile;
    private final Branches branches;
    private final LostBranch lost;
    private final Alignment alignment;
    private final Map<String, Typed> typed = new HashMap<>();

    Reposts(Profile profile, Branches branches, LostBranch lost, Alignment alignment) {
        this.profile = profile;
        this.branches = branches;
        this.lost = lost;
        this.alignment = alignment;
    }

    /**
     * An item that has a text.
     *
     * @param item in the ids of its branch
     * @param author in live's ids
     * @param place what it belongs to, in live's ids; empty where that goes without saying
     * @param made Unix ms
     */
    private record Text(Reference item, String author, String place, List<String> texts, long made) {
        boolean says(Text lost) {
            for (int i = 0; i < texts.size(); i++) {
                String before = lost.texts.get(i);
                boolean prefaced = before.length() >= PREFACED && texts.get(i).endsWith(before);
                if (!prefaced && !texts.get(i).equals(before)) {
                    return false;
                }
            }
            return made > lost.made;
        }

        boolean unmistakable() {
            return texts.stream().mapToInt(String::length).sum() >= UNMISTAKABLE;
        }
    }

    /** What live has in one space of ids beyond base and lost branch. */
    private record Typed(Map<String, List<Text>> byAuthor, Map<List<String>, List<Text>> byText) {
        Typed() {
            this(new HashMap<>(), new HashMap<>());
        }

        void add(Text text) {
            byAuthor.computeIfAbsent(text.author(), k -> new ArrayList<>()).add(text);
            byText.computeIfAbsent(text.texts(), k -> new ArrayList<>()).add(text);
        }
    }

    /**
     * A lost item typed again.
     *
     * @param item in live's ids
     * @param byItsAuthor whether by the same hand
     * @param inItsPlace whether where the lost one was
     */
    record Repost(Reference item, boolean byItsAuthor, boolean inItsPlace) {
        /** Whether it can stand for the lost one. */
        boolean same() {
            return byItsAuthor && inItsPlace;
        }

        String evidence() {
            return "typed again by " + (byItsAuthor ? "hand" : "another hand") + (inItsPlace ? "" : " elsewhere")
                    + " as " + item;
        }
    }

    /** What {@code item} of the lost branch was typed again as, in the space of ids {@code space} of live. */
    @Nullable
    Repost of(Reference item, String space) {
        LostRecord record = lost.records().get(item);
        if (profile.item(item).alike().isEmpty() || record == null || record.inBase()) {
            return null;
        }
        Text text = text(item, branches::known, this::there);
        if (text == null) {
            return null;
        }
        Typed all = typed(space);
        Repost own = repost(text, all.byAuthor().getOrDefault(text.author(), List.of()));
        return own == null && text.unmistakable()
                ? repost(text, all.byText().getOrDefault(text.texts(), List.of()))
                : own;
    }

    /** The first in its place, else the first of all. */
    private static @Nullable Repost repost(Text lost, List<Text> typed) {
        Repost elsewhere = null;
        for (Text one : typed) {
            if (one.says(lost)) {
                boolean byItsAuthor = one.author().equals(lost.author());
                Repost found = new Repost(one.item(), byItsAuthor, one.place().equals(lost.place()));
                if (found.inItsPlace()) {
                    return found;
                }
                elsewhere = elsewhere == null ? found : elsewhere;
            }
        }
        return elsewhere;
    }

    private Typed typed(String space) {
        Typed known = typed.get(space);
        if (known == null) {
            known = new Typed();
            typed.put(space, known);
            index(space, known);
        }
        return known;
    }

    private void index(String space, Typed into) {
        Set<String> lostOnes = new HashSet<>();
        lost.records().keySet().stream()
                .filter(item -> space.equals(alignment.space(item)))
                .forEach(item -> alignment.identities(item, lostOnes));
        branches.newInLive(space, item -> {
            Text text = text(item, branches::live, named -> named.id().toString());
            if (text != null && !lostOnes.contains(String.valueOf(branches.liveIdentity(item)))) {
                into.add(text);
            }
        });
    }

    private String there(Reference named) {
        return String.valueOf(alignment.of(named).live());
    }

    /** Null where the item says nothing, or nobody. */
    private @Nullable Text text(
            Reference item,
            Function<Reference, @Nullable Map<String, Bytes>> branch,
            Function<Reference, String> named) {
        ItemRule rule = profile.item(item);
        Map<String, Bytes> fields = branch.apply(item);
        Reference author = fields == null ? null : named(rule, rule.author(), fields, item);
        if (fields == null || author == null) {
            return null;
        }
        Reference parent = named(rule, rule.parent(), fields, item);
        List<String> texts = new ArrayList<>();
        for (String path : rule.alike()) {
            FieldRule field = rule.rule(path);
            if (field == null || field.kind() != FieldKind.ID) {
                texts.add(plain(value(item, path, branch)));
            }
        }
        boolean silent = texts.stream().allMatch(String::isEmpty);
        String place = parent == null ? "" : named.apply(parent);
        return silent ? null : new Text(item, named.apply(author), place, texts, LostRecord.made(rule, fields));
    }

    private @Nullable Reference named(ItemRule rule, @Nullable String name, Map<String, Bytes> fields, Reference item) {
        FieldRule field = rule.rule(String.valueOf(name));
        Bytes value = fields.get(String.valueOf(name));
        return field == null || value == null ? null : profile.reference(field.domain(fields::get), value, item);
    }

    /** A field, or one of what an id field names: {@code mainPid.content}. */
    private @Nullable Bytes value(
            Reference item, String path, Function<Reference, @Nullable Map<String, Bytes>> branch) {
        Map<String, Bytes> fields = branch.apply(item);
        int dot = path.indexOf('.');
        if (fields == null || fields.containsKey(path) || dot < 0) {
            return fields == null ? null : fields.get(path);
        }
        Reference next = named(profile.item(item), path.substring(0, dot), fields, item);
        return next == null ? null : value(next, path.substring(dot + 1), branch);
    }

    /** Runs of white space are one blank. */
    private static String plain(@Nullable Bytes text) {
        return text == null ? "" : text.utf8().replaceAll("\\s+", " ").strip();
    }
}
