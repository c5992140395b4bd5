package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.ListValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A list as a ring: both ends and any index in one step, insertion in the middle in as many as there are elements. */
final class WorkingList implements Working {
    private static final int FEW = 8;

    private Bytes[] ring;
    private int head;
    private int size;

    WorkingList() {
        ring = new Bytes[FEW];
    }

    WorkingList(Collection<Bytes> elements) {
        ring = new Bytes[Math.max(FEW, elements.size())];
        elements.forEach(this::addLast);
    }

    int size() {
        return size;
    }

    Bytes get(int index) {
        return ring[slot(index)];
    }

    void set(int index, Bytes element) {
        ring[slot(index)] = element;
    }

    void addFirst(Bytes element) {
        reserve();
        head = head == 0 ? ring.length - 1 : head - 1;
        ring[head] = element;
        size++;
    }

    void addLast(Bytes element) {
        reserve();
        size++;
        ring[slot(size - 1)] = element;
    }

    Bytes removeFirst() {
        Bytes element = ring[head];
        head = slot(1);
        size--;
        return element;
    }

    Bytes removeLast() {
        size--;
        return ring[slot(size)];
    }

    /** Keeps the elements from {@code from} to before {@code to}, in steps as many as are dropped. */
    void keep(int from, int to) {
        if (from >= to) {
            size = 0;
            return;
        }
        while (size > to) {
            removeLast();
        }
        for (int i = 0; i < from; i++) {
            removeFirst();
        }
    }

    /** The elements in a list of their own. */
    List<Bytes> elements() {
        List<Bytes> elements = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            elements.add(get(i));
        }
        return elements;
    }

    void replace(List<Bytes> elements) {
        head = 0;
        size = 0;
        elements.forEach(this::addLast);
    }

    private int slot(int index) {
        int at = head + index;
        return at < ring.length ? at : at - ring.length;
    }

    private void reserve() {
        if (size == ring.length) {
            Bytes[] larger = new Bytes[ring.length + ring.length / 2];
            for (int i = 0; i < size; i++) {
                larger[i] = get(i);
            }
            ring = larger;
            head = 0;
        }
    }

    @Override
    public Value freeze() {
        return new ListValue(elements());
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }
}
