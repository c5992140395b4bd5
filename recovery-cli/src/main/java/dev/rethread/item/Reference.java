package dev.rethread.item;

import dev.rethread.keyspace.Bytes;

/** An id of the lost branch: {@code user 268} as the surviving sources know it, whatever it is in live. */
public record Reference(String domain, Bytes id) implements Comparable<Reference> {
    @Override
    public int compareTo(Reference other) {
        int byDomain = domain.compareTo(other.domain);
        return byDomain != 0 ? byDomain : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return domain + " " + id;
    }
}
