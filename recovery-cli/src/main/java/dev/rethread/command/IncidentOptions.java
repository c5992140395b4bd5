package dev.rethread.command;

import dev.rethread.incident.Incident;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which incident: the folder one stands in, as git finds its repository, or another by name. */
final class IncidentOptions {
    @Option(
            names = "--incident",
            paramLabel = "DIR",
            description = "The incident folder; otherwise this folder or the closest one above it.")
    private @Nullable Path folder;

    Incident find(Console console) {
        return folder == null
                ? Incident.find(console.directory())
                : Incident.open(console.directory().resolve(folder).normalize());
    }
}
