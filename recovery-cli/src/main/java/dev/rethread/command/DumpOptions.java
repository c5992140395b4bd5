package dev.rethread.command;

import dev.rethread.dump.PartFile;
import dev.rethread.rdb.RdbTarget;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a keyspace is written to, and for which server: {@code -o}, {@code --for} and {@code --force}. */
final class DumpOptions {
    @Option(names = "-o", paramLabel = "FILE", required = true, description = "The file to write.")
    private Path file = Path.of("");

    @Option(
            names = "--for",
            paramLabel = "VERSION",
            converter = TargetVersion.class,
            defaultValue = "7.0",
            description = "The server that will load it: 2.8, 6.2, 7.0 (default; every later Redis and every Valkey"
                    + " reads it too), 7.4, 8.6, valkey-9.0.")
    private RdbTarget target = RdbTarget.NEWEST_COMMON;

    @Option(names = "--force", description = "Replace FILE if there is one.")
    private boolean force;

    /** As it was named. */
    Path file() {
        return file;
    }

    RdbTarget target() {
        return target;
    }

    /**
     * Sees to it that the file is not the source, nor in it.
     *
     * @throws dev.rethread.incident.OperatorException if it is
     */
    void checkApart(Console console, Path source) {
        PartFile.checkApart(resolved(console), source);
    }

    /**
     * Begins the file.
     *
     * @throws dev.rethread.incident.OperatorException if it is there already and may not be replaced, or cannot be
     */
    PartFile create(Console console) {
        return PartFile.create(resolved(console), force);
    }

    private Path resolved(Console console) {
        return console.directory().resolve(file).normalize();
    }
}
