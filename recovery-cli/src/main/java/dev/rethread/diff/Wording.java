package dev.rethread.diff;

import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.delta.ListEncoding;
import dev.rethread.keyspace.ArrayValue;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.report.Names;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts changes into words that hold names, lengths and deadlines, never a value. */
final class Wording {
    private static final Bytes PRODUCERS = Bytes.of("producers");

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
        } else if (value instanceof ArrayValue array) {
            return count(array.elements().size(), "element");
        } else if (value instanceof Value.OpaqueValue opaque) {
            return count(opaque.raw().length(), "byte");
        }
        return "";
    }

    ElementDifference element(KeyChange key, ElementChange change) {
        String sign = change.before() == null ? "+" : change.after() == null ? "-" : "~";
        return new ElementDifference(sign, word(change.element()), name(change.element()), how(key, change));
    }

    private static String word(Element element) {
        if (element instanceof Element.Whole) {
            return "value";
        } else if (element instanceof Element.Field) {
            return "field";
        } else if (element instanceof Element.FieldExpiry) {
            return "ttl of field";
        } else if (element instanceof Element.Member || element instanceof Element.Scored) {
            return "member";
        } else if (element instanceof Element.Entry) {
            return "entry";
        } else if (element instanceof Element.Indexed) {
            return "element";
        } else if (element instanceof Element.Property property) {
            return property.name().utf8();
        } else if (element instanceof Element.Group) {
            return "group";
        } else if (element instanceof Element.Consumer) {
            return "consumer";
        } else if (element instanceof Element.Pending) {
            return "pending entry";
        } else if (element instanceof Element.Expiry) {
            return "ttl";
        }
        throw new AssertionError(element);
    }

    private String name(Element element) {
        if (element instanceof Element.Entry entry) {
            return entry.id().toString();
        } else if (element instanceof Element.Indexed indexed) {
            return Long.toUnsignedString(indexed.index());
        } else if (element instanceof Element.Property) {
            return "";
        } else if (element instanceof Element.Consumer consumer) {
            return names.show(consumer.consumer()) + " of " + names.show(consumer.group());
        } else if (element instanceof Element.Pending pending) {
            return pending.id() + " of " + names.show(pending.group());
        }
        return names.show(element.name());
    }

    private static String how(KeyChange key, ElementChange change) {
        Element element = change.element();
        boolean changed = change.before() != null && change.after() != null;
        if (element instanceof Element.Expiry || element instanceof Element.FieldExpiry) {
            return fromTo(moment(change.before()), moment(change.after()));
        } else if (element instanceof Element.Scored) {
            return changed ? "another score" : "";
        } else if (element instanceof Element.Whole && key.before() != null && key.after() != null) {
            return fromTo(amount(key.before().value()), amount(key.after().value()));
        } else if (element instanceof Element.Property property
                && !property.name().equals(PRODUCERS)) {
            return fromTo(text(change.before()), text(change.after()));
        } else if (element instanceof Element.Group) {
            return fromTo(read(change.before()), read(change.after()));
        } else if (element instanceof Element.Consumer) {
            return changed ? "other times" : "";
        } else if (element instanceof Element.Pending) {
            return changed ? "another delivery" : "";
        } else if (element instanceof Element.Entry) {
            return fromTo(fields(change.before()), fields(change.after()));
        }
        return fromTo(length(change.before()), length(change.after()));
    }

    /** A number or an id. */
    private static String text(@Nullable Bytes value) {
        return value == null ? "" : value.utf8();
    }

    /** How far a group has read: {@code at 5-0, 3 read}. */
    private static String read(@Nullable Bytes value) {
        if (value == null) {
            return "";
        }
        String[] parts = value.utf8().split(" ", 2);
        return "at " + parts[0] + (parts[1].equals("-1") ? "" : ", " + parts[1] + " read");
    }

    private static String fields(@Nullable Bytes value) {
        return value == null ? "" : count(ListEncoding.decode(value).size() / 2, "field");
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
