package dev.rethread.command;

import dev.rethread.command.Canaries.Form;
import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import redis.clients.jedis.Jedis;

/**
 * An incident with canaries in all that is read: the base, the evidence as a dump, as AOF files, as damaged ones of both,
 * as documents, and the live server, which runs.
 */
final class CanaryIncident implements AutoCloseable {
    private static final RedisSettings UNCOMPRESSED =
            RedisSettings.of("save \"\"", "repl-diskless-sync-delay 0", "rdbcompression no", "appendfsync no");

    private final Path folder;
    private final CanaryPlot plot;
    private final RedisProcess live;
    private final Map<String, Path> evidence = new LinkedHashMap<>();

    private CanaryIncident(Path folder, CanaryPlot plot, RedisProcess live) {
        this.folder = folder;
        this.plot = plot;
        this.live = live;
    }

    /** On the small incident of the fixtures, with documents. */
    static CanaryIncident small(Path folder, Canaries canaries) throws IOException {
        SmallIncident.Copy copy = SmallIncident.copyTo(folder.resolve("survivors"));
        load(folder, copy.survivors().stale(), copy.survivors().replicaC(), copy.live());
        CanaryIncident incident = start(folder, new MuutPlot(canaries));
        Path documents = folder.resolve("survivors/mongodump");
        for (String collection : List.of("users", "replies", "threads", "forums")) {
            append(document(canaries, collection), documents.resolve("muut").resolve(collection + ".bson"));
        }
        incident.evidence.put("documents", documents);
        return incident;
    }

    /** On dumps of a real forum. */
    static CanaryIncident real(Path folder, CanaryPlot plot, Path data) throws IOException {
        load(folder, data.resolve("stale.rdb"), data.resolve("full.rdb"), data.resolve("live.rdb"));
        return start(folder, plot);
    }

    /** On a few keys. */
    static CanaryIncident sown(Path folder, CanaryPlot plot) throws IOException {
        return start(folder, plot);
    }

    private static void load(Path folder, Path base, Path evidence, Path live) throws IOException {
        Map<String, Path> dumps = Map.of("base", base, "evidence", evidence, "live", live);
        for (Map.Entry<String, Path> dump : dumps.entrySet()) {
            Path home = Files.createDirectories(folder.resolve(dump.getKey()));
            Files.write(home.resolve("dump.rdb"), Files.readAllBytes(dump.getValue()));
        }
    }

    private static CanaryIncident start(Path folder, CanaryPlot plot) throws IOException {
        CanaryIncident incident = new CanaryIncident(folder, plot, server(folder.resolve("live")));
        try (RedisProcess base = server(folder.resolve("base"));
                RedisProcess lost = server(folder.resolve("evidence"));
                Jedis atBase = base.connect();
                Jedis atEvidence = lost.connect();
                Jedis atLive = incident.live.connect()) {
            CanaryPlot.Ground ground = new CanaryPlot.Ground(atBase, atEvidence, atLive);
            if (atBase.dbSize() == 0) {
                ground.all().forEach(plot::sow);
            }
            appendFrom(atEvidence);
            plot.plantAll(ground);
            atBase.save();
            atEvidence.save();
        }
        incident.survive(folder.resolve("evidence"));
        return incident;
    }

    private static RedisProcess server(Path home) throws IOException {
        return RedisProcess.start(RedisBinary.find(null), home, UNCOMPRESSED);
    }

    private static void appendFrom(Jedis server) {
        server.configSet("appendonly", "yes");
        while (!server.info("persistence").contains("aof_rewrite_in_progress:0")) {
            Thread.onSpinWait();
        }
    }

    private void survive(Path home) throws IOException {
        Path dump = home.resolve("dump.rdb");
        Path parts = home.resolve("appendonlydir");
        Path aof = home.resolve("appendonly.aof");
        if (Files.isDirectory(parts)) {
            evidence.put("aof-parts", parts);
            Files.write(aof, Files.readAllBytes(only(parts, "*.base.rdb")));
            append(ByteBuffer.wrap(Files.readAllBytes(only(parts, "*.incr.aof"))), aof);
        }
        evidence.put("aof", aof);
        evidence.put("torn-aof", torn(aof, folder.resolve("torn.aof")));
        evidence.put("torn-dump", torn(dump, folder.resolve("torn.rdb")));
        evidence.put("dump", dump);
    }

    private static Path only(Path directory, String glob) throws IOException {
        try (var files = Files.newDirectoryStream(directory, glob)) {
            return files.iterator().next();
        }
    }

    /** Without its end, and with a hole before that. */
    private static Path torn(Path whole, Path torn) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        Arrays.fill(bytes, bytes.length / 10 * 9, bytes.length / 10 * 9 + 40, (byte) 0);
        return Files.write(torn, Arrays.copyOf(bytes, bytes.length / 20 * 19));
    }

    private static BsonDocument document(Canaries canaries, String collection) {
        BsonDocument document = new BsonDocument();
        for (Form form : Form.values()) {
            document.append(CanaryPlot.named(form), new BsonString(canaries.of(form, "a document of " + collection)));
        }
        String edit = canaries.of(Form.JWT, "the edits in a document");
        return document.append("edits", new BsonArray(List.of(new BsonString(edit))))
                .append("id", new BsonString("1"))
                .append("path", new BsonString("/canary#1"));
    }

    private static void append(BsonDocument document, Path file) throws IOException {
        append(
                new RawBsonDocument(document, new BsonDocumentCodec())
                        .getByteBuffer()
                        .asNIO(),
                file);
    }

    private static void append(ByteBuffer bytes, Path file) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.APPEND)) {
            channel.write(bytes);
        }
    }

    CanaryPlot plot() {
        return plot;
    }

    Jedis connect() {
        return live.connect();
    }

    /** Where canaries are planted, by what it is. */
    Map<String, Path> sources() {
        Map<String, Path> sources = new LinkedHashMap<>();
        sources.put("base", folder.resolve("base/dump.rdb"));
        sources.putAll(evidence);
        sources.put("live", liveDump());
        return sources;
    }

    /** What live holds, uncompressed. */
    Path liveDump() {
        try (Jedis jedis = live.connect()) {
            jedis.save();
        }
        return live.dir().resolve("dump.rdb");
    }

    String[] init() {
        List<String> words = new ArrayList<>(List.of("init", "incident", "--profile", plot.profile()));
        words.addAll(List.of("--base", "base/dump.rdb", "--live", "redis://127.0.0.1:" + live.port()));
        evidence.forEach((name, path) -> words.addAll(List.of("--evidence", name + "=" + folder.relativize(path))));
        return words.toArray(String[]::new);
    }

    @Override
    public void close() {
        live.close();
    }
}
