package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of one node of a stream: a listpack whose first elements, the master entry, name the fields that most of
 * its entries have ({@code t_stream.c}, {@code streamAppendItem}).
 *
 * <pre>
 * master   entries, deleted entries, n fields, field..., 0
 * entry    flags, milliseconds - the node's, sequence - the node's, then
 *            flag 2, fields as the master's   value...
 *            otherwise                        n fields, (field, value)...
 *          elements of this entry so far
 * </pre>
 *
 * Flag 1 marks an entry as deleted.
 */
final class StreamListpack {
    private static final int DELETED = 1;
    private static final int SAME_FIELDS = 2;

    private final StreamId node;
    private final List<Bytes> elements;
    private final List<StreamEntry> entries;
    private int at;

    private StreamListpack(StreamId node, List<Bytes> elements, List<StreamEntry> entries) {
        this.node = node;
        this.elements = elements;
        this.entries = entries;
    }

    /** Adds the entries that are not deleted to {@code entries}, whose ids must go on rising. */
    static void decode(StreamId node, Cursor listpack, List<StreamEntry> entries) {
        new StreamListpack(node, Cursors.list(listpack), entries).decode();
    }

    private void decode() {
        int before = entries.size();
        long live = number();
        long deleted = number();
        List<Bytes> master = strings(count());
        expect("the master entry ends with", number(), 0);
        long read = 0;
        for (; at < elements.size(); read++) {
            entry(master);
        }
        expect("live entries", entries.size() - before, live);
        expect("deleted entries", read - live, deleted);
    }

    private void entry(List<Bytes> master) {
        int start = at;
        long flags = number();
        StreamId id = new StreamId(node.milliseconds() + number(), node.sequence() + number());
        List<Bytes> fields = (flags & SAME_FIELDS) != 0 ? values(master) : strings(2 * count());
        int length = at - start;
        expect("elements of an entry", number(), length);
        if ((flags & DELETED) == 0) {
            add(new StreamEntry(id, fields));
        }
    }

    private void add(StreamEntry entry) {
        if (!entries.isEmpty() && entries.get(entries.size() - 1).id().compareTo(entry.id()) >= 0) {
            throw malformed("id " + entry.id() + " follows "
                    + entries.get(entries.size() - 1).id());
        }
        entries.add(entry);
    }

    private List<Bytes> values(List<Bytes> master) {
        List<Bytes> fields = new ArrayList<>(2 * master.size());
        for (Bytes field : master) {
            fields.add(field);
            fields.add(next());
        }
        return fields;
    }

    private List<Bytes> strings(int count) {
        if (count > elements.size() - at) {
            throw malformed(count + " strings announced, " + (elements.size() - at) + " elements left");
        }
        at += count;
        return elements.subList(at - count, at);
    }

    /** A count of fields; bounded, so that twice it is an int as well. */
    private int count() {
        long count = number();
        if (count < 0 || count > elements.size()) {
            throw malformed(count + " fields announced, in " + elements.size() + " elements");
        }
        return (int) count;
    }

    private long number() {
        Bytes element = next();
        try {
            return Long.parseLong(element.utf8());
        } catch (NumberFormatException e) {
            throw malformed("an element of " + element.length() + " bytes stands where a number should");
        }
    }

    private Bytes next() {
        if (at == elements.size()) {
            throw malformed("breaks off");
        }
        return elements.get(at++);
    }

    private void expect(String what, long found, long expected) {
        if (found != expected) {
            throw malformed(what + " " + found + ", should be " + expected);
        }
    }

    private MalformedException malformed(String problem) {
        return new MalformedException("stream node " + node + ", element " + at + ": " + problem);
    }
}
