package dev.rethread.engine;

import dev.rethread.source.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A redis-server from its start over loading an AOF to its end, at which it saves its dump. Nobody talks to it: it
 * listens on no port, and on a socket in the folder only because it must listen somewhere; its log says when it is done.
 */
final class ServerRun {
    static final String DUMP = "dump.rdb";

    private static final String LOG = "log";
    private static final String READY = "ready to accept connections";
    private static final Pattern WARNING = Pattern.compile(" # (?!WARNING|Redis is now ready|oO0)");
    private static final long POLL_MILLIS = 20;
    private static final int LINES = 3;
    private static final int LONGEST_LINE = 200;

    private final Path server;
    private final Path folder;
    private final String source;

    /** @param source what messages call the file that is loaded */
    ServerRun(Path server, Path folder, String source) {
        this.server = server;
        this.folder = folder;
        this.source = source;
    }

    /** @throws SourceException where the server refuses the file or does not come to an end in time */
    void loadAndSave(Duration patience) throws IOException {
        Process process = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(LOG).toFile())
                .start();
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            awaitReady(process, deadline);
            process.destroy();
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw failed("did not end within " + patience.toSeconds() + " s");
            }
            if (!Files.exists(folder.resolve(DUMP))) {
                throw failed("saved nothing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted");
        } finally {
            process.destroyForcibly().onExit().join(); // it must not write into the folder while that is emptied
        }
    }

    /** As a replica it expires nothing; at port 1 of this host no master answers. */
    private List<String> command() {
        String options = "--port 0 --unixsocket socket --unixsocketperm 700 --daemonize no --loglevel notice"
                + " --appendonly yes --appendfilename " + AofCopy.FILE + " --aof-load-truncated yes"
                + " --auto-aof-rewrite-percentage 0 --appendfsync no --databases 1024 --maxmemory 0 --save 86400 1"
                + " --dbfilename " + DUMP + " --rdbcompression no --slaveof 127.0.0.1 1";
        List<String> command = new ArrayList<>(List.of(server.toString()));
        command.addAll(List.of(options.split(" ")));
        return command;
    }

    private void awaitReady(Process process, long deadline) throws IOException, InterruptedException {
        while (!log().toLowerCase(Locale.ROOT).contains(READY)) {
            if (!process.isAlive()) {
                throw failed("ended with " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw failed("is not ready in time");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve(LOG), StandardCharsets.ISO_8859_1);
    }

    /** The server's warnings are the reason; they name commands and offsets, never what keys hold. */
    private SourceException failed(String what) throws IOException {
        List<String> warnings = log().lines()
                .filter(WARNING.asPredicate())
                .map(ServerRun::words)
                .toList();
        String reason =
                warnings.stream().skip(Math.max(0, warnings.size() - LINES)).collect(Collectors.joining("; "));
        return new SourceException(
                source + ": the server that was to load it " + what + (reason.isEmpty() ? "" : ": " + reason),
                "Read it without --engine redis, which goes on behind damage, or name a newer server with --engine FILE.");
    }

    private static String words(String line) {
        String words = WARNING.split(line, 2)[1].replaceAll("[^ -~]", "?");
        return words.substring(0, Math.min(LONGEST_LINE, words.length()));
    }
}
