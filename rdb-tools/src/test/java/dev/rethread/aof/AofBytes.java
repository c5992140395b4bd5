package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An AOF built command by command. */
final class AofBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    AofBytes command(Object... arguments) {
        text("*" + arguments.length + "\r\n");
        for (Object argument : arguments) {
            byte[] content = argument instanceof Bytes bytes
                    ? bytes.toArray()
                    : argument.toString().getBytes(StandardCharsets.UTF_8);
            text("$" + content.length + "\r\n");
            out.writeBytes(content);
            text("\r\n");
        }
        return this;
    }

    /** A command of words that hold no blank. */
    AofBytes words(String line) {
        return command((Object[]) line.split(" "));
    }

    AofBytes text(String raw) {
        out.writeBytes(raw.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    AofBytes keys(int count) {
        for (int i = 0; i < count; i++) {
            command("SET", "key:" + i, i);
        }
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    Path write(Path folder) {
        return write(folder, bytes());
    }

    static Path write(Path folder, byte[] content) {
        try {
            return Files.write(folder.resolve("appendonly.aof"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AofSnapshot replay(Path folder) {
        return AofSnapshot.read("aof", write(folder));
    }
}
