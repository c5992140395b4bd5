package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Index entries that an edited item must leave. An incomplete source tells where it is now, by a name or by what it
 * belongs to, and cannot tell that it is no longer where the base had it.
 */
final class FormerPlaces {
    private final Profile profile;
    private final Branches branches;
    private final LostRecord record;

    FormerPlaces(Merge merge, LostRecord record) {
        this.profile = merge.profile();
        this.branches = merge.branches();
        this.record = record;
    }

    /** {@code elements}, and beside each that tells of one of the {@code edited} fields what the base had for it. */
    List<LostElement> with(List<LostElement> elements, List<String> edited) {
        List<LostElement> all = new ArrayList<>(elements);
        Map<String, Bytes> base = Objects.requireNonNullElse(branches.base(record.reference()), Map.of());
        for (LostElement element : elements) {
            for (String name : edited) {
                Bytes before = base.get(name);
                Bytes after = record.value(name);
                LostElement former = element.before() != null || before == null || after == null
                        ? null
                        : former(element, name, before, after);
                if (former != null && all.stream().noneMatch(one -> same(one, former))) {
                    all.add(former);
                }
            }
        }
        return all;
    }

    private static boolean same(LostElement one, LostElement other) {
        return one.key().equals(other.key()) && one.element().equals(other.element());
    }

    private @Nullable LostElement former(LostElement element, String name, Bytes before, Bytes after) {
        if (!element.tells(profile, record, name, after)) {
            return null;
        }
        Map<String, Reference> named = new LinkedHashMap<>(element.named());
        Reference now = named(name, after);
        Reference then = named(name, before);
        if (now != null && then != null) {
            named.replaceAll((placeholder, one) -> one.equals(now) ? then : one);
        }
        Bytes unprefixed = Objects.requireNonNull(profile.unprefixed(element.key()));
        Bytes key = bytes(element.pattern(), unprefixed, named, element.words(), before, after);
        Bytes member = element.rule().named()
                ? bytes(element.rule().element(), element.element(), named, element.words(), before, after)
                : element.element();
        Key place = new Key(profile.database(), Template.joined(Bytes.of(profile.prefix()), key));
        Bytes held = branches.base(element.rule().type(), place, member);
        return held == null
                ? null
                : new LostElement(
                        element.pattern(),
                        element.rule(),
                        place,
                        member,
                        named,
                        element.words(),
                        held,
                        null,
                        element.from());
    }

    private static Bytes bytes(
            Pattern pattern,
            Bytes now,
            Map<String, Reference> named,
            Map<String, Bytes> words,
            Bytes before,
            Bytes after) {
        Bytes reworded = pattern.reworded(now, word -> word.equals(after) ? before : like(word, before, after));
        return pattern.rewrite(reworded, placeholder -> {
                    Reference reference = named.get(placeholder);
                    return Template.literal(
                            reference != null ? reference.id() : Objects.requireNonNull(words.get(placeholder)));
                })
                .lost();
    }

    private static Bytes like(Bytes word, Bytes before, Bytes after) {
        return word.utf8().equalsIgnoreCase(after.utf8())
                ? Bytes.of(before.utf8().toLowerCase(Locale.ROOT))
                : word;
    }

    private @Nullable Reference named(String name, Bytes value) {
        return record.named(profile, name, value);
    }
}
