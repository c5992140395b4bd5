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
import org.jspecify.annotations.Nullable;

/**
 * Finds what people typed again by hand after the incident: an item of live that neither base nor lost branch has, later
 * than the lost one, whose {@code alike} fields say the same. White space does not count; the author may have put a
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
    private final Map<String, Map<String, List<Typed>>> typed = new HashMap<>();

    Reposts(Profile profile, Branches branches, LostBranch lost, Alignment alignment) {
        this.profile = profile;
        this.branches = branches;
        this.lost = lost;
        this.alignment = alignment;
    }

    /** An item of live, in live's ids, and when it was made, Unix ms. */
    private record Typed(Reference item, String text, long made) {}

    /**
     * A lost item typed again.
     *
     * @param item in live's ids
     * @param byItsAuthor whether by the same hand
     */
    record Repost(Reference item, boolean byItsAuthor) {
        String evidence() {
            return (byItsAuthor ? "typed again by hand as " : "typed again by another hand as ") + item;
        }
    }

    /** What {@code item} of the lost branch was typed again as, in the space of ids {@code space} of live. */
    @Nullable
    Repost of(Reference item, String space) {
        ItemRule rule = profile.item(item);
        LostRecord record = lost.records().get(item);
        String author = rule.author();
        if (rule.alike().isEmpty() || author == null || record == null || record.inBase()) {
            return null;
        }
        Map<String, Bytes> fields = branches.known(item);
        String text = fields == null ? "" : text(rule, fields);
        if (fields == null || text.isEmpty()) {
            return null;
        }
        Bytes hand = alignment.liveForm(rule.rule(author), fields.get(author), item);
        long made = LostRecord.made(rule, fields);
        Map<String, List<Typed>> all = typed(space);
        for (Typed one : all.getOrDefault(String.valueOf(hand), List.of())) {
            if (one.made() > made && says(one.text(), text)) {
                return new Repost(one.item(), true);
            }
        }
        return text.length() < UNMISTAKABLE ? null : byAnother(all, text, made);
    }

    private static boolean says(String typed, String text) {
        return typed.equals(text) || (text.length() >= PREFACED && typed.endsWith(text));
    }

    private static @Nullable Repost byAnother(Map<String, List<Typed>> all, String text, long made) {
        return all.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.made() > made && one.text().equals(text))
                .findFirst()
                .map(one -> new Repost(one.item(), false))
                .orElse(null);
    }

    /** What live has beyond base and lost branch, by its author. */
    private Map<String, List<Typed>> typed(String space) {
        Map<String, List<Typed>> known = typed.get(space);
        if (known == null) {
            known = new HashMap<>();
            typed.put(space, known);
            index(space, known);
        }
        return known;
    }

    private void index(String space, Map<String, List<Typed>> byAuthor) {
        Set<String> lostOnes = new HashSet<>();
        lost.records().keySet().stream()
                .filter(item -> space.equals(alignment.space(item)))
                .forEach(item -> alignment.identities(item, lostOnes));
        branches.liveItems(space, item -> {
            Map<String, Bytes> fields = branches.base(item) != null ? null : branches.live(item);
            ItemRule rule = profile.item(item);
            Bytes author = fields == null ? null : fields.get(String.valueOf(rule.author()));
            String text = fields == null ? "" : text(rule, fields);
            if (author != null && !text.isEmpty() && !lostOnes.contains(String.valueOf(branches.liveIdentity(item)))) {
                byAuthor.computeIfAbsent(author.toString(), k -> new ArrayList<>())
                        .add(new Typed(item, text, LostRecord.made(rule, java.util.Objects.requireNonNull(fields))));
            }
        });
    }

    /** The fields that say the same, but for ids; runs of white space are one blank. */
    private static String text(ItemRule rule, Map<String, Bytes> fields) {
        StringBuilder text = new StringBuilder();
        for (String name : rule.alike()) {
            FieldRule field = rule.rule(name);
            Bytes value = fields.get(name);
            if (value != null && field != null && field.kind() != FieldKind.ID) {
                text.append(value.utf8()).append(' ');
            }
        }
        return text.toString().replaceAll("\\s+", " ").strip();
    }
}
