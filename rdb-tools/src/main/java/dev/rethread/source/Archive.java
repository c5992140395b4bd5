package dev.rethread.source;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import dev.rethread.source.Content.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members of a tar archive, by name: where each lies in the archive's own content. Nothing is ever unpacked into a
 * folder, so a name may say what it likes. Links are followed within the archive. Thread-safe; {@link TarReader} makes it.
 */
final class Archive {
    private static final int MOST_LINKS = 16;

    private final Map<String, Member> members;
    private final List<Damage> damages;

    /**
     * @param type as in {@link TarHeader}; {@code 'S'} for a sparse file
     * @param size as announced; fewer bytes may be there
     */
    record Member(char type, long offset, long size, String link) {}

    /** @param members by their {@link #normal} names */
    Archive(Map<String, Member> members, List<Damage> damages) {
        this.members = members;
        this.damages = damages;
    }

    /** Names without {@code .} and without a slash before or behind. */
    static String normal(String name) {
        return String.join(
                "/",
                Arrays.stream(name.split("/"))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .toList());
    }

    /** What is wrong with the archive itself. */
    List<Damage> damages() {
        return damages;
    }

    boolean isFolder(String path) {
        Member member = followed(path);
        return path.isEmpty()
                || (member == null
                        ? members.keySet().stream().anyMatch(name -> name.startsWith(path + "/"))
                        : member.type() == '5');
    }

    /** The names in a folder, sorted. */
    List<String> children(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String name : members.keySet()) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                names.add(name.substring(prefix.length()).split("/", 2)[0]);
            }
        }
        return List.copyOf(names);
    }

    boolean isFile(String path) {
        Member member = followed(path);
        return member != null && (member.type() == '0' || member.type() == 'S');
    }

    /**
     * The bytes of a file, as many as are there; {@code lost} is told if some are not.
     *
     * @param whole the archive's own content
     * @throws SourceException where there is no such member, or it is no file
     */
    Content open(Content whole, String path, String shown, List<Damage> lost) {
        Member member = followed(path);
        if (member == null) {
            throw members.containsKey(path)
                    ? refused(
                            shown, "is a link to " + Bytes.of(members.get(path).link()) + ", which is not there")
                    : refused(shown, "no such file in the archive");
        }
        if (member.type() == 'S') {
            throw refused(shown, "is stored as a sparse file");
        }
        if (member.type() != '0') {
            throw refused(shown, "is a folder or a device, not a file");
        }
        long there = Math.max(0, Math.min(member.size(), whole.size() - member.offset()));
        if (there < member.size()) {
            String problem = "breaks off, " + member.size() + " bytes announced, " + there + " there";
            lost.add(new Damage(shown, new Span(there, 0), "tar", null, problem));
        }
        return new Stretch(whole, member.offset(), there);
    }

    private static SourceException refused(String shown, String problem) {
        return new SourceException(
                shown + ": " + problem, "List the archive with tar -tvf; name a file in it as archive!path.");
    }

    private @Nullable Member followed(String path) {
        String at = path;
        Member member = members.get(at);
        for (int i = 0; i < MOST_LINKS && member != null && (member.type() == '1' || member.type() == '2'); i++) {
            at = member.type() == '1' ? normal(member.link()) : target(at, member.link());
            member = members.get(at);
        }
        return member == null || member.type() == '1' || member.type() == '2' ? null : member;
    }

    /** A symbolic link counts from the folder it lies in. */
    private static String target(String from, String link) {
        List<String> parts = new ArrayList<>();
        if (!link.startsWith("/") && from.contains("/")) {
            parts.addAll(Arrays.asList(from.substring(0, from.lastIndexOf('/')).split("/", -1)));
        }
        for (String part : normal(link).split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.remove(parts.size() - 1);
            } else {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }
}
