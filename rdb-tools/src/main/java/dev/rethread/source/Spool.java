package dev.rethread.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Unpacked or received bytes too many to hold, in a temporary file that nobody can read: only its owner may open it, its name is
 * gone as soon as it is open (where the system cannot do that, when it is closed), and it is encrypted with a key that
 * is nowhere but in this process.
 *
 * <p>AES in counter mode: byte {@code n} is encrypted with block {@code n / 16} of the key stream, so any stretch can be
 * read by itself. Each spool has its own key, and is written once. It lies in {@code java.io.tmpdir}.
 */
final class Spool implements Content {
    /** What is left to everybody else on that disk, at least; of a large one a twentieth. */
    private static final long RESERVE = 64L << 20;

    private static final int PART = 20;

    private static final long CHECKED_EVERY = 16L << 20;
    private static final int BLOCK = 16;
    private static final int PIECE = 1 << 12;

    private final String name;
    private final FileChannel channel;
    private final FileStore disk;
    private final SecretKey key;
    private final Cipher writing;
    private long size;

    private Spool(String name, FileChannel channel, FileStore disk) {
        this.name = name;
        this.channel = channel;
        this.disk = disk;
        byte[] random = new byte[BLOCK];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "AES");
        this.writing = cipher(0);
    }

    /** @param name what is unpacked or received, for messages */
    static Spool create(String name) {
        try {
            Path file = Files.createTempFile("rethread-", ".spool");
            FileStore disk = Files.getFileStore(file.resolveSibling("."));
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            return new Spool(name, channel, disk);
        } catch (IOException e) {
            throw new SourceException(name + ": cannot be kept: " + e, HINT, e);
        }
    }

    private static final String HINT = "Name a folder with more room: JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR;"
            + " what is put there is encrypted and vanishes.";

    void append(byte[] bytes, int length) {
        try {
            if (size / CHECKED_EVERY != (size + length) / CHECKED_EVERY) {
                checkRoom();
            }
            byte[] copy = Arrays.copyOf(bytes, length);
            crypt(writing, copy, 0, length);
            ByteBuffer encrypted = ByteBuffer.wrap(copy);
            while (encrypted.hasRemaining()) {
                size += channel.write(encrypted, size);
            }
        } catch (IOException e) {
            throw new SourceException(name + ": cannot be kept, " + size + " bytes so far: " + e, HINT, e);
        }
    }

    private void checkRoom() throws IOException {
        long left = disk.getUsableSpace();
        if (left < Math.max(RESERVE, disk.getTotalSpace() / PART) + CHECKED_EVERY) {
            throw new SourceException(
                    name + ": holds more than " + size + " bytes, and the disk for temporary files has only " + left
                            + " left",
                    HINT);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) throws IOException {
        int read = new Stored(channel, size).read(offset, into, at, length);
        if (read > 0) {
            decrypt(offset, into, at, read);
        }
        return read;
    }

    private void decrypt(long offset, byte[] bytes, int at, int length) {
        Cipher cipher = cipher(offset / BLOCK);
        cipher.update(new byte[(int) (offset % BLOCK)]);
        crypt(cipher, bytes, at, length);
    }

    /** In pieces, because the virtual machine puts the processor's own AES in place only after some hundred calls. */
    private static void crypt(Cipher cipher, byte[] bytes, int at, int length) {
        try {
            for (int done = 0; done < length; done += PIECE) {
                cipher.update(bytes, at + done, Math.min(PIECE, length - done), bytes, at + done);
            }
        } catch (ShortBufferException e) {
            throw new IllegalStateException("in counter mode nothing becomes longer", e);
        }
    }

    /** In counter mode encrypting and decrypting are the same. */
    private Cipher cipher(long block) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            byte[] counter = ByteBuffer.allocate(BLOCK).putLong(8, block).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
