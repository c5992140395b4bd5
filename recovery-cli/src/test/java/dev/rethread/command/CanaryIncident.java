package dev.rethread.command;

import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import redis.clients.jedis.Jedis;

/**
 * An incident with canaries in all that is read: the base, the evidence as a dump, as a damaged dump, as an AOF directory
 * and as documents, and the live server, which runs.
 */
final class CanaryIncident implements AutoCloseable {
    private static final RedisSettings QUIET =
            RedisSettings.of("save \"\"", "repl-diskless-sync-delay 0", "rdbcompression no");

    private final Path folder;
    private final CanaryPlot plot;
    private final RedisProcess live;

    private CanaryIncident(Path folder, CanaryPlot plot, RedisProcess live) {
        this.folder = folder;
        this.plot = plot;
        this.live = live;
    }

    /** On the small incident of the fixtures, with documents. */
    static CanaryIncident small(Path folder, Canaries canaries) throws IOException {
        SmallIncident.Copy copy = SmallIncident.copyTo(folder.resolve("survivors"));
        Path base = copy.survivors().stale();
        Path evidence = copy.survivors().replicaC();
        CanaryIncident incident = start(folder, new MuutPlot(canaries), base, evidence, copy.live());
        documents(folder.resolve("survivors/mongodump/muut"), canaries);
        return incident;
    }

    /** On dumps of a real forum. */
    static CanaryIncident real(Path folder, CanaryPlot plot, Path data) throws IOException {
        return start(folder, plot, data.resolve("stale.rdb"), data.resolve("full.rdb"), data.resolve("live.rdb"));
    }

    /** On a few keys. */
    static CanaryIncident sown(Path folder, CanaryPlot plot) throws IOException {
        return start(folder, plot, null, null, null);
    }

    private static CanaryIncident start(Path folder, CanaryPlot plot, Path base, Path evidence, Path live)
            throws IOException {
        RedisProcess running = server(folder.resolve("live"), live, QUIET);
        CanaryIncident incident = new CanaryIncident(folder, plot, running);
        try (RedisProcess old = server(folder.resolve("base"), base, QUIET);
                RedisProcess lost = server(folder.resolve("evidence"), evidence, QUIET);
                Jedis atBase = old.connect();
                Jedis atEvidence = lost.connect();
                Jedis atLive = running.connect()) {
            boolean empty = atBase.dbSize() == 0;
            Stream.of(atBase, atEvidence, atLive).filter(server -> empty).forEach(plot::sow);
            append(atEvidence);
            plot.plantAll(new CanaryPlot.Ground(atBase, atEvidence, atLive));
            atBase.save();
            atEvidence.save();
        }
        cut(folder.resolve("evidence/dump.rdb"), folder.resolve("torn.rdb"));
        return incident;
    }

    private static RedisProcess server(Path home, Path dump, RedisSettings settings) throws IOException {
        Files.createDirectories(home);
        if (dump != null) {
            Files.copy(dump, home.resolve("dump.rdb"));
            home.resolve("dump.rdb").toFile().setWritable(true);
        }
        return RedisProcess.start(RedisBinary.find(null), home, settings);
    }

    private static void append(Jedis server) {
        server.configSet("appendonly", "yes");
        while (!server.info("persistence").contains("aof_rewrite_in_progress:0")) {
            Thread.onSpinWait();
        }
    }

    private static void cut(Path dump, Path torn) throws IOException {
        byte[] all = Files.readAllBytes(dump);
        Files.write(torn, java.util.Arrays.copyOf(all, all.length * 3 / 5));
    }

    private static void documents(Path mongodump, Canaries canaries) throws IOException {
        for (String collection : List.of("users", "replies", "threads", "forums")) {
            BsonDocument document = new BsonDocument();
            for (Canaries.Form form : Canaries.Form.values()) {
                String place = "a document of " + collection;
                document.append(form.ordinal() + form.telling(), new org.bson.BsonString(canaries.of(form, place)));
            }
            document.append(
                    "edits",
                    new org.bson.BsonArray(List.of(
                            new org.bson.BsonString(canaries.of(Canaries.Form.JWT, "the edits in a document")))));
            document.append("id", new org.bson.BsonString("1"));
            document.append("path", new org.bson.BsonString("/canary#1"));
            var bytes = new RawBsonDocument(document, new BsonDocumentCodec())
                    .getByteBuffer()
                    .asNIO();
            byte[] raw = new byte[bytes.remaining()];
            bytes.get(raw);
            Files.write(mongodump.resolve(collection + ".bson"), raw, java.nio.file.StandardOpenOption.APPEND);
        }
    }

    CanaryPlot plot() {
        return plot;
    }

    Jedis connect() {
        return live.connect();
    }

    /** What live holds, uncompressed. */
    Path liveDump() {
        try (Jedis jedis = live.connect()) {
            jedis.save();
        }
        return live.dir();
    }

    String[] init() {
        List<String> words = new ArrayList<>(List.of("init", "incident", "--profile", plot.profile()));
        words.addAll(List.of("--base", "base/dump.rdb", "--live", "redis://127.0.0.1:" + live.port()));
        words.addAll(List.of("--evidence", "dump=evidence/dump.rdb", "--evidence", "torn=torn.rdb"));
        for (String more : List.of("evidence/appendonlydir", "evidence/appendonly.aof", "survivors/mongodump")) {
            if (Files.exists(folder.resolve(more))) {
                words.addAll(List.of("--evidence", more.replaceAll(".*/", "").replace('.', '-') + "=" + more));
            }
        }
        return words.toArray(String[]::new);
    }

    @Override
    public void close() {
        live.close();
    }
}
