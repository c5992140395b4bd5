package dev.rethread.delta;

import dev.rethread.keyspace.ArrayValue;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An entry flattened into its elements. Two entries of one type with equal elements mean the same. */
public final class Elements {
    private Elements() {}

    /** Every element of {@code entry} with its value, in the order of {@link Element}; none for null. */
    public static SortedMap<Element, Bytes> of(@Nullable Entry entry) {
        SortedMap<Element, Bytes> elements = new TreeMap<>();
        if (entry != null) {
            flatten(entry.value(), elements);
            if (entry.expireAt() != Entry.NEVER) {
                elements.put(new Element.Expiry(), Bytes.of(entry.expireAt()));
            }
        }
        return elements;
    }

    private static void flatten(Value value, SortedMap<Element, Bytes> into) {
        if (value instanceof StringValue string) {
            into.put(new Element.Whole(), string.bytes());
        } else if (value instanceof ListValue list) {
            into.put(new Element.Whole(), ListEncoding.encode(list.elements()));
        } else if (value instanceof SetValue set) {
            set.members().forEach(member -> into.put(new Element.Member(member), Bytes.EMPTY));
        } else if (value instanceof SortedSetValue sorted) {
            sorted.scores().forEach((member, score) -> into.put(new Element.Scored(member), Score.format(score)));
        } else if (value instanceof HashValue hash) {
            hash.fields().forEach((field, content) -> into.put(new Element.Field(field), content));
            hash.fieldExpiries()
                    .forEach((field, deadline) -> into.put(new Element.FieldExpiry(field), Bytes.of(deadline)));
        } else if (value instanceof StreamValue stream) {
            StreamElements.flatten(stream, into);
        } else if (value instanceof ArrayValue array) {
            array.elements().forEach((index, element) -> into.put(new Element.Indexed(index), element));
            if (array.insertIndex() != ArrayValue.NONE) {
                String index = Long.toUnsignedString(array.insertIndex());
                into.put(new Element.Property(Bytes.of("insert-index")), Bytes.of(index));
            }
        } else if (value instanceof OpaqueValue opaque) {
            into.put(new Element.Whole(), typed(opaque));
        } else {
            throw new AssertionError(value.type());
        }
    }

    private static Bytes typed(OpaqueValue opaque) {
        byte[] content = new byte[1 + opaque.raw().length()];
        content[0] = (byte) opaque.rdbType();
        System.arraycopy(opaque.raw().unsafeArray(), 0, content, 1, opaque.raw().length());
        return Bytes.wrap(content);
    }
}
