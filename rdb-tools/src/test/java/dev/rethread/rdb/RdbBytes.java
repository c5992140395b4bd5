package dev.rethread.rdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** An RDB built piece by piece, each piece by its name in the format. */
final class RdbBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static RdbBytes header(String magicAndVersion) {
        return new RdbBytes().ascii(magicAndVersion);
    }

    static RdbBytes version(int version) {
        return header(String.format("REDIS%04d", version));
    }

    /** No header: a value or a packed structure by itself. */
    static RdbBytes bare() {
        return new RdbBytes();
    }

    RdbBytes raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    RdbBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    RdbBytes hex(String hex) {
        return raw(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    RdbBytes ascii(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RdbBytes le(long number, int size) {
        byte[] eight = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        out.write(eight, 0, size);
        return this;
    }

    /** A length in its 64-bit form, or in one byte where it fits. */
    RdbBytes length(long length) {
        if (length >= 0 && length < 64) {
            return raw((int) length);
        }
        return raw(0x81).raw(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
    }

    RdbBytes string(String text) {
        return string(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RdbBytes string(byte[] content) {
        return length(content.length).raw(content);
    }

    RdbBytes lzf(long compressed, long length, byte[] payload) {
        return raw(0xc3).length(compressed).length(length).raw(payload);
    }

    RdbBytes aux(String name, String value) {
        return raw(RdbOpcode.AUX).string(name).string(value);
    }

    /** A type byte and a key; the value follows. */
    RdbBytes key(RdbType type, String name) {
        return raw(type.code()).string(name);
    }

    RdbBytes stringKey(String name, String value) {
        return key(RdbType.STRING, name).string(value);
    }

    /** The EOF record with a true checksum. */
    RdbBytes eof() {
        raw(RdbOpcode.EOF);
        byte[] before = out.toByteArray();
        Crc64 crc = new Crc64();
        crc.update(before, 0, before.length);
        return le(crc.value(), Long.BYTES);
    }

    RdbBytes eofWithoutChecksum() {
        return raw(RdbOpcode.EOF).le(0, Long.BYTES);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    Path in(Path folder) {
        return write(folder, bytes());
    }

    static Path write(Path folder, byte[] content) {
        try {
            return Files.write(folder.resolve("dump.rdb"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
