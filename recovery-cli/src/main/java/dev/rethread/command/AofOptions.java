package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.inventory.AofReading;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How far an append-only file is read, and by whom. */
final class AofOptions {
    @Option(
            names = "--until",
            paramLabel = "TIME|wipe|end",
            description =
                    "How far append-only files are read: up to a second in UTC, as 2014-04-23T19:24:00Z, where the"
                            + " file has timestamps; up to a wipe (the default); or to the end, wipes replayed.")
    private @Nullable String until;

    @Option(
            names = "--until-offset",
            paramLabel = "[FILE:]N",
            description = "Read the commands that end at or before byte N of the file; of a directory, of FILE in it.")
    private @Nullable String untilOffset;

    @Option(
            names = "--engine",
            paramLabel = "java|redis|FILE",
            description =
                    "Who replays append-only files: Rethread (java, the default), or a redis-server (of the PATH, or"
                            + " FILE) on a copy in a private folder, for scripts and modules that Rethread only counts.")
    private @Nullable String engine;

    /**
     * What the options say, or {@code otherwise} where none is given.
     *
     * @throws OperatorException where an option is not what it should be
     */
    AofReading reading(AofReading otherwise) {
        if (until == null && untilOffset == null && engine == null) {
            return otherwise;
        }
        try {
            return AofReading.parse(until, untilOffset, engine);
        } catch (IllegalArgumentException e) {
            throw new OperatorException("--" + e.getMessage(), "See 'rethread help inventory'.", ExitCode.USAGE, e);
        }
    }
}
