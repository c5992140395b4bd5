package dev.rethread.engine;

import dev.rethread.source.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code redis-server --version} says of itself.
 *
 * @param name {@code redis} or {@code valkey}
 */
record ServerVersion(String name, int major, String number) {
    /** The first that keeps its AOF in a directory and writes timestamps. */
    private static final int DIRECTORIES = 7;

    private static final Pattern VERSION = Pattern.compile("(?is)(redis|valkey|\\w+).*? v=((\\d+)[.\\d]*).*");
    private static final int MOST = 1000;

    /** @throws SourceException where {@code server} is not there, or no redis-server */
    static ServerVersion of(Path server, Duration patience) {
        Matcher matcher = VERSION.matcher(answer(server, patience));
        if (!matcher.matches()) {
            throw new SourceException(
                    server + ": does not say its version as a redis-server does",
                    "Name a redis-server or valkey-server with --engine FILE.");
        }
        return new ServerVersion(matcher.group(1), Integer.parseInt(matcher.group(3)), matcher.group(2));
    }

    private static String answer(Path server, Duration patience) {
        try {
            Process process = new ProcessBuilder(server.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readNBytes(MOST), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new SourceException(
                    server + ": cannot be started: " + e, "Name a redis-server with --engine FILE.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    boolean readsDirectories() {
        return major >= DIRECTORIES;
    }

    @Override
    public String toString() {
        return name.toLowerCase(Locale.ROOT) + "-server " + number;
    }
}
