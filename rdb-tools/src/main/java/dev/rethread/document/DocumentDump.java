package dev.rethread.document;

import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A dump as {@code mongodump} lays it out: a folder of databases, one database's folder, or one collection's file.
 *
 * <p>Holds no file open between passes. A pass needs memory for one document and at most 17 MiB beside it. Not
 * thread-safe.
 */
public final class DocumentDump {
    private final String name;
    private final List<CollectionFile> files;
    /** What is wrong with the archive that the dump lies in: whole collections may be missing. */
    private final Set<Damage> around = new LinkedHashSet<>();

    private @Nullable List<CollectionSummary> found;

    private DocumentDump(String name, List<CollectionFile> files) {
        this.name = name;
        this.files = files;
    }

    /**
     * Finds the collections at {@code path} and makes sure that they can be read.
     *
     * @param name what reports call this source
     * @throws SourceException if nothing is there, a file is unreadable, a single file is empty, or a
     *     folder has no collections; an empty collection among others is ordinary
     */
    public static DocumentDump open(String name, Path path) {
        return new DocumentDump(name, CollectionFile.at(path));
    }

    public String name() {
        return name;
    }

    /** The files of the collections, sorted by database and name: the order in which they are read. */
    public List<Path> files() {
        return files.stream().map(CollectionFile::path).toList();
    }

    /**
     * One pass: every readable document, in the order of {@link #files} and of each file. May be called again.
     *
     * @throws SourceException if a file has become unreadable
     */
    public void forEach(Consumer<Document> visitor) {
        pass(visitor);
    }

    private List<CollectionSummary> pass(Consumer<Document> visitor) {
        List<CollectionSummary> read = new ArrayList<>();
        for (CollectionFile collection : files) {
            try (SourceFile file = SourceFile.openPart(collection.path())) {
                around.addAll(file.around());
                read.add(CollectionReader.read(collection.name(), file, visitor));
            }
        }
        found = read;
        return read;
    }

    /**
     * What the last whole pass found, one entry a file; makes a pass if there was none. Collections of the same name in
     * two databases have two entries.
     */
    public List<CollectionSummary> collections() {
        return List.copyOf(found == null ? pass(document -> {}) : found);
    }

    /** The damage in all files and in the archive they lie in, of the same pass as {@link #collections}. */
    public List<Damage> damages() {
        return Stream.concat(
                        collections().stream().flatMap(collection -> collection.damages().stream()), around.stream())
                .distinct()
                .toList();
    }
}
