package dev.rethread.command;

import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.fixtures.truth.Judge;
import dev.rethread.fixtures.truth.RawKeyspace;
import dev.rethread.fixtures.truth.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.clients.jedis.Jedis;

/** The small incident in a folder: what survived in {@code survivors/}, and the live server, which runs. */
final class SmallForum implements AutoCloseable {
    /** By default a server keeps a replica waiting five seconds, in case another one comes. */
    private static final RedisSettings LIVE = RedisSettings.of("save \"\"", "repl-diskless-sync-delay 0");

    private final Path folder;
    private final RedisProcess live;
    private final RawKeyspace before;

    private SmallForum(Path folder, RedisProcess live) {
        this.folder = folder;
        this.live = live;
        this.before = keyspace();
    }

    static SmallForum start(Path folder, RedisBinary binary, String... settings) throws IOException {
        SmallIncident.Copy copy = SmallIncident.copyTo(folder.resolve("survivors"));
        Path home = Files.createDirectories(folder.resolve("live"));
        Files.copy(copy.live(), home.resolve("dump.rdb"));
        return new SmallForum(folder, RedisProcess.start(binary, home, LIVE.with(settings)));
    }

    RedisProcess live() {
        return live;
    }

    String url() {
        return "redis://127.0.0.1:" + live.port();
    }

    Shell shell() {
        return new Shell(folder);
    }

    /** The arguments that make the incident folder {@code incident}. */
    String[] init() {
        return init("incident", "survivors/stale.rdb", "replica-b=survivors/replica-b/appendonlydir", url());
    }

    String[] init(String name, String base, String evidence, String target) {
        return new String[] {
            "init",
            name,
            "--profile",
            "muut",
            "--base",
            base,
            "--evidence",
            evidence,
            "--evidence",
            "replica-c=survivors/replica-c.rdb",
            "--evidence",
            "mongodump=survivors/mongodump",
            "--live",
            target
        };
    }

    RawKeyspace keyspace() {
        try (Jedis jedis = live.connect()) {
            return RawKeyspace.read(jedis);
        }
    }

    RawKeyspace before() {
        return before;
    }

    Verdict judge(List<String> outputs) {
        return Judge.judge(
                SmallIncident.history(),
                SmallIncident.survival(),
                before,
                keyspace(),
                SmallIncident.secrets(),
                folder.resolve("incident"),
                outputs);
    }

    @Override
    public void close() {
        live.close();
    }
}
