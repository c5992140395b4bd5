package dev.rethread.document;

import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A collection's file in a dump: {@code <database>/<collection>.bson}, unusual characters of the name as %XX. */
record CollectionFile(String name, Path path) {
    private static final String SUFFIX = ".bson";

    /** The collections of a dump's folder, of a database's folder, or the one file. */
    static List<CollectionFile> at(Path path) {
        if (!Files.isDirectory(path)) {
            try (SourceFile file = SourceFile.open(regular(path))) {
                return List.of(of(file.path()));
            }
        }
        List<Path> all = Stream.concat(
                        children(path).stream(),
                        children(path).stream().filter(Files::isDirectory).flatMap(child -> children(child).stream()))
                .filter(child -> !Files.isDirectory(child))
                .toList();
        all.stream()
                .filter(child -> isCalled(child, SUFFIX + ".gz"))
                .findFirst()
                .ifPresent(CollectionFile::refuse);
        List<CollectionFile> found = all.stream()
                .filter(child -> isCalled(child, SUFFIX))
                .map(CollectionFile::readable)
                .toList();
        if (found.isEmpty()) {
            throw new SourceException(
                    path + ": no collections in this folder",
                    "Name the folder that mongodump wrote, or one database's folder in it.");
        }
        return found;
    }

    private static void refuse(Path compressed) {
        throw new SourceException(
                compressed + ": compressed collections are not read",
                "Copy the dump and run gunzip -r on the copy, then name the copy.");
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
        String stem = isCalled(path, SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
        return new CollectionFile(unescape(stem), path);
    }

    private static String unescape(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            return name;
        }
    }

    private static boolean isCalled(Path path, String suffix) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(suffix);
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new SourceException(directory + ": cannot be listed: " + e, "Check that you may read it.", e);
        }
    }
}
