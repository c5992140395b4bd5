package dev.rethread.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.plan.PlanHeader;
import dev.rethread.plan.TargetFingerprint;
import java.util.List;
import org.junit.jupiter.api.Test;

class FencesTest {
    private static final String SOUND = """
            # Server\r
            redis_version:7.0.15\r
            redis_mode:standalone\r
            run_id:abc\r
            # Memory\r
            used_memory:1000\r
            maxmemory:0\r
            maxmemory_policy:noeviction\r
            # Persistence\r
            loading:0\r
            async_loading:0\r
            rdb_last_bgsave_status:ok\r
            aof_last_write_status:ok\r
            # Replication\r
            role:master\r
            # Cluster\r
            cluster_enabled:0\r
            """;

    private static final PlanHeader PLAN = new PlanHeader(
            "incident",
            "staging",
            "forum",
            "2014-04-24T12:00:00Z",
            new TargetFingerprint("db1:6379", "abc", "def", "7.0.15", "master", 5),
            List.of(),
            List.of(),
            false);

    private static List<String> violations(String info) {
        return Fences.check(ServerState.parse(info), PLAN).stream()
                .map(Fences.Violation::message)
                .toList();
    }

    @Test
    void soundMasterMayBeWritten() {
        assertThat(violations(SOUND)).isEmpty();
        assertThat(violations("redis_version:2.6.0\nrun_id:abc\nrole:master")).isEmpty();
    }

    @Test
    void everyFenceSaysWhatIsWrong() {
        assertThat(violations(SOUND.replace("run_id:abc", "run_id:xyz")))
                .containsExactly("db1:6379 was restarted since the plan: it may have rolled back again");
        assertThat(violations(SOUND.replace("role:master", "role:slave")))
                .containsExactly("db1:6379 is not a master: its role is 'slave'");
        assertThat(violations(SOUND.replace("\nloading:0", "\nloading:1")))
                .containsExactly("db1:6379 is still loading its data");
        assertThat(violations(SOUND.replace("cluster_enabled:0", "cluster_enabled:1")))
                .containsExactly("db1:6379 is a node of a cluster, which is not supported yet");
        assertThat(violations(SOUND.replace("7.0.15", "2.4.18")))
                .containsExactly("db1:6379 is Redis 2.4.18, which runs no scripts");
        assertThat(violations(SOUND.replace("maxmemory:0", "maxmemory:1010")))
                .containsExactly("db1:6379 uses 1000 of 1010 bytes of maxmemory");
        assertThat(violations(SOUND.replace("bgsave_status:ok", "bgsave_status:err")))
                .containsExactly("db1:6379 cannot save its data: rdb_last_bgsave_status is 'err'");
        assertThat(violations(SOUND.replace("write_status:ok", "write_status:err")))
                .containsExactly("db1:6379 cannot save its data: aof_last_write_status is 'err'");
    }

    @Test
    void masterThatWasAReplicaOfAnotherIsRefused() {
        assertThat(violations(SOUND + "master_replid:new\nmaster_replid2:theirs"))
                .containsExactly(
                        "db1:6379 was a replica of another server since the plan: its data may be that" + " server's");
        assertThat(violations(SOUND + "master_replid:def\nmaster_replid2:theirs"))
                .isEmpty();
        assertThat(violations(SOUND + "master_replid:new\nmaster_replid2:def")).isEmpty();
        assertThat(violations(SOUND + "master_replid:new\nmaster_replid2:0000000000"))
                .isEmpty();
    }

    @Test
    void answerThatSaysNothingPassesNoFence() {
        assertThat(violations("")).hasSize(3);
        assertThat(Fences.check(ServerState.parse(""), PLAN))
                .allSatisfy(violation -> assertThat(violation.hint()).isNotEmpty());
    }
}
