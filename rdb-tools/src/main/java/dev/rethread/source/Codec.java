package dev.rethread.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** A compression, recognised by the first bytes of what it wrote. Several members or frames in a row are one content. */
enum Codec {
    GZIP("\u001f\u008b\u0008[\u0000-\u001f].*") {
        @Override
        InputStream decoder(InputStream packed) throws IOException {
            return new GzipStream(packed);
        }
    },
    ZSTD("\\(\u00b5/\u00fd.*") {
        /** Its window may take 128 MiB; a frame that asks for more is refused by the decoder. */
        @Override
        InputStream decoder(InputStream packed) throws IOException {
            try {
                return new ZstdInputStream(packed);
            } catch (LinkageError e) {
                throw new SourceException(
                        "zstd: its library cannot be loaded on this system: " + e.getMessage(),
                        "Unpack a copy with zstd -d and name that.",
                        e);
            }
        }
    },
    LZ4("\u0004\"M\u0018.*") {
        @Override
        InputStream decoder(InputStream packed) throws IOException {
            return new FramedLZ4CompressorInputStream(packed, true);
        }
    },
    /**
     * Valkey's compressed stream ({@code rdbcompression lz4-stream}, after 9.1): the letters, version 1, compression 1
     * (an LZ4 frame), 0, content 1 (an RDB whose own checksum is 0), then the frame.
     */
    VALKEY("VCS[\u0000-\u001f].*") {
        @Override
        InputStream decoder(InputStream packed) throws IOException {
            byte[] envelope = packed.readNBytes(ENVELOPE.length);
            if (!Arrays.equals(envelope, ENVELOPE)) {
                throw new IOException(
                        "a stream of Valkey with the header " + HexFormat.of().formatHex(envelope) + ", known is "
                                + HexFormat.of().formatHex(ENVELOPE));
            }
            return new FramedLZ4CompressorInputStream(packed, true);
        }
    },
    BZIP2("BZh[1-9](1AY&SY|\u0017rE8P\u0090).*") {
        @Override
        InputStream decoder(InputStream packed) throws IOException {
            return new BZip2CompressorInputStream(packed, true);
        }
    },
    XZ("\u00fd7zXZ\u0000.*") {
        @Override
        InputStream decoder(InputStream packed) throws IOException {
            return new XZInputStream(packed, DICTIONARY_KIB);
        }
    };

    /** The header says how large a dictionary to allocate; {@code xz -9} needs 65 MiB. */
    private static final int DICTIONARY_KIB = 256 << 10;

    private static final byte[] ENVELOPE = {'V', 'C', 'S', 1, 1, 0, 1};

    private static final int HEAD = 10;
    /** A frame of zstd or LZ4 that holds no content: its magic, then its length. */
    private static final Pattern SKIPPABLE = Pattern.compile("(?s)[P-_]\\*M\u0018.*");

    private static final int MOST_SKIPPED = 16;
    private static final Pattern SUFFIX = Pattern.compile("(?i)\\.(gz|zst|lz4|bz2|xz)$");

    private final Pattern magic;

    Codec(String magic) {
        this.magic = Pattern.compile("(?s)" + magic);
    }

    /** Decompresses all of {@code packed}. Throws whatever it likes on bytes that are no such stream. */
    abstract InputStream decoder(InputStream packed) throws IOException;

    /** What {@code content} was compressed with, or null. */
    static @Nullable Codec of(Content content) throws IOException {
        long at = 0;
        String head = head(content, at);
        for (int i = 0;
                i < MOST_SKIPPED
                        && head.length() == HEAD
                        && SKIPPABLE.matcher(head).matches();
                i++) {
            at += 8 + length(head);
            head = head(content, at);
        }
        for (Codec codec : values()) {
            if (codec.magic.matcher(head).matches() && (at == 0 || codec == ZSTD || codec == LZ4)) {
                return codec;
            }
        }
        return null;
    }

    private static String head(Content content, long at) throws IOException {
        byte[] head = new byte[HEAD];
        return Text.of(head, content.read(at, head, 0, HEAD));
    }

    private static long length(String head) {
        return head.charAt(4) | (head.charAt(5) << 8) | (head.charAt(6) << 16) | ((long) head.charAt(7) << 24);
    }

    /** A file's name without the ending that the compressing program gave it. */
    static String plain(String name) {
        return SUFFIX.matcher(name).replaceFirst("");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
