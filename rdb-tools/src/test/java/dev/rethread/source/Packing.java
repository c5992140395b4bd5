package dev.rethread.source;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compresses, and packs archives. */
public final class Packing {
    private Packing() {}

    static byte[] packed(Codec codec, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = encoder(codec, out)) {
            packing.write(content);
        }
        return out.toByteArray();
    }

    public static byte[] gzip(byte[] content) throws IOException {
        return packed(Codec.GZIP, content);
    }

    private static OutputStream encoder(Codec codec, OutputStream out) throws IOException {
        return switch (codec) {
            case GZIP -> new GZIPOutputStream(out);
            case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
            case LZ4 -> new FramedLZ4CompressorOutputStream(out);
            case VALKEY -> {
                out.write(new byte[] {'V', 'C', 'S', 1, 1, 0, 1});
                yield new FramedLZ4CompressorOutputStream(out);
            }
            case BZIP2 -> new BZip2CompressorOutputStream(out, 1);
            case XZ -> new XZOutputStream(out, new LZMA2Options(1));
        };
    }

    /** A tar archive in the making. */
    public static final class Tar {
        private final List<TarArchiveEntry> entries = new ArrayList<>();
        private final List<byte[]> contents = new ArrayList<>();

        public Tar file(String name, byte[] content) {
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setSize(content.length);
            return add(entry, content);
        }

        Tar link(String name, byte type, String target) {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            entry.setLinkName(target);
            return add(entry, new byte[0]);
        }

        private Tar add(TarArchiveEntry entry, byte[] content) {
            entries.add(entry);
            contents.add(content);
            return this;
        }

        public byte[] bytes() throws IOException {
            return bytes(TarArchiveOutputStream.LONGFILE_POSIX);
        }

        byte[] bytes(int longNames) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, TarConstants.DEFAULT_BLKSIZE, "UTF-8")) {
                tar.setLongFileMode(longNames);
                tar.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
                for (int i = 0; i < entries.size(); i++) {
                    tar.putArchiveEntry(entries.get(i));
                    new ByteArrayInputStream(contents.get(i)).transferTo(tar);
                    tar.closeArchiveEntry();
                }
            }
            return out.toByteArray();
        }
    }
}
