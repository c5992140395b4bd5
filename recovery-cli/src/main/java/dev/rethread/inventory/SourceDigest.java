package dev.rethread.inventory;

import dev.rethread.source.Sha256;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The size and SHA-256 of a source. Of a directory: the sum over its files, and the hash over each file's relative name
 * and hash, in the order of the names.
 *
 * @param sha256 64 hex digits; empty where it was not taken
 */
public record SourceDigest(long bytes, String sha256) {
    /** Of a source that was read without one. */
    public static final SourceDigest NOT_TAKEN = new SourceDigest(0, "");

    /** Reads everything at {@code path} once, as it lies on disk: of what lies in an archive, the archive. */
    public static SourceDigest of(Path path) {
        return Files.isDirectory(path) ? ofDirectory(path) : ofFile(path);
    }

    private static SourceDigest ofFile(Path path) {
        try (SourceFile file = SourceFile.stored(path)) {
            return new SourceDigest(file.size(), file.sha256());
        }
    }

    private static SourceDigest ofDirectory(Path directory) {
        Sha256 all = new Sha256();
        long bytes = 0;
        for (Path path : files(directory)) {
            SourceDigest one = ofFile(path);
            bytes += one.bytes();
            all.add((directory.relativize(path) + "\0" + one.sha256() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return new SourceDigest(bytes, all.hex());
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new SourceException(directory + ": cannot be listed: " + e, "Check that you may read it.", e);
        }
    }
}
