package dev.rethread.command;

import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.ServerException;
import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The incident of March 27 to April 23, reproduced on throw-away servers, recovered, and proved. */
@Command(
        name = "drill",
        description = "Reproduces the incident of March 27 - April 23 on throw-away redis-servers in a temporary"
                + " folder, recovers it with the commands of this tool, and compares the result with what the"
                + " simulator knows was written. Touches no other server.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread drill",
            "  rethread drill --seed 7 --scale 2",
            "  rethread drill --keep /tmp/drill     (leaves everything there, and a server that runs)",
            "  rethread drill --redis /opt/redis-6.2/bin/redis-server --format json",
            "",
            "Exit code 0 where nothing is wrong, missing or leaked; otherwise 3, and what it is."
        })
final class DrillCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--scale", paramLabel = "N", defaultValue = "1", description = "Forum life, times N (default 1).")
    private int scale = 1;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The same seed gives the same history (default 1).")
    private long seed = 1;

    @Option(
            names = "--redis",
            paramLabel = "PATH",
            description = "The redis-server to use; otherwise the one on the PATH, otherwise an embedded one.")
    private @Nullable Path redis;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Leave incident folder, dumps and a running server there; DIR must not exist yet.")
    private @Nullable Path keep;

    DrillCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (scale < 1) {
            throw new OperatorException(
                    "--scale " + scale + ": must be 1 or more", "1 takes about half a minute.", ExitCode.USAGE);
        }
        Path kept = keep == null ? null : console.directory().resolve(keep).normalize();
        if (kept != null && Files.exists(kept)) {
            throw new OperatorException(
                    kept + ": is there already", "Name a folder that does not exist yet.", ExitCode.PRECONDITION);
        }
        Drill drill = new Drill(console, binary(), scale, seed, output.tellsStories());
        DrillReport report = kept == null ? drill.inTemporaryFolder() : drill.keeping(kept);
        output.print(console, "drill", report);
        return (report.right() ? ExitCode.DONE : ExitCode.PARTIAL).code();
    }

    private RedisBinary binary() {
        try {
            return RedisBinary.find(redis == null ? null : console.directory().resolve(redis));
        } catch (ServerException e) {
            throw new OperatorException(
                    String.valueOf(e.getMessage()), "Name a redis-server with --redis PATH.", ExitCode.SOURCE, e);
        }
    }
}
