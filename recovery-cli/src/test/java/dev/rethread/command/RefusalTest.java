package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not to be done is refused in one line with a hint and an exit code, and nothing is written. */
class RefusalTest {
    private static final String REPLICA_B = "replica-b=survivors/replica-b/appendonlydir";
    private static final String STALE = "survivors/stale.rdb";

    @TempDir
    private Path folder;

    private SmallForum forum;

    @BeforeEach
    void start() throws IOException {
        forum = SmallForum.start(folder, RedisBinary.find(null));
    }

    @AfterEach
    void stop() {
        assertThat(forum.keyspace()).isEqualTo(forum.before());
        forum.close();
    }

    private void refused(Shell.Result result, ExitCode code, String message) {
        assertThat(result.code()).as(result.toString()).isEqualTo(code.code());
        assertThat(result.out()).isEmpty();
        List<String> lines = result.err().lines().toList();
        assertThat(lines).as(result.err()).hasSize(2);
        assertThat(lines.get(0)).startsWith("rethread: ").contains(message);
        assertThat(lines.get(1)).startsWith("HINT: ").hasSizeGreaterThan("HINT: ".length());
    }

    private void refusedInit(ExitCode code, String message, String... arguments) {
        refused(forum.shell().rethread(arguments), code, message);
        assertThat(folder.resolve("incident")).doesNotExist();
    }

    @Test
    void aMissingSource() {
        refusedInit(ExitCode.SOURCE, "no such file", forum.init("incident", "nowhere.rdb", REPLICA_B, forum.url()));
    }

    @Test
    void anEmptySource() throws IOException {
        Files.createFile(folder.resolve("empty.rdb"));
        refusedInit(ExitCode.SOURCE, "empty", forum.init("incident", "empty.rdb", REPLICA_B, forum.url()));
    }

    @Test
    void aSourceOfAnotherKind() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "we lost everything");
        refusedInit(
                ExitCode.SOURCE,
                "neither an RDB nor an AOF nor a mongodump",
                forum.init("incident", STALE, "notes.txt", forum.url()));
    }

    @Test
    void documentsAsBase() {
        refusedInit(
                ExitCode.SOURCE,
                "documents cannot be base",
                forum.init("incident", "survivors/mongodump", REPLICA_B, forum.url()));
    }

    @Test
    void twoSourcesOfOneName() {
        refusedInit(
                ExitCode.USAGE,
                "two sources are called 'replica-c'",
                forum.init("incident", STALE, "replica-c=survivors/replica-c.rdb", forum.url()));
    }

    @Test
    void aServerThatDoesNotAnswer() {
        refusedInit(ExitCode.SOURCE, "127.0.0.1:1", forum.init("incident", STALE, REPLICA_B, "redis://127.0.0.1:1"));
    }

    @Test
    void anAddressThatIsNone() {
        refusedInit(ExitCode.USAGE, "not understood", forum.init("incident", STALE, REPLICA_B, "http://127.0.0.1"));
    }

    @Test
    void aPasswordOnTheCommandLineIsNotRepeated() {
        Shell.Result result = forum.shell()
                .rethread(forum.init("incident", STALE, REPLICA_B, "redis://ann:swordfish@127.0.0.1:" + port()));
        refused(result, ExitCode.USAGE, "holds a password");
        assertThat(result.err()).doesNotContain("swordfish");
    }

    private int port() {
        return forum.live().port();
    }

    @Test
    void aWrongPassword() throws IOException {
        Path home = Files.createDirectories(folder.resolve("guarded"));
        try (RedisProcess guarded = guarded(home)) {
            Shell.Result result = forum.shell()
                    .with(LiveOptions.VARIABLE, "swordfish")
                    .rethread(forum.init("incident", STALE, REPLICA_B, "redis://127.0.0.1:" + guarded.port()));
            refused(result, ExitCode.SOURCE, "password");
            assertThat(result.err()).doesNotContain("swordfish");
            assertThat(folder.resolve("incident")).doesNotExist();
        }
    }

    /** A server that asks for its password only after it was seen to run. */
    private static RedisProcess guarded(Path home) throws IOException {
        RedisProcess server = RedisProcess.start(RedisBinary.find(null), home, RedisSettings.of("save \"\""));
        try (redis.clients.jedis.Jedis jedis = server.connect()) {
            jedis.configSet("requirepass", "right");
        }
        return server;
    }

    @Test
    void aReplicaAsTarget() throws IOException {
        Path home = Files.createDirectories(folder.resolve("replica"));
        RedisSettings settings = RedisSettings.of("save \"\"", "replicaof 127.0.0.1 " + port());
        try (RedisProcess replica = RedisProcess.start(RedisBinary.find(null), home, settings)) {
            refusedInit(
                    ExitCode.PRECONDITION,
                    "is a replica",
                    forum.init("incident", STALE, REPLICA_B, "redis://127.0.0.1:" + replica.port()));
        }
    }

    @Test
    void anUnknownProfile() {
        String[] arguments = forum.init();
        arguments[3] = "phpbb";
        refusedInit(ExitCode.PRECONDITION, "no profile of the name", arguments);
    }

    @Test
    void anIncidentFolderThatIsOneAlready() {
        init();
        refused(forum.shell().rethread(forum.init()), ExitCode.PRECONDITION, "is an incident folder already");
    }

    private Shell init() {
        Shell.Result result = forum.shell().rethread(forum.init());
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
        return forum.shell().in("incident");
    }

    @Test
    void aFolderThatIsNoIncident() {
        for (String command : List.of("gap", "stage", "plan", "verify", "accounts", "status", "inventory")) {
            refused(forum.shell().rethread(command), ExitCode.NO_INCIDENT, "no incident folder");
        }
    }

    @Test
    void aFolderInUseByAnotherProcess() throws Exception {
        Shell shell = init();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        folder.resolve("incident").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('l');
            refused(shell.rethread("gap"), ExitCode.LOCKED, "in use by 'rethread hold', process " + other.pid());
        } finally {
            other.destroyForcibly();
            assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(shell.rethread("gap").is(ExitCode.FOUND)).isTrue();
    }

    @Test
    void aPlanBeforeAnythingIsStaged() {
        refused(init().rethread("plan"), ExitCode.PRECONDITION, "nothing is staged yet");
        refused(forum.shell().in("incident").rethread("accounts"), ExitCode.PRECONDITION, "nothing is staged yet");
    }

    @Test
    void aPlanThatIsNotThere() {
        Shell shell = staged();
        refused(shell.rethread("replay", "plans/plan-0007.jsonl"), ExitCode.SOURCE, "no such file");
    }

    private Shell staged() {
        Shell shell = init();
        assertThat(shell.rethread("stage").is(ExitCode.DONE)).isTrue();
        return shell;
    }

    private Shell planned() {
        Shell shell = staged();
        assertThat(shell.rethread("plan").is(ExitCode.DONE)).isTrue();
        return shell;
    }

    @Test
    void aPlanThatWasEdited() throws IOException {
        Shell shell = planned();
        Path plan = folder.resolve("incident/plans/plan-0001.jsonl");
        Files.writeString(plan, Files.readString(plan).replaceFirst("\"raise\"", "\"add\""));
        refused(
                shell.rethread("replay", "plans/plan-0001.jsonl", "--execute"),
                ExitCode.PRECONDITION,
                "cut or changed");
    }

    @Test
    void aPlanOfAnotherIncident() {
        planned();
        assertThat(forum.shell()
                        .rethread(forum.init("other", STALE, REPLICA_B, forum.url()))
                        .is(ExitCode.DONE))
                .isTrue();
        Shell other = forum.shell().in("other");
        assertThat(other.rethread("stage").is(ExitCode.DONE)).isTrue();
        refused(
                other.rethread("replay", "../incident/plans/plan-0001.jsonl", "--execute"),
                ExitCode.PRECONDITION,
                "incident");
    }

    @Test
    void aPlanOfAnEarlierStaging() {
        Shell shell = planned();
        assertThat(shell.rethread("stage").is(ExitCode.DONE)).isTrue();
        refused(shell.rethread("replay", "plans/plan-0001.jsonl", "--execute"), ExitCode.PRECONDITION, "stale");
    }

    @Test
    void aServerThatWasRestartedSinceThePlan() throws IOException {
        Shell shell = planned();
        forum.live().restart();
        refused(shell.rethread("replay", "plans/plan-0001.jsonl", "--execute"), ExitCode.PRECONDITION, "restarted");
    }

    @Test
    void aServerThatBecameAReplicaSinceThePlan() throws IOException {
        Shell shell = planned();
        try (redis.clients.jedis.Jedis jedis = forum.live().connect()) {
            jedis.replicaof("127.0.0.1", 1);
            refused(
                    shell.rethread("replay", "plans/plan-0001.jsonl", "--execute"),
                    ExitCode.PRECONDITION,
                    "not a master");
            jedis.replicaofNoOne();
        }
    }

    @Test
    void aSourceThatChangedSinceItWasStaged() throws IOException {
        Shell shell = staged();
        Files.writeString(folder.resolve("survivors/mongodump/muut/threads.bson"), "x", StandardOpenOption.APPEND);
        refused(shell.rethread("plan"), ExitCode.PRECONDITION, "not what it was when it was staged");
    }

    @Test
    void aForumThatLostNothing() {
        refused(staged().rethread("status", "--forum", "gardening"), ExitCode.USAGE, "no item of the gap");
    }

    @Test
    void aManifestWithAMistake() throws IOException {
        Shell shell = init();
        Path manifest = folder.resolve("incident/incident.yaml");
        Files.writeString(manifest, Files.readString(manifest).replace("evidence:", "evidenc:"));
        refused(shell.rethread("gap"), ExitCode.PRECONDITION, "incident.yaml:");
        Files.writeString(manifest, Files.readString(manifest).replace("evidenc:", "\tevidence:"));
        refused(shell.rethread("gap"), ExitCode.PRECONDITION, "incident.yaml:");
    }

    @Test
    void aWordThatIsNoCommand() {
        refused(forum.shell().rethread("recover"), ExitCode.USAGE, "recover");
        refused(forum.shell().rethread("gap", "--fast"), ExitCode.USAGE, "--fast");
    }

    @Test
    void writingToALiveThatIsADump() {
        String[] arguments = forum.init("incident", STALE, REPLICA_B, "survivors/live.rdb");
        assertThat(forum.shell().rethread(arguments).is(ExitCode.DONE)).isTrue();
        Shell shell = forum.shell().in("incident");
        assertThat(shell.rethread("gap").is(ExitCode.FOUND)).isTrue();
        assertThat(shell.rethread("stage").is(ExitCode.DONE)).isTrue();
        refused(shell.rethread("plan"), ExitCode.PRECONDITION, "nothing can be written to it");
    }

    @Test
    void aServerThatHasNothingOfTheBase() throws IOException {
        Path home = Files.createDirectories(folder.resolve("empty"));
        RedisSettings settings = RedisSettings.of("save \"\"", "repl-diskless-sync-delay 0");
        try (RedisProcess empty = RedisProcess.start(RedisBinary.find(null), home, settings)) {
            String[] arguments = forum.init("incident", STALE, REPLICA_B, "redis://127.0.0.1:" + empty.port());
            assertThat(forum.shell().rethread(arguments).is(ExitCode.DONE)).isTrue();
            refused(forum.shell().in("incident").rethread("gap"), ExitCode.PRECONDITION, "not one key of the base");
        }
    }

    @Test
    void aManifestThatNamesNothing() throws IOException {
        Shell shell = init();
        Path manifest = folder.resolve("incident/incident.yaml");
        String whole = Files.readString(manifest);
        Files.writeString(manifest, whole.replaceAll("(?m)^live:.*$", "live:"));
        refused(shell.rethread("gap"), ExitCode.PRECONDITION, "incident.yaml:");
        Files.writeString(manifest, whole.replaceAll("(?m)^base:.*$", "base: \"\""));
        refused(shell.rethread("gap"), ExitCode.PRECONDITION, "must name something");
        Files.writeString(manifest, whole.replace("name: mongodump", "name: replica-c"));
        refused(shell.rethread("gap"), ExitCode.PRECONDITION, "two sources are called 'replica-c'");
    }

    @Test
    void aFolderThatHoldsASourceAmongOthers() {
        refusedInit(
                ExitCode.SOURCE,
                "neither an RDB nor an AOF nor a mongodump",
                forum.init("incident", STALE, "survivors/replica-b", forum.url()));
    }
}
