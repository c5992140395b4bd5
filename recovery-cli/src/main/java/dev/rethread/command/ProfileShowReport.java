package dev.rethread.command;

import dev.rethread.profile.Counter;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a profile claims.
 *
 * @param group the domain by which reports are grouped; null where they are not
 * @param keys every form but those of items, secrets and what is not restored
 * @param secrets forms of keys, and fields as {@code kind.field}
 * @param ephemeral the same
 * @param after what to do when a replay has ended
 */
record ProfileShowReport(
        String profile,
        String title,
        int database,
        String prefix,
        @Nullable String group,
        List<IdSpace> domains,
        List<Kind> kinds,
        List<Form> keys,
        List<String> secrets,
        List<String> ephemeral,
        List<String> links,
        @Nullable String after)
        implements Report {
    /**
     * @param counter what issues the ids; null where nothing does
     * @param within the domain in each of whose items they begin anew
     */
    record IdSpace(
            String name,
            String ids,
            @Nullable String counter,
            @Nullable String within) {}

    /**
     * @param key the hash that holds it, with the field where it is packed
     * @param identity what makes two the same; its id where nothing else does
     * @param waits what must be in live first
     * @param comes how it comes back: written, registered again or made again by people
     * @param fields name to what it holds
     */
    record Kind(
            String name,
            String domain,
            String key,
            List<String> identity,
            List<String> waits,
            String comes,
            Map<String, String> fields) {}

    /**
     * @param role {@code part of KIND}, {@code relation NAME} or {@code derived}
     * @param holds the type and its elements
     * @param changes how many rules follow from an element
     */
    record Form(String pattern, String role, String holds, int changes) {}

    static ProfileShowReport of(Profile profile) {
        List<IdSpace> domains = new ArrayList<>();
        profile.domains().forEach((name, domain) -> domains.add(space(name, domain)));
        List<Kind> kinds = new ArrayList<>();
        profile.items().forEach((name, rule) -> kinds.add(kind(profile, name, rule)));
        List<Form> forms = new ArrayList<>();
        profile.keys().forEach((pattern, rule) -> {
            if (rule != KeyRule.Role.SECRET && rule != KeyRule.Role.EPHEMERAL) {
                forms.addAll(forms(pattern.toString(), rule));
            }
        });
        return new ProfileShowReport(
                profile.name(),
                profile.title(),
                profile.database(),
                profile.prefix(),
                profile.group(),
                domains,
                kinds,
                forms,
                keptOut(profile, KeyRule.Role.SECRET, FieldKind.SECRET),
                keptOut(profile, KeyRule.Role.EPHEMERAL, FieldKind.EPHEMERAL),
                profile.links().stream().map(Object::toString).toList(),
                profile.after());
    }

    private static IdSpace space(String name, Domain domain) {
        return new IdSpace(name, lower(domain.ids()), counter(domain.counter()), domain.within());
    }

    private static @Nullable String counter(@Nullable Counter counter) {
        return counter == null || counter.field() == null
                ? counter == null ? null : counter.key().toString()
                : counter.key() + ", field " + counter.field();
    }

    private static Kind kind(Profile profile, String name, ItemRule rule) {
        Map<String, String> fields = new LinkedHashMap<>();
        rule.fields().forEach((field, held) -> fields.put(field, word(held)));
        return new Kind(
                name,
                rule.domain(),
                rule.field() == null ? rule.key().toString() : rule.key() + ", field " + rule.field(),
                identity(rule),
                waits(profile, rule),
                rule.register() != null ? "registered again" : rule.remade() ? "made again" : "written",
                fields);
    }

    private static List<String> identity(ItemRule rule) {
        List<String> parts = new ArrayList<>(rule.identity());
        if (rule.listed() != null) {
            parts.add("place in " + rule.listed());
        }
        return parts;
    }

    /** What it belongs to and who made it, by their kinds. */
    private static List<String> waits(Profile profile, ItemRule rule) {
        Set<String> kinds = new LinkedHashSet<>();
        Pattern list = rule.listed();
        if (list != null) {
            list.placeholders().forEach(parent -> kinds.add(profile.kindOf(list.domainOf(parent))));
        }
        for (String field : new String[] {rule.parent(), rule.author()}) {
            FieldRule held = field == null ? null : rule.fields().get(field);
            String domain = held == null ? field : held.domain();
            if (domain != null) {
                kinds.add(profile.kindOf(domain));
            }
        }
        return List.copyOf(kinds);
    }

    private static List<Form> forms(String pattern, KeyRule rule) {
        return rule instanceof KeyRule.Role role
                ? List.of(new Form(pattern, lower(role), "", 0))
                : KeyRule.collections(rule).stream()
                        .map(collection -> form(pattern, collection))
                        .toList();
    }

    private static Form form(String pattern, KeyRule.Collection collection) {
        String role = collection.of() != null ? "part of " + collection.of() : "relation " + collection.relation();
        String value = word(collection.value());
        String holds = collection.type().word()
                + switch (collection.type()) {
                    case HASH -> " " + collection.element() + " -> " + value;
                    case ZSET -> " " + collection.element() + " by " + value;
                    case SET -> " " + collection.element();
                    default -> " " + value;
                };
        return new Form(pattern, role, holds, collection.derive().size());
    }

    private static List<String> keptOut(Profile profile, KeyRule.Role role, FieldKind kind) {
        List<String> found = new ArrayList<>();
        profile.keys().forEach((pattern, rule) -> {
            if (rule == role) {
                found.add(pattern.toString());
            }
        });
        profile.items()
                .forEach((name, rule) -> rule.fields().forEach((field, held) -> {
                    if (held.kind() == kind) {
                        found.add(name + "." + field);
                    }
                }));
        return found;
    }

    /** A value as the profile says it. */
    private static String word(FieldRule rule) {
        String kind = lower(rule.kind());
        return switch (rule.kind()) {
            case PATTERN -> String.valueOf(rule.pattern());
            case ID, IDS, COUNT, DERIVED, COUNTER ->
                Stream.of(kind, rule.domain(), rule.pattern())
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .collect(Collectors.joining(" "));
            case TIME -> rule.unit() == 1 ? kind : kind + " s";
            default -> kind;
        };
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void text(TextOut out) {
        out.heading(profile + ": " + title);
        out.line("Database " + database + (prefix.isEmpty() ? "" : ", keys begin with " + prefix)
                + (group == null ? "" : "; reports are grouped by " + group) + ".");
        out.blank();
        Table spaces = new Table("ids of", "come from", "issued by", "anew in every");
        domains.forEach(space -> spaces.row(space.name(), space.ids(), dash(space.counter()), dash(space.within())));
        out.table(spaces);
        out.blank();
        Table items = new Table("kind", "comes back", "the same by", "waits for", "key");
        kinds.forEach(kind -> items.row(
                kind.name(), kind.comes(), listed(kind.identity(), "id"), listed(kind.waits(), "-"), kind.key()));
        out.table(items);
        forms(out);
        lines(out, "Kept out as secrets", secrets);
        lines(out, "Never restored", ephemeral);
        lines(out, "Links in texts that are rewritten", links);
        lines(out, "After a replay", after == null ? List.of() : List.of(after));
    }

    private void forms(TextOut out) {
        Table forms = new Table("keys", "are", "hold", ">rules");
        keys.forEach(form -> forms.row(form.pattern(), form.role(), dash(form.holds()), form.changes()));
        if (!forms.isEmpty()) {
            out.blank();
            out.table(forms);
        }
    }

    private static String dash(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }

    private static String listed(List<String> words, String none) {
        return words.isEmpty() ? none : String.join(", ", words);
    }

    private static void lines(TextOut out, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            out.blank();
            out.heading(heading);
            lines.forEach(line -> out.line("  " + line));
        }
    }
}
