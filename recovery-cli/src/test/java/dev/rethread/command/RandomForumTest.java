package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.incident.ExitCode;
import dev.rethread.model.Incident;
import dev.rethread.model.Keyspace;
import dev.rethread.model.ModelProfile;
import dev.rethread.model.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * The model test on a real server, by the command line: dumps that it wrote, a replay that it executes. Seeds begin where
 * those of the in-process runs are not; {@code -Dmodel.server.runs=1000} does more of them, {@code -Dmodel.seed=4711}
 * one alone.
 */
class RandomForumTest {
    private static final long FIRST = 1_000_000;

    @TempDir
    private Path folder;

    @Test
    void everyRecoveryIsWhatItMustBe() throws IOException {
        Long only = Long.getLong("model.seed");
        long first = only == null ? FIRST : only;
        long behind = only == null ? FIRST + Integer.getInteger("model.server.runs", 100) : only + 1;
        List<String> failures = new ArrayList<>();
        RedisSettings settings = RedisSettings.of("save \"\"", "repl-diskless-sync-delay 0");
        try (RedisProcess server =
                RedisProcess.start(RedisBinary.find(null), Files.createDirectory(folder.resolve("server")), settings)) {
            for (long seed = first; seed < behind; seed++) {
                List<String> findings = recovered(server, Incident.of(seed, Incident.Form.WHOLE));
                if (!findings.isEmpty()) {
                    failures.add("seed " + seed + ":\n  " + String.join("\n  ", findings));
                }
            }
        }
        assertThat(failures).as("seeds %d to %d", first, behind - 1).isEmpty();
    }

    private List<String> recovered(RedisProcess server, Incident incident) throws IOException {
        Path place = Files.createDirectory(folder.resolve("seed-" + incident.seed()));
        Keyspace before = Incident.keys(incident.live(), "live");
        dump(server, Incident.keys(incident.base(), "base"), place.resolve("base.rdb"));
        dump(server, Incident.keys(incident.gap(), "lost"), place.resolve("gap.rdb"));
        load(server, before);
        List<String> findings = new ArrayList<>();
        Shell shell = new Shell(place);
        run(
                shell,
                findings,
                "init",
                "incident",
                "--profile",
                ModelProfile.file().toString(),
                "--base",
                "base.rdb",
                "--evidence",
                "gap.rdb",
                "--live",
                "redis://127.0.0.1:" + server.port());
        Shell inside = shell.in("incident");
        run(inside, findings, "stage");
        if (!run(inside, findings, "plan").contains("Nothing to write")) {
            run(inside, findings, "replay", "plans/plan-0001.jsonl", "--execute");
            run(inside, findings, "verify");
            run(inside, findings, "stage");
            String again = run(inside, findings, "plan");
            if (!again.contains("Nothing to write")) {
                findings.add("a second plan: " + again);
            }
        }
        findings.addAll(Oracle.judge(incident, before, keys(server)));
        return findings;
    }

    private static String run(Shell shell, List<String> findings, String... command) {
        Shell.Result result = shell.rethread(command);
        if (!result.is(ExitCode.DONE)) {
            findings.add(command[0] + ": " + result);
        }
        return result.out();
    }

    private static void dump(RedisProcess server, Keyspace keys, Path file) throws IOException {
        load(server, keys);
        try (Jedis jedis = server.connect()) {
            while (jedis.info("persistence").contains("rdb_bgsave_in_progress:1")) {
                // The dump for the last snapshot is cleared away.
                Thread.onSpinWait();
            }
            jedis.save();
        }
        Files.move(server.dir().resolve("dump.rdb"), file);
    }

    private static void load(RedisProcess server, Keyspace keys) {
        try (Jedis jedis = server.connect()) {
            jedis.flushAll();
            for (String key : keys.keys()) {
                Keyspace.Held held = keys.get(key);
                if (held instanceof Keyspace.Text text) {
                    jedis.set(key, text.text());
                } else if (held instanceof Keyspace.Fields hash) {
                    jedis.hset(key, hash.fields());
                } else if (held instanceof Keyspace.Members set) {
                    jedis.sadd(key, set.members().toArray(String[]::new));
                } else if (held instanceof Keyspace.Scores zset) {
                    jedis.zadd(key, zset.scores());
                } else if (held instanceof Keyspace.Elements list) {
                    jedis.rpush(key, list.elements().toArray(String[]::new));
                }
            }
        }
    }

    private static Keyspace keys(RedisProcess server) {
        Keyspace keys = new Keyspace();
        try (Jedis jedis = server.connect()) {
            for (String key : jedis.keys("*")) {
                switch (jedis.type(key)) {
                    case "string" -> keys.put(key, jedis.get(key));
                    case "hash" -> keys.hash(key).putAll(jedis.hgetAll(key));
                    case "set" -> keys.set(key).addAll(jedis.smembers(key));
                    case "zset" ->
                        jedis.zrangeWithScores(key, 0, -1)
                                .forEach(entry -> keys.zset(key).put(entry.getElement(), entry.getScore()));
                    default -> keys.list(key).addAll(jedis.lrange(key, 0, -1));
                }
            }
        }
        return keys;
    }
}
