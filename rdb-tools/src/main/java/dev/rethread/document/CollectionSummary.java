package dev.rethread.document;

import dev.rethread.source.Damage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a collection's file found.
 *
 * @param collection its name, without the database's
 * @param size the file's size in bytes
 * @param documents how many could be read
 * @param bytes how many bytes they take; the rest of {@code size} is damage
 * @param newest the latest second in an {@code _id} that is an object id, by the clock of whoever issued it; null if
 *     there is none
 */
public record CollectionSummary(
        String collection,
        Path file,
        long size,
        long documents,
        long bytes,
        @Nullable Instant newest,
        List<Damage> damages) {
    public CollectionSummary {
        damages = List.copyOf(damages);
    }
}
