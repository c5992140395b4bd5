package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.incident.ExitCode;
import dev.rethread.judge.LamerNewsJudge;
import dev.rethread.judge.LamerNewsSite;
import dev.rethread.judge.LamerNewsVerdict;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/** The incident that befell a real Lamer News: its files lie beside a clone, if at all; its live server runs here. */
final class LamerNewsIncident implements AutoCloseable {
    private static final Path ROOT = Path.of("..", "..", "shared", "data", "lamernews-incident-a")
            .toAbsolutePath()
            .normalize();
    private static final RedisSettings LIVE = RedisSettings.of("save \"\"", "repl-diskless-sync-delay 0");

    private final Path folder;
    private final RedisProcess live;
    private final List<String> outputs = new ArrayList<>();

    private LamerNewsIncident(Path folder, RedisProcess live) {
        this.folder = folder;
        this.live = live;
    }

    /** Starts live on its dump and makes the incident folder with these survivors as the evidence. */
    static LamerNewsIncident start(Path folder, String... evidence) throws IOException {
        assumeAtHand();
        Path home = Files.createDirectories(folder.resolve("live"));
        Files.copy(file("live.rdb"), home.resolve("dump.rdb"));
        home.resolve("dump.rdb").toFile().setWritable(true);
        LamerNewsIncident incident =
                new LamerNewsIncident(folder, RedisProcess.start(RedisBinary.find(null), home, LIVE));
        List<String> init = new ArrayList<>(List.of("init", "incident", "--profile", "lamernews"));
        init.addAll(List.of("--base", file("stale.rdb").toString(), "--live", incident.url()));
        for (String survivor : evidence) {
            init.addAll(List.of("--evidence", survivor + "=" + file(survivor)));
        }
        incident.done(new Shell(folder), init.toArray(String[]::new));
        return incident;
    }

    static void assumeAtHand() {
        assumeTrue(Files.isDirectory(ROOT), "the real incident does not lie beside this clone");
    }

    static Path file(String name) {
        return ROOT.resolve(name);
    }

    static JsonNode facts() throws IOException {
        return new ObjectMapper().readTree(file("facts.json").toFile());
    }

    private String url() {
        return "redis://127.0.0.1:" + live.port();
    }

    Jedis connect() {
        return live.connect();
    }

    Shell.Result rethread(String... arguments) {
        return run(new Shell(folder).in("incident"), arguments);
    }

    /** Runs a command that leaves nothing to do. */
    Shell.Result done(String... arguments) {
        return done(new Shell(folder).in("incident"), arguments);
    }

    private Shell.Result done(Shell shell, String... arguments) {
        Shell.Result result = run(shell, arguments);
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
        return result;
    }

    private Shell.Result run(Shell shell, String... arguments) {
        Shell.Result result = shell.rethread(arguments);
        outputs.add(result.toString());
        return result;
    }

    /** What every command so far has printed. */
    List<String> outputs() {
        return outputs;
    }

    /** The files that the commands have made. */
    Path incidentFolder() {
        return folder.resolve("incident");
    }

    /** What live holds now. */
    LamerNewsSite site() {
        try (Jedis jedis = connect()) {
            jedis.save();
        }
        return site(live.dir().resolve("dump.rdb"));
    }

    static LamerNewsSite site(Path rdb) {
        try (SourceFile source = SourceFile.open(rdb)) {
            return LamerNewsSite.of(RdbSnapshot.read(source));
        }
    }

    /** The judgement of what live holds now. */
    LamerNewsVerdict judge(LamerNewsSite before) {
        return LamerNewsJudge.judge(site(file("stale.rdb")), site(file("full.rdb")), before, site());
    }

    @Override
    public void close() {
        live.close();
    }
}
