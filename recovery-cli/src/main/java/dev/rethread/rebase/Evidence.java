package dev.rethread.rebase;

import dev.rethread.document.Document;
import dev.rethread.keyspace.Snapshot;
import java.util.List;
import java.util.function.Consumer;

/** One surviving source of the lost branch. */
public sealed interface Evidence {
    /** The keyspaces among {@code evidence}. */
    static List<Snapshot> snapshots(List<Evidence> evidence) {
        return evidence.stream()
                .filter(Keyspace.class::isInstance)
                .map(keyspace -> ((Keyspace) keyspace).snapshot())
                .toList();
    }

    /** The source's name in the incident. */
    String name();

    /** A keyspace: a dump, or what an AOF was replayed into. */
    record Keyspace(String name, Snapshot snapshot) implements Evidence {}

    /** Documents of a secondary store: they prove existence, never deletion. */
    record Documents(String name, Reader reader) implements Evidence {}

    /** Hands out every document of a source, as often as asked. */
    interface Reader {
        void forEach(Consumer<Document> visitor);
    }
}
