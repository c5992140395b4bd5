package dev.rethread.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the last few archives hold: an archive is asked for each of its members, and reading all of its headers each time
 * would make many members unbearable. Thread-safe.
 */
final class Listings {
    private static final int KEPT = 3;
    /** In the order in which they were used. */
    private static final Map<Listed, Archive> ARCHIVES = new LinkedHashMap<>(KEPT, 0.75f, true);

    private Listings() {}

    /** @param path as it was given, which the archive's damages tell */
    private record Listed(Shelf.Id id, Path path) {}

    /** The archive at {@code path}, whose content is {@code content}. */
    static Archive of(Path path, Content content) throws IOException {
        Listed key = new Listed(Shelf.Id.of(SourcePath.of(path), content.size()), path);
        synchronized (ARCHIVES) {
            Archive archive = ARCHIVES.get(key);
            if (archive == null) {
                archive = TarReader.read(path.toString(), content);
                ARCHIVES.put(key, archive);
                if (ARCHIVES.size() > KEPT) {
                    ARCHIVES.remove(ARCHIVES.keySet().iterator().next());
                }
            }
            return archive;
        }
    }
}
