package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What a replica's files hold after its master came back with old data: real servers of the path, or files made so. */
class ResyncTest {
    private static final int POSTS = 150;
    private static final int STALE = 50;

    @TempDir
    Path folder;

    private interface Condition {
        boolean holds(Jedis replica) throws IOException;
    }

    private static void await(TestServer server, Condition condition) throws Exception {
        try (Jedis jedis = server.client()) {
            for (int i = 0; i < 400 && !condition.holds(jedis); i++) {
                Thread.sleep(25);
            }
            assertThat(condition.holds(jedis)).isTrue();
        }
    }

    private TestServer master() throws Exception {
        Path home = Files.createDirectories(folder.resolve("master"));
        return TestServer.start(installed(), home, "--repl-diskless-sync-delay", "0");
    }

    private static Path installed() {
        Path binary = TestServer.installed();
        Assumptions.assumeTrue(binary != null, "no redis-server on the PATH");
        return java.util.Objects.requireNonNull(binary);
    }

    private static void post(TestServer master, int from, int to) {
        try (Jedis jedis = master.client()) {
            for (int i = from; i < to; i++) {
                jedis.set("post:" + i, "text " + i);
            }
        }
    }

    @Test
    void aReplicasHistoryEndsWhereItsMasterCameBackWithOldData() throws Exception {
        Path home = Files.createDirectories(folder.resolve("replica"));
        TestServer master = master();
        post(master, 0, STALE);
        master.save();
        try (TestServer replica = TestServer.start(
                installed(),
                home,
                "--appendonly",
                "yes",
                "--aof-disable-auto-gc",
                "yes",
                "--replicaof",
                "127.0.0.1 " + master.port())) {
            await(replica, jedis -> jedis.dbSize() == STALE && rewritten(home, 2));
            post(master, STALE, POSTS);
            await(replica, jedis -> jedis.dbSize() == POSTS);
            master.close();
            master = master();
            try (Jedis jedis = replica.client()) {
                jedis.replicaof("127.0.0.1", master.port());
            }
            await(replica, jedis -> jedis.dbSize() == STALE && rewritten(home, 3));
            post(master, POSTS, POSTS + 1);
            await(replica, jedis -> jedis.dbSize() == STALE + 1);
        } finally {
            master.close();
        }
        Path directory = home.resolve("appendonlydir");
        AofSnapshot snapshot = AofSnapshot.read("replica", directory);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.RESYNC);
        assertThat(snapshot.stop().part()).isEqualTo("replica/appendonly.aof.3.base.rdb");
        assertThat(snapshot.stop().detail()).contains("of 150 keys", "100 are missing");
        assertThat(snapshot.keys()).hasSize(POSTS).contains(Key.of("post:149"));
        assertThat(snapshot.complete()).isTrue();
        assertThat(AofSnapshot.read("replica", directory, Until.END).keys()).hasSize(STALE + 1);
    }

    private static boolean rewritten(Path home, int base) {
        return Files.exists(home.resolve("appendonlydir/appendonly.aof." + base + ".base.rdb"));
    }

    private void directory(String oldBase, AofBytes oldIncrement, AofBytes base, AofBytes increment)
            throws IOException {
        Files.writeString(folder.resolve("a.manifest"), """
                file a.2.base.aof seq 2 type b
                file a.1.incr.aof seq 1 type h
                file a.1.base.aof seq 1 type h
                file a.2.incr.aof seq 2 type i
                """);
        Files.write(
                folder.resolve("a.1.base.aof"), new AofBytes().words(oldBase).bytes());
        Files.write(folder.resolve("a.1.incr.aof"), oldIncrement.bytes());
        Files.write(folder.resolve("a.2.base.aof"), base.bytes());
        Files.write(folder.resolve("a.2.incr.aof"), increment.bytes());
    }

    @Test
    void aRewriteIsNoResync() throws IOException {
        directory(
                "SET old 1",
                new AofBytes().keys(20).words("DEL old").words("SET session 1 PXAT 5"),
                new AofBytes().keys(20),
                new AofBytes().words("SET new 1"));
        AofSnapshot snapshot = AofSnapshot.read("r", folder);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
        assertThat(snapshot.keys()).hasSize(21);
        assertThat(snapshot.fileOf(Key.of("key:1"))).isEqualTo("r/a.2.base.aof");
        assertThat(snapshot.deletions().kept())
                .containsExactly(new Deletion(
                        Key.of("old"), "r/a.1.incr.aof", new AofBytes().keys(20).size(), "DEL"));
        assertThat(snapshot.complete()).isTrue();
    }

    @Test
    void damagedHistoryIsNotComparedAndDoesNotCount() throws IOException {
        AofBytes torn = new AofBytes().keys(20).text("\0\0\0").keys(30);
        directory("SET old 1", torn, new AofBytes().keys(5), new AofBytes().words("SET new 1"));
        AofSnapshot snapshot = AofSnapshot.read("r", folder);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
        assertThat(snapshot.keys()).hasSize(6);
        assertThat(snapshot.complete()).isTrue();
    }

    @Test
    void aFileGluedToTheEndIsTheEnd() throws IOException {
        byte[] preamble = Files.readAllBytes(Shared.data("corpus/redis-6.2.16/aof-preamble/appendonly.aof"));
        AofBytes aof = new AofBytes().keys(20);
        int end = aof.size();
        Path path = aof.text(new String(preamble, java.nio.charset.StandardCharsets.ISO_8859_1))
                .write(folder);
        AofSnapshot snapshot = AofSnapshot.read("glued", path);
        assertThat(snapshot.stop().reason()).isEqualTo(Stop.Reason.RESYNC);
        assertThat(snapshot.stop().offset()).isEqualTo(end);
        assertThat(snapshot.keys()).hasSize(20);
        assertThat(snapshot.complete()).isTrue();
        AofSnapshot all = AofSnapshot.read("glued", path, Until.END);
        assertThat(all.keys()).doesNotContain(new Key(0, Bytes.of("key:1"))).isNotEmpty();
        assertThat(all.complete()).isFalse();
        Tiles.of(path);
    }
}
