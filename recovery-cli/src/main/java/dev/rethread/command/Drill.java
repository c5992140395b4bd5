package dev.rethread.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.incident.Chapter;
import dev.rethread.fixtures.incident.IncidentSimulator;
import dev.rethread.fixtures.incident.SimulatedIncident;
import dev.rethread.fixtures.incident.Story;
import dev.rethread.fixtures.incident.Survivors;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.ServerException;
import dev.rethread.fixtures.truth.Judge;
import dev.rethread.fixtures.truth.RawKeyspace;
import dev.rethread.fixtures.truth.Survival;
import dev.rethread.fixtures.truth.Verdict;
import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.report.Personal;
import dev.rethread.report.TextOut;
import dev.rethread.report.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/**
 * One drill: plays the incident, recovers it by the commands that an operator types, has the judge compare. The commands
 * run in this process through the {@link Launcher}, as any command line does, and see only what survived.
 */
final class Drill {
    /** Where the launcher lies; the launcher itself says so. */
    static final String HOME = "RETHREAD_HOME";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Console console;
    private final RedisBinary binary;
    private final int scale;
    private final long seed;
    private final boolean tells;
    private final TextOut story;
    private final long start;
    private final List<String> outputs = new ArrayList<>();

    /** @param tells whether the story is told on stdout while it happens */
    Drill(Console console, RedisBinary binary, int scale, long seed, boolean tells) {
        this.console = console;
        this.binary = binary;
        this.scale = scale;
        this.seed = seed;
        this.tells = tells;
        this.story = console.text(Personal.MASKED);
        this.start = console.clock().millis();
    }

    DrillReport inTemporaryFolder() {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("rethread-drill-");
            return run(folder, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (folder != null) {
                delete(folder);
            }
        }
    }

    /** Keeps nothing of a drill that was interrupted: the same command would refuse a folder that is there. */
    DrillReport keeping(Path folder) {
        try {
            return run(Files.createDirectories(folder), true);
        } catch (InterruptedByOperator e) {
            delete(folder);
            throw e;
        } catch (IOException e) {
            throw new OperatorException(
                    folder + ": " + e.getMessage(), "Name a folder you may write to.", ExitCode.PRECONDITION, e);
        }
    }

    private DrillReport run(Path folder, boolean keep) throws IOException {
        try {
            return play(folder, keep);
        } catch (RuntimeException e) {
            // A terminal's Ctrl-C reaches the servers too; what fails then fails because of it.
            console.interrupt().check();
            throw e;
        }
    }

    private DrillReport play(Path folder, boolean keep) throws IOException {
        tell("The incident, on redis-server " + binary.version() + " (" + binary.path() + ")");
        try (SimulatedIncident incident = IncidentSimulator.run(folder, binary, scale, seed, this::chapter)) {
            RawKeyspace before = keyspace(incident);
            JsonNode gap = recover(folder, incident);
            RawKeyspace after = keyspace(incident);
            Verdict verdict = judge(folder, incident, before, after);
            DrillReport.Kept kept = keep ? keep(folder, incident) : null;
            Duration took = Duration.ofMillis(console.clock().millis() - start);
            return new DrillReport(
                    binary.version(),
                    seed,
                    scale,
                    took.toMillis(),
                    DrillReport.Counts.of(verdict, gap),
                    new DrillReport.Proof(verdict.wrong(), verdict.missing(), verdict.leaked()),
                    kept);
        } catch (ServerException e) {
            throw new OperatorException(
                    "the drill's servers: " + e.getMessage(),
                    "Try again; or name another redis-server with --redis PATH.",
                    ExitCode.SOURCE,
                    e);
        }
    }

    private void chapter(Chapter chapter, long at, String observed) {
        console.interrupt().check();
        String name = chapter.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        tell(Times.minute(at) + "  " + name + ": " + observed);
    }

    private void tell(String line) {
        if (tells) {
            story.line("[%5.1f s] %s".formatted((console.clock().millis() - start) / 1000.0, line));
            console.out().flush();
        }
    }

    /** The whole recovery as an operator does it; returns the gap report. */
    private JsonNode recover(Path folder, SimulatedIncident incident) {
        Survivors survivors = incident.survivors();
        String live = "redis://127.0.0.1:" + incident.master().port();
        Path home = folder.resolve("incident");
        tell("The recovery");
        rethread(
                folder,
                "init",
                "incident",
                "--profile",
                "muut",
                "--base",
                folder.relativize(survivors.stale()).toString(),
                "--evidence",
                "replica-b=" + folder.relativize(survivors.replicaB()),
                "--evidence",
                "replica-c=" + folder.relativize(survivors.replicaC()),
                "--evidence",
                "mongodump=" + folder.relativize(survivors.mongodump()),
                "--live",
                live);
        rethread(home, "inventory");
        JsonNode gap = json(rethread(home, "gap", "--format", "json"));
        rethread(home, "stage");
        String plan =
                json(rethread(home, "plan", "--format", "json")).path("file").asText();
        rethread(home, "replay", plan);
        rethread(home, "replay", plan, "--execute");
        rethread(home, "verify");
        rethread(home, "accounts");
        rethread(home, "status");
        return gap;
    }

    /** Runs a command line and returns what it printed; a refusal ends the drill. */
    private String rethread(Path directory, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console inner = console.in(directory, new PrintWriter(out), new PrintWriter(err));
        long began = console.clock().millis();
        int code = Launcher.run(inner, args);
        outputs.add(out.toString());
        outputs.add(err.toString());
        tell("$ rethread " + String.join(" ", args) + "   # exit code " + code + ", "
                + (console.clock().millis() - began) + " ms");
        boolean understood = code == ExitCode.DONE.code() || code == ExitCode.FOUND.code();
        boolean verified = !args[0].equals("verify") || code == ExitCode.DONE.code();
        if (code == ExitCode.INTERRUPTED.code()) {
            throw new InterruptedByOperator();
        } else if (!understood || !verified) {
            throw new OperatorException(
                    "rethread " + args[0] + " ended with exit code " + code + ":\n" + err + out, "", ExitCode.PARTIAL);
        }
        return out.toString();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a command printed no JSON", e);
        }
    }

    private static RawKeyspace keyspace(SimulatedIncident incident) {
        try (Jedis jedis = incident.master().connect()) {
            return RawKeyspace.read(jedis);
        }
    }

    private Verdict judge(Path folder, SimulatedIncident incident, RawKeyspace before, RawKeyspace after) {
        tell("Comparing live with what was really written, object by object, in both directions");
        return Judge.judge(
                incident.history(),
                new Survival(Story.TW, Story.TM, incident.trickled()),
                before,
                after,
                incident.secrets().made(0, Story.END),
                folder.resolve("incident"),
                outputs);
    }

    private DrillReport.Kept keep(Path folder, SimulatedIncident incident) {
        int port = incident.topology().leaveMasterRunning().port();
        return new DrillReport.Kept(
                folder.toString(), port, console.environment().get(HOME));
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
