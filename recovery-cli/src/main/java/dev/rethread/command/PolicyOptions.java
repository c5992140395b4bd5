package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.Manifest;
import dev.rethread.incident.OperatorException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an incident decides; all of it can be edited in {@code incident.yaml} later. */
final class PolicyOptions {
    @Option(
            names = "--database",
            paramLabel = "N",
            description = "The forum is in this database (default: as the profile says).")
    private @Nullable Integer database;

    @Option(
            names = "--prefix",
            paramLabel = "P",
            description = "This stands before every key (default: as the profile says).")
    private @Nullable String prefix;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "YAML, domain: {lost id: live id}: accounts or items that somebody knows to be the same.")
    private @Nullable Path map;

    @Option(
            names = "--reposts",
            paramLabel = "beside|merge",
            description = "What becomes of a lost item that its author typed again by hand: it comes back beside that"
                    + " (default), or that is taken for it.")
    private Manifest.@Nullable Reposts reposts;

    @Option(
            names = "--absent",
            paramLabel = "hold|placeholder",
            description = "What becomes of an item whose author is not there: it waits (default), or comes back with"
                    + " the profile's placeholder in the author's stead.")
    private Manifest.@Nullable Absent absent;

    Manifest.Policies of(Console console) {
        String file = map == null
                ? null
                : console.directory().resolve(map).normalize().toString();
        try {
            return Manifest.Policies.of(database, prefix, file, reposts, absent);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(
                    String.valueOf(e.getMessage()), "See 'rethread init --help'.", ExitCode.USAGE, e);
        }
    }
}
