package dev.rethread.diff;

import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.report.Names;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts changes into words that hold names, lengths and deadlines, never a value. */
final class Wording {
    private final Names names;

    Wording(Names names) {
        this.names = names;
    }

    String key(KeyChange change) {
        return names.show(change.key().name());
    }

    static String type(KeyChange change) {
        String before = type(change.before());
        String after = type(change.after());
        if (before.equals(after) || after.isEmpty()) {
            return before;
        }
        return before.isEmpty() ? after : before + " -> " + after;
    }

    private static String type(@Nullable Entry entry) {
        return entry == null ? "" : entry.value().type().word();
    }

    /** How much {@code value} holds. */
    static String amount(Value value) {
        if (value instanceof Value.StringValue string) {
            return count(string.bytes().length(), "byte");
        } else if (value instanceof Value.ListValue list) {
            return count(list.elements().size(), "element");
        } else if (value instanceof Value.SetValue set) {
            return count(set.members().size(), "member");
        } else if (value instanceof Value.SortedSetValue sorted) {
            return count(sorted.scores().size(), "member");
        } else if (value instanceof Value.HashValue hash) {
            return count(hash.fields().size(), "field");
        } else if (value instanceof StreamValue stream) {
            return stream.entries().size() == 1 ? "1 entry" : stream.entries().size() + " entries";
        } else if (value instanceof Value.OpaqueValue opaque) {
            return count(opaque.raw().length(), "byte");
        }
        return "";
    }

    ElementDifference element(KeyChange key, ElementChange change) {
        String sign = change.before() == null ? "+" : change.after() == null ? "-" : "~";
        String name = names.show(change.element().name());
        return new ElementDifference(sign, word(change.element()), name, how(key, change));
    }

    private static String word(Element element) {
        if (element instanceof Element.Whole) {
            return "value";
        } else if (element instanceof Element.FieldExpiry) {
            return "ttl of field";
        } else if (element instanceof Element.Scored) {
            return "member";
        } else if (element instanceof Element.Expiry) {
            return "ttl";
        }
        return element.getClass()
                .getSimpleName()
                .replaceAll("(?<=.)(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String how(KeyChange key, ElementChange change) {
        Element element = change.element();
        if (element instanceof Element.Expiry || element instanceof Element.FieldExpiry) {
            return fromTo(moment(change.before()), moment(change.after()));
        } else if (element instanceof Element.Scored) {
            return change.before() == null || change.after() == null ? "" : "another score";
        } else if (element instanceof Element.Whole && key.before() != null && key.after() != null) {
            return fromTo(amount(key.before().value()), amount(key.after().value()));
        }
        return fromTo(length(change.before()), length(change.after()));
    }

    private static String fromTo(String before, String after) {
        if (before.isEmpty() || after.isEmpty()) {
            return before + after;
        }
        return before.equals(after) ? before + " on both sides" : before + " -> " + after;
    }

    private static String moment(@Nullable Bytes millis) {
        return millis == null
                ? "none"
                : Instant.ofEpochMilli(Long.parseLong(millis.utf8())).toString();
    }

    private static String length(@Nullable Bytes value) {
        return value == null || value.isEmpty() ? "" : count(value.length(), "byte");
    }

    private static String count(int number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
