package dev.rethread.command;

import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.SelectedSnapshot;
import dev.rethread.keyspace.Snapshot;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which keys: {@code --db} and {@code --match}. */
final class KeyOptions {
    @Option(names = "--db", paramLabel = "N", description = "Only keys of this database.")
    private @Nullable Integer database;

    @Option(
            names = "--match",
            paramLabel = "PATTERN",
            converter = KeyPattern.class,
            description = "Only keys that match: * and ? and [a-z] as KEYS takes them, or /a regular expression/"
                    + " that is found in the name.")
    private @Nullable Pattern pattern;

    /** The keys that were asked for. */
    Snapshot of(Snapshot all) {
        return database == null && pattern == null ? all : new SelectedSnapshot(all, this::chosen);
    }

    private boolean chosen(Key key) {
        return (database == null || key.database() == database)
                && (pattern == null || pattern.matcher(key.name().utf8()).find());
    }
}
