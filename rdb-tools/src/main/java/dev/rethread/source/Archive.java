package dev.rethread.source;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import dev.rethread.source.Content.Stretch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members of a tar archive, by name: where each lies in the archive's own content. Nothing is ever unpacked into a
 * folder, so a name may say what it likes.
 *
 * <p>A name that comes twice means its last member, as it does for tar. Links are followed within the archive. Behind a
 * damaged header it goes on with the next block that is one; behind the archive's end too, where another archive was
 * appended.
 */
final class Archive {
    private static final int BLOCK = TarHeader.BLOCK;
    /** Names longer than this are damage. */
    private static final int LONGEST = 1 << 20;

    private static final int MOST_LINKS = 16;

    private final String name;
    private final Content content;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Damage> damages = new ArrayList<>();
    /** What extended headers say of the member that comes next. */
    private final Map<String, String> announced = new HashMap<>();

    /**
     * @param type as in {@link TarHeader}; {@code 'S'} for a sparse file
     * @param size as announced; fewer bytes may be there
     */
    private record Member(char type, long offset, long size, String link) {}

    private Archive(String name, Content content) {
        this.name = name;
        this.content = content;
    }

    /** Null where {@code content} is no archive. */
    static @Nullable Archive of(String name, Content content) throws IOException {
        Archive archive = new Archive(name, content);
        if (archive.header(0) == null) {
            return null;
        }
        archive.read();
        return archive;
    }

    /** Names without {@code .} and without a slash before or behind. */
    static String normal(String name) {
        return String.join(
                "/",
                Arrays.stream(name.split("/"))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .toList());
    }

    private void read() throws IOException {
        long at = 0;
        while (at + BLOCK <= content.size()) {
            TarHeader header = header(at);
            if (header == null) {
                at = next(at);
            } else {
                at = member(header, at + BLOCK);
            }
        }
    }

    private @Nullable TarHeader header(long at) throws IOException {
        byte[] block = new byte[BLOCK];
        return content.read(at, block, 0, BLOCK) == BLOCK ? TarHeader.of(block) : null;
    }

    /** The next header from {@code at} on. What lies before it is padding if it is zero, else damage. */
    private long next(long at) throws IOException {
        byte[] block = new byte[BLOCK];
        boolean zero = true;
        long end = at;
        while (content.read(end, block, 0, BLOCK) == BLOCK && TarHeader.of(block) == null) {
            zero &= Arrays.equals(block, new byte[BLOCK]);
            end += BLOCK;
        }
        announced.clear();
        if (!zero) {
            damages.add(new Damage(name, new Span(at, end - at), "tar", null, "no header of a member here"));
        }
        return end;
    }

    private long member(TarHeader header, long data) throws IOException {
        long size = header.hasData() ? size(header) : 0;
        switch (header.type()) {
            case 'x' -> extended(data, size);
            case 'L' -> announced.put("path", TarHeader.untilZero(bytes(data, size), 0, length(data, size)));
            case 'K' -> announced.put("linkpath", TarHeader.untilZero(bytes(data, size), 0, length(data, size)));
            case 'g', 'V', 'M', 'N', 'X' -> {}
            default -> add(header, data, size);
        }
        long end = data + size;
        return end + (BLOCK - end % BLOCK) % BLOCK;
    }

    private long size(TarHeader header) {
        String said = header.type() == 'x' ? "" : announced.getOrDefault("size", "");
        return said.matches("\\d{1,18}") ? Long.parseLong(said) : header.size();
    }

    private void add(TarHeader header, long data, long size) {
        boolean sparse = announced.keySet().stream().anyMatch(field -> field.startsWith("GNU.sparse"));
        String path = announced.getOrDefault("GNU.sparse.name", announced.getOrDefault("path", header.name()));
        String link = announced.getOrDefault("linkpath", header.link());
        members.remove(normal(path));
        members.put(normal(path), new Member(sparse ? 'S' : header.type(), data, size, link));
        announced.clear();
    }

    private byte[] bytes(long at, long size) throws IOException {
        byte[] bytes = new byte[length(at, size)];
        content.read(at, bytes, 0, bytes.length);
        return bytes;
    }

    private int length(long at, long size) {
        return content.clip(at, (int) Math.min(size, LONGEST));
    }

    /** {@code LENGTH FIELD=VALUE\n}, the length counting all of it. */
    private void extended(long data, long size) throws IOException {
        byte[] bytes = bytes(data, size);
        int at = 0;
        while (at < bytes.length && bytes[at] != 0) {
            int space = at;
            while (space < bytes.length && space - at < 8 && bytes[space] >= '0' && bytes[space] <= '9') {
                space++;
            }
            int length = space == at ? 0 : Integer.parseInt(Text.of(Arrays.copyOfRange(bytes, at, space), space - at));
            if (length <= space - at + 1 || length > bytes.length - at) {
                damages.add(new Damage(
                        name, new Span(data + at, bytes.length - at), "tar", null, "an extended header breaks off"));
                return;
            }
            field(new String(bytes, space + 1, at + length - space - 2, StandardCharsets.UTF_8));
            at += length;
        }
    }

    private void field(String text) {
        int equals = text.indexOf('=');
        if (equals > 0) {
            announced.put(text.substring(0, equals), text.substring(equals + 1));
        }
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
     * @throws SourceException where there is no such member, or it is no file
     */
    Content open(String path, String shown, List<Damage> lost) {
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
        long there = Math.max(0, Math.min(member.size(), content.size() - member.offset()));
        if (there < member.size()) {
            String problem = "breaks off, " + member.size() + " bytes announced, " + there + " there";
            lost.add(new Damage(shown, new Span(there, 0), "tar", null, problem));
        }
        return new Stretch(content, member.offset(), there);
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
