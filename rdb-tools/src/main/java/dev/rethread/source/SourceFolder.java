package dev.rethread.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Directories, and tar archives and the folders in them, which are read as if they were directories. */
public final class SourceFolder {
    private SourceFolder() {}

    /** Whether {@code path} is a directory, an archive, or a folder in one. Anything but a file of bytes is not. */
    public static boolean is(Path path) {
        SourcePath address = SourcePath.of(path);
        if (!Files.isRegularFile(address.file())) {
            return Files.isDirectory(path);
        }
        try (SourceFile file = SourceFile.openPart(address.file())) {
            Archive archive = file.archive();
            return archive != null && archive.isFolder(member(address));
        }
    }

    /** Whether {@code path} is an archive as a whole. */
    static boolean isArchive(Path path) {
        SourcePath address = SourcePath.of(path);
        return Files.isRegularFile(address.file()) && member(address).isEmpty() && is(path);
    }

    /** Whether {@code path} is a file that can be opened, in a directory or in an archive. */
    public static boolean hasFile(Path path) {
        SourcePath address = SourcePath.of(path);
        if (address.member() == null) {
            return Files.isRegularFile(path);
        }
        try (SourceFile file = SourceFile.openPart(address.file())) {
            Archive archive = file.archive();
            return archive != null && archive.isFile(member(address));
        }
    }

    /** The way to the file {@code name} in a folder, or to what it was compressed to: {@code name.gz} and the like. */
    public static Path find(Path folder, String name) {
        Path exact = Files.isDirectory(folder) ? folder.resolve(name) : SourcePath.into(folder, name);
        return hasFile(exact)
                ? exact
                : children(folder).stream()
                        .filter(child -> plainName(child).equals(name))
                        .findFirst()
                        .orElse(exact);
    }

    /** The name of a file without the ending that a compressing program gave it. */
    public static String plainName(Path path) {
        return Codec.plain(String.valueOf(path.getFileName()));
    }

    /**
     * What lies in a folder, sorted by name; further folders included.
     *
     * @throws SourceException if it is none, or may not be read
     */
    public static List<Path> children(Path folder) {
        SourcePath address = SourcePath.of(folder);
        if (Files.isRegularFile(address.file())) {
            return members(folder, address);
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new SourceException(folder + ": cannot be listed: " + e, "Check that you may read it.", e);
        }
    }

    private static List<Path> members(Path folder, SourcePath address) {
        try (SourceFile file = SourceFile.openPart(address.file())) {
            @Nullable Archive archive = file.archive();
            if (archive == null) {
                throw new SourceException(folder + ": is no folder", "Check the path.");
            }
            return archive.children(member(address)).stream()
                    .map(name -> SourcePath.into(folder, name))
                    .toList();
        }
    }

    private static String member(SourcePath address) {
        return address.member() == null ? "" : address.member();
    }
}
