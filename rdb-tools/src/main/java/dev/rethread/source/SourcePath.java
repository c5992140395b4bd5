package dev.rethread.source;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A path that may lead on into an archive: {@code archive.tar.gz!dir/dump.rdb}, with or without a slash behind the
 * exclamation mark, or with only a slash. A file of exactly that name comes first.
 *
 * @param file what lies on disk
 * @param member the way on inside of it, normalised; null where there is none
 */
record SourcePath(Path file, @Nullable String member) {
    static SourcePath of(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            String text = path.toString();
            for (int i = 1; i < text.length(); i++) {
                char letter = text.charAt(i);
                if ((letter == '!' || letter == '/' || letter == '\\')
                        && Files.isRegularFile(Path.of(text.substring(0, i)))) {
                    return inside(text, i);
                }
            }
        }
        return new SourcePath(path, null);
    }

    private static SourcePath inside(String text, int end) {
        String rest = text.substring(end).replace('\\', '/');
        return new SourcePath(Path.of(text.substring(0, end)), Archive.normal(rest.replaceFirst("^/?!?", "")));
    }

    /** The way to something in the archive {@code file}, or in one of its folders. */
    static Path into(Path path, String child) {
        SourcePath address = of(path);
        String folder = address.member == null || address.member.isEmpty() ? "" : address.member + "/";
        return Path.of(address.file + "!/" + folder + child);
    }
}
