package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Value.StringValue;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands behind a hole in which a SELECT may be lost. */
class LostSelectTest {
    @TempDir
    Path folder;

    /** Database 0 holds posts, 3 sessions, and 3 is selected when the hole begins. */
    private static AofBytes before() {
        AofBytes aof = new AofBytes().words("SELECT 0").words("SET both x");
        for (int i = 0; i < 20; i++) {
            aof.words("HSET post:" + i + " votes 0");
        }
        aof.words("SELECT 3").words("SET both y");
        for (int i = 0; i < 20; i++) {
            aof.words("SET session:" + i + " s");
        }
        return aof.text("\0\0\0\0\0\0\0\0");
    }

    private static Key key(int database, String name) {
        return new Key(database, Bytes.of(name));
    }

    @Test
    void keysThatAreInOneDatabaseTellIt() {
        AofSnapshot snapshot = before().words("SET new 1")
                .words("SET both z")
                .words("HSET post:3 votes 9")
                .words("SELECT 3")
                .words("SET late 1")
                .replay(folder);
        assertThat(snapshot.keys()).contains(key(0, "new"), key(3, "late")).doesNotContain(key(3, "new"));
        assertThat(Objects.requireNonNull(snapshot.get(key(0, "both"))).value())
                .isEqualTo(new StringValue(Bytes.of("z")));
        assertThat(snapshot.doubtful()).isEmpty();
        assertThat(snapshot.doubts()).hasSize(2).last().asString().contains("of database 0");
        assertThat(snapshot.complete()).isFalse();
    }

    @Test
    void keysCalledLikeThoseOfOneDatabaseTellItToo() {
        AofSnapshot snapshot = before().words("HSET post:77 votes 0")
                .words("HSET post:78 votes 0")
                .words("SADD unheard:of 1")
                .replay(folder);
        assertThat(snapshot.keys()).contains(key(0, "post:77"), key(0, "unheard:of"));
        assertThat(snapshot.doubtful()).isEmpty();
    }

    @Test
    void withoutEvidenceTheDatabaseBeforeIsTakenAndDoubted() {
        AofSnapshot snapshot = before().words("SADD unheard:of 1")
                .words("DEL both")
                .words("FLUSHDB")
                .words("SELECT 0")
                .words("SET sure 1")
                .replay(folder);
        assertThat(snapshot.keys()).contains(key(3, "unheard:of"), key(0, "both"), key(3, "session:1"));
        assertThat(snapshot.doubtful()).containsExactlyInAnyOrder(key(3, "unheard:of"), key(3, "both"), key(0, "both"));
        assertThat(snapshot.uninterpreted()).containsOnlyKeys("FLUSHDB");
    }

    @Test
    void contradictingKeysAreNoEvidence() {
        AofSnapshot snapshot = before().words("HSET post:1 votes 1")
                .words("SET session:1 t")
                .words("SET new 1")
                .replay(folder);
        assertThat(snapshot.doubtful())
                .contains(key(3, "new"), key(0, "post:1"), key(3, "post:1"), key(3, "session:1"));
    }
}
