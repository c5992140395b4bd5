package dev.rethread.document;

import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceFolder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A collection's file in a dump: {@code <database>/<collection>.bson}, or {@code .bson.gz} and the like; unusual
 * characters of the name as %XX.
 */
record CollectionFile(String name, Path path) {
    private static final Pattern SUFFIX = Pattern.compile("(?i)\\.bson(\\.(gz|zst|lz4|bz2|xz))?$");

    /** The collections of a dump's folder, of a database's folder, or the one file. */
    static List<CollectionFile> at(Path path) {
        if (!SourceFolder.is(path)) {
            try (SourceFile file = SourceFile.open(regular(path))) {
                return List.of(of(file.path()));
            }
        }
        List<Path> all = Stream.concat(
                        SourceFolder.children(path).stream(),
                        SourceFolder.children(path).stream()
                                .filter(SourceFolder::is)
                                .flatMap(child -> SourceFolder.children(child).stream()))
                .filter(child -> !SourceFolder.is(child))
                .toList();
        List<CollectionFile> found = all.stream()
                .filter(child -> SUFFIX.matcher(child.toString()).find())
                .map(CollectionFile::readable)
                .toList();
        if (found.isEmpty()) {
            throw new SourceException(
                    path + ": no collections in this folder",
                    "Name the folder that mongodump wrote, or one database's folder in it.");
        }
        return found;
    }

    private static CollectionFile readable(Path path) {
        SourceFile.openPart(regular(path)).close();
        return of(path);
    }

    /** Opening a pipe would wait for ever. */
    private static Path regular(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new SourceException(path + ": not a regular file", "Copy its content into a file and name that.");
        }
        return path;
    }

    private static CollectionFile of(Path path) {
        String file = String.valueOf(path.getFileName());
        return new CollectionFile(unescape(SUFFIX.matcher(file).replaceFirst("")), path);
    }

    private static String unescape(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            return name;
        }
    }
}
