package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds ids in people's words, where the profile says how a text names an item: {@code /post/12}. */
final class TextLinks {
    private record Form(Bytes before, String domain) {}

    private record Found(int start, int end, Reference item) {}

    private final List<Form> forms = new ArrayList<>();

    TextLinks(Profile profile) {
        for (Pattern link : profile.links()) {
            String placeholder = link.placeholders().get(0);
            String text = link.toString();
            String before = text.substring(0, text.indexOf('{'));
            forms.add(new Form(Bytes.of(before), link.domainOf(placeholder)));
        }
    }

    /** {@code text} with a reference for every id in a link whose item {@code moved} says is called otherwise in live. */
    Template rewrite(Bytes text, Predicate<Reference> moved) {
        List<Template.Part> parts = new ArrayList<>();
        int from = 0;
        int at = 0;
        byte[] bytes = text.unsafeArray();
        while (at < bytes.length) {
            Found found = find(bytes, at);
            if (found == null) {
                at++;
            } else {
                if (moved.test(found.item())) {
                    literal(text, from, found.start(), parts);
                    parts.add(new Template.Part.Ref(found.item()));
                    from = found.end();
                }
                at = found.end();
            }
        }
        literal(text, from, bytes.length, parts);
        return new Template(parts);
    }

    private static void literal(Bytes text, int from, int to, List<Template.Part> parts) {
        if (from < to) {
            parts.add(new Template.Part.Literal(text.slice(from, to)));
        }
    }

    private @Nullable Found find(byte[] text, int at) {
        for (Form form : forms) {
            int start = at + form.before().length();
            if (start < text.length && startsWith(text, at, form.before().unsafeArray())) {
                int end = start;
                while (end < text.length && text[end] >= '0' && text[end] <= '9') {
                    end++;
                }
                if (end > start && text[start] != '0') {
                    byte[] id = Arrays.copyOfRange(text, start, end);
                    return new Found(start, end, new Reference(form.domain(), Bytes.wrap(id)));
                }
            }
        }
        return null;
    }

    private static boolean startsWith(byte[] text, int at, byte[] before) {
        return Arrays.equals(text, at, at + before.length, before, 0, before.length);
    }
}
