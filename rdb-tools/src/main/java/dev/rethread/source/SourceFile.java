package dev.rethread.source;

import dev.rethread.keyspace.Span;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of evidence, opened read-only. Offsets are absolute and 64-bit, so files over 2 GiB are as good as small ones.
 *
 * <p>What was compressed (gzip, zstd, LZ4, bzip2, xz) is unpacked, be it called what it may, and offsets count in what it
 * unpacked to. A path may lead on into a tar archive: {@code archive.tar.gz!dir/dump.rdb}. Unpacked bytes are held in
 * memory while they are few, else in a temporary file that is encrypted and vanishes with this process.
 *
 * <p>The size is fixed when the file is opened: bytes that a running server appends later are not seen; where a file
 * shrinks later, reads come back short, which the readers take as damage. Positional
 * reads share no cursor, so several readers may use one source file; closing it is the opener's job.
 */
public final class SourceFile implements AutoCloseable {
    private static final int HASH_CHUNK = 1 << 20;

    private final Path path;
    private final Content content;
    private final List<Damage> damages;
    private final List<Damage> around;
    private final boolean cut;
    private final AutoCloseable behind;

    private SourceFile(
            Path path, Content content, List<Damage> damages, List<Damage> around, boolean cut, AutoCloseable behind) {
        this.path = path;
        this.content = content;
        this.damages = List.copyOf(damages);
        this.around = List.copyOf(around);
        this.cut = cut;
        this.behind = behind;
    }

    /**
     * Opens a file that must hold something.
     *
     * @throws SourceException if it is missing, not a regular file, unreadable or empty, or nothing of it can be unpacked
     */
    public static SourceFile open(Path path) {
        SourceFile file = openPart(path);
        if (file.size() > 0) {
            return file;
        }
        try (file) {
            throw file.damages.isEmpty()
                    ? new SourceException(
                            path + ": the file is empty", "Look for an older copy; this one holds nothing.")
                    : new SourceException(
                            file.damages.get(0).toString(),
                            "Look for another copy; nothing of this one" + " can be unpacked.");
        }
    }

    /**
     * Opens one part of a source of several files, where an empty part is ordinary: an AOF just begun, an empty
     * collection.
     *
     * @throws SourceException if it is missing, not a regular file or unreadable
     */
    public static SourceFile openPart(Path path) {
        SourcePath address = SourcePath.of(path);
        SourcePath outer = new SourcePath(address.file(), null);
        SourceFile file = unpacked(stored(address.file()), outer);
        return address.member() == null ? file : unpacked(file.member(path, address.member()), address);
    }

    /**
     * Opens the bytes that lie on disk, as they are; where {@code path} leads into an archive, those of the archive.
     *
     * @throws SourceException as {@link #openPart}
     */
    public static SourceFile stored(Path path) {
        Path file = onDisk(path);
        if (Files.isDirectory(file)) {
            throw new SourceException(file + ": is a directory, not a file", "Name the file in it that you mean.");
        }
        if (!Files.exists(file)) {
            throw new SourceException(file + ": no such file", "Check the path.");
        }
        if (!Files.isRegularFile(file)) {
            throw new SourceException(
                    file + ": is a pipe or a device, not a file", "Copy what comes out of it into a file first.");
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            Content content = new Content.Stored(channel, channel.size());
            return new SourceFile(file, content, List.of(), List.of(), false, content);
        } catch (IOException e) {
            throw new SourceException(file + ": cannot be opened: " + e, "Check that you may read it.", e);
        }
    }

    /** The file or directory that holds what {@code path} names: an archive, where it leads into one. */
    public static Path onDisk(Path path) {
        return SourcePath.of(path).file();
    }

    /** Bytes that are on no disk, called by the name of where they come from. */
    static SourceFile received(Path name, Content content) {
        return new SourceFile(name, content, List.of(), List.of(), false, content);
    }

    private static SourceFile unpacked(SourceFile packed, SourcePath address) {
        @Nullable Codec codec = packed.codec();
        if (codec == null) {
            return packed;
        }
        try (packed) {
            Shelf.Id id = Shelf.Id.of(address, packed.size());
            Shelf.Lease lease = Shelf.take(id, () -> Unpacked.of(codec, packed.name(), packed.content));
            Unpacked unpacked = lease.unpacked();
            List<Damage> damages = joined(packed.damages, unpacked.damages());
            return new SourceFile(packed.path, unpacked.content(), damages, packed.around, unpacked.cut(), lease);
        }
    }

    private @Nullable Codec codec() {
        try {
            return Codec.of(content);
        } catch (IOException e) {
            close();
            throw readFailed(name(), new Span(0, 0), e);
        }
    }

    /** A member of this archive, which closes with it. Where unpacking went wrong in between, no member is sure. */
    private SourceFile member(Path as, String member) {
        try {
            Archive archive = archive();
            if (archive == null) {
                throw new SourceException(as + ": no such file; " + path + " is no archive", "Check the path.");
            }
            List<Damage> lost = new ArrayList<>();
            Content found = archive.open(content, member, as.toString(), lost);
            List<Damage> own = cut ? lost : joined(damages, lost);
            return new SourceFile(as, found, own, joined(damages, archive.damages()), false, this);
        } catch (SourceException e) {
            close();
            throw e;
        }
    }

    /** The archive that this file is, or null. */
    @Nullable
    Archive archive() {
        try {
            return TarReader.isArchive(content) ? Listings.of(path, content) : null;
        } catch (IOException e) {
            throw readFailed(name(), new Span(0, size()), e);
        }
    }

    private static List<Damage> joined(List<Damage> some, List<Damage> more) {
        List<Damage> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    public Path path() {
        return path;
    }

    /** What messages call this source: the path as it was given. */
    public String name() {
        return path.toString();
    }

    public long size() {
        return content.size();
    }

    /**
     * What is wrong with the compression or the archive that this file came out of, so that bytes are missing at its end
     * or any may be wrong. Empty spans at the end of what is there.
     */
    public List<Damage> damages() {
        return damages;
    }

    /** What is wrong with the archive that this file lies in, be it elsewhere: other members may be missing. */
    public List<Damage> around() {
        return around;
    }

    /**
     * Reads up to {@code length} bytes at {@code offset} and returns how many there were: fewer only at the end of the
     * file, 0 beyond it.
     */
    public int read(long offset, byte[] into, int at, int length) {
        try {
            return content.read(offset, into, at, length);
        } catch (IOException e) {
            throw readFailed(name(), new Span(offset, content.clip(offset, length)), e);
        }
    }

    static SourceException readFailed(String name, Span span, IOException e) {
        return new SourceException(
                name + " " + span + ": read failed: " + e,
                "Copy the file from its failing disk first, with ddrescue or the like.",
                e);
    }

    /**
     * The SHA-256 of all of it in hex, read as a stream.
     *
     * @throws SourceException if the file has become shorter since it was opened
     */
    public String sha256() {
        Sha256 digest = new Sha256();
        byte[] chunk = new byte[HASH_CHUNK];
        long offset = 0;
        for (int n = read(0, chunk, 0, chunk.length); n > 0; n = read(offset, chunk, 0, chunk.length)) {
            digest.add(chunk, n);
            offset += n;
        }
        if (offset < size()) {
            throw new SourceException(
                    name() + ": had " + size() + " bytes when it was opened, now has " + offset,
                    "Something still writes to it; work on a copy.");
        }
        return digest.hex();
    }

    @Override
    public void close() {
        try {
            behind.close();
        } catch (SourceException e) {
            throw e;
        } catch (Exception e) {
            throw new SourceException(name() + ": cannot be closed: " + e, "Check the disk it lies on.", e);
        }
    }
}
