package dev.rethread.source;

import dev.rethread.keyspace.Span;
import dev.rethread.source.Archive.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a tar archive from header to header.
 *
 * <p>A name that comes twice means its last member, as it does for tar. Behind a damaged header it goes on with the next
 * block that is one; behind the archive's end too, where another archive was appended.
 */
final class TarReader {
    private static final int BLOCK = TarHeader.BLOCK;
    /** Names longer than this are damage. */
    private static final int LONGEST = 1 << 20;

    private final String archive;
    private final Content content;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Damage> damages = new ArrayList<>();
    /** What extended headers say of the member that comes next. */
    private final Map<String, String> announced = new HashMap<>();

    private TarReader(String archive, Content content) {
        this.archive = archive;
        this.content = content;
    }

    static boolean isArchive(Content content) throws IOException {
        return new TarReader("", content).header(0) != null;
    }

    /** @param name the archive's, for what is damaged */
    static Archive read(String name, Content content) throws IOException {
        TarReader reader = new TarReader(name, content);
        reader.read();
        return new Archive(reader.members, reader.damages);
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
            damages.add(new Damage(archive, new Span(at, end - at), "tar", null, "no header of a member here"));
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
        String name = Archive.normal(path);
        members.remove(name);
        members.put(name, new Member(sparse ? 'S' : header.type(), data, size, link));
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
                        archive, new Span(data + at, bytes.length - at), "tar", null, "an extended header breaks off"));
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
}
