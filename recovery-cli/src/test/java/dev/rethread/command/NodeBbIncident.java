package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.incident.ExitCode;
import dev.rethread.judge.NodeBbJudge;
import dev.rethread.judge.NodeBbSite;
import dev.rethread.judge.NodeBbVerdict;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import redis.clients.jedis.Jedis;

/** An incident that befell a real NodeBB: its files lie beside a clone, if at all; its live server runs here. */
final class NodeBbIncident implements AutoCloseable {
    private static final Path DATA =
            Path.of("..", "..", "shared", "data").toAbsolutePath().normalize();
    private static final RedisSettings LIVE = RedisSettings.of("save \"\"", "repl-diskless-sync-delay 0");

    private final Path root;
    private final Path folder;
    private final RedisProcess live;
    private final NodeBbSite before;
    private final List<String> outputs = new ArrayList<>();

    private NodeBbIncident(Path root, Path folder, RedisProcess live) {
        this.root = root;
        this.folder = folder;
        this.live = live;
        this.before = site();
    }

    /** The small incident. */
    static Path small() {
        Path root = DATA.resolve("nodebb-incident-s");
        assumeTrue(Files.isDirectory(root), "the real incident does not lie beside this clone");
        return root;
    }

    /** The large one, unpacked into {@code folder}. */
    static Path large(Path folder) throws IOException {
        Path archive = DATA.resolve("nodebb-incident-a.tar.xz");
        assumeTrue(Files.isRegularFile(archive), "the real incident does not lie beside this clone");
        Path unpacked = Files.createDirectories(folder.resolve("large"));
        try (InputStream in = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, unpacked);
            }
        }
        try (var roots = Files.list(unpacked)) {
            return roots.filter(Files::isDirectory).findFirst().orElse(unpacked);
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream bytes, Path unpacked) throws IOException {
        Path file = unpacked.resolve(entry.getName()).normalize();
        boolean needed =
                !entry.getName().contains("/secondary/") && !entry.getName().contains("/uploads/");
        if (entry.isFile() && needed && file.startsWith(unpacked)) {
            Files.createDirectories(file.getParent());
            Files.copy(bytes, file);
        }
    }

    /** Starts live on its dump and makes the incident folder with these survivors as the evidence. */
    static NodeBbIncident start(Path root, Path folder, String... evidence) throws IOException {
        return start(root, folder, List.of(), evidence);
    }

    /** The same, with what the incident decides as options of {@code init}. */
    static NodeBbIncident start(Path root, Path folder, List<String> policies, String... evidence) throws IOException {
        List<String> options = new ArrayList<>(policies);
        options.addAll(List.of("--base", root.resolve("stale.rdb").toString()));
        return init(root, folder, options, evidence);
    }

    /** The same where no dump is left that live was rolled back to. */
    static NodeBbIncident withoutBase(Path root, Path folder, List<String> options, String... evidence)
            throws IOException {
        return init(root, folder, options, evidence);
    }

    private static NodeBbIncident init(Path root, Path folder, List<String> options, String... evidence)
            throws IOException {
        Path home = Files.createDirectories(folder.resolve("live"));
        Files.copy(root.resolve("live.rdb"), home.resolve("dump.rdb"));
        home.resolve("dump.rdb").toFile().setWritable(true);
        NodeBbIncident incident =
                new NodeBbIncident(root, folder, RedisProcess.start(RedisBinary.find(null), home, LIVE));
        List<String> init = new ArrayList<>(List.of("init", "incident", "--profile", "nodebb"));
        init.addAll(options);
        init.addAll(List.of("--live", incident.url()));
        for (String survivor : evidence) {
            init.addAll(List.of("--evidence", name(survivor) + "=" + root.resolve(survivor)));
        }
        incident.done(new Shell(folder), init.toArray(String[]::new));
        return incident;
    }

    private static String name(String survivor) {
        return survivor.replaceAll("[^a-z0-9]+", "-");
    }

    JsonNode facts() throws IOException {
        return new ObjectMapper().readTree(root.resolve("answers/facts.json").toFile());
    }

    private String url() {
        return "redis://127.0.0.1:" + live.port();
    }

    Jedis connect() {
        return live.connect();
    }

    /** From the inventory of what survived to the check of what was written. */
    void recover() {
        rethread("inventory");
        assertThat(rethread("gap").is(ExitCode.FOUND)).isTrue();
        done("stage");
        done("plan");
        rethread("replay", "plans/plan-0001.jsonl");
        done("replay", "plans/plan-0001.jsonl", "--execute");
        done("verify");
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
        assertThat(result.is(ExitCode.DONE))
                .as(String.join(" ", arguments) + ": " + result)
                .isTrue();
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

    NodeBbSite lost() {
        return site(root.resolve("full.rdb"));
    }

    NodeBbSite before() {
        return before;
    }

    /** What live holds now. */
    NodeBbSite site() {
        try (Jedis jedis = connect()) {
            jedis.save();
        }
        return site(live.dir().resolve("dump.rdb"));
    }

    static NodeBbSite site(Path rdb) {
        try (SourceFile source = SourceFile.open(rdb)) {
            return NodeBbSite.of(RdbSnapshot.read(source));
        }
    }

    /** The judgement of what live holds now; beside the incident folder it can be read. */
    NodeBbVerdict judge() {
        NodeBbVerdict verdict = NodeBbJudge.judge(site(root.resolve("stale.rdb")), lost(), before, site());
        try {
            Files.writeString(folder.resolve("verdict.txt"), verdict.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return verdict;
    }

    @Override
    public void close() {
        live.close();
    }
}
