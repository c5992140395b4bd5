package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files changed at random: read or refused, never a crash, and always tiled. */
class AofFuzzTest {
    private static final int CHANGES = 150;

    @TempDir
    Path folder;

    @Test
    void changedFilesAreReadOrRefused() throws IOException {
        for (String name : List.of("redis-6.2.16/aof-plain", "redis-6.2.16/aof-preamble")) {
            byte[] all = Files.readAllBytes(Shared.data("corpus").resolve(name).resolve("appendonly.aof"));
            for (int seed = 0; seed < CHANGES; seed++) {
                Path changed = AofBytes.write(folder, change(all, new Random(seed)));
                Tiles.of(changed);
                readOrRefuse(changed);
            }
        }
    }

    private static void readOrRefuse(Path changed) {
        try {
            AofSnapshot snapshot = AofSnapshot.read("fuzz", changed, Until.END);
            snapshot.keys().forEach(key -> assertThat(snapshot.get(key)).isNotNull());
        } catch (SourceException refused) {
            assertThat(refused.hint()).isNotBlank();
        }
    }

    private static byte[] change(byte[] all, Random random) {
        byte[] changed = all.clone();
        int times = 1 + random.nextInt(8);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(changed.length);
            int length = Math.min(random.nextInt(300), changed.length - at);
            switch (random.nextInt(5)) {
                case 0 -> changed[at] = (byte) random.nextInt();
                case 1 -> digits(changed, at, random);
                case 2 -> Arrays.fill(changed, at, at + length, (byte) 0);
                case 3 -> System.arraycopy(all, random.nextInt(all.length - length), changed, at, length);
                default -> changed = Arrays.copyOf(changed, Math.max(1, changed.length - length));
            }
        }
        return changed;
    }

    /** Turns the next number into another of as many digits. */
    private static void digits(byte[] changed, int from, Random random) {
        int at = from;
        while (at < changed.length && !Character.isDigit(changed[at])) {
            at++;
        }
        while (at < changed.length && Character.isDigit(changed[at])) {
            changed[at++] = (byte) ('0' + random.nextInt(10));
        }
    }

    @Test
    void absurdNumbersAreRefusedOrHarmless() {
        String least = "-9223372036854775808";
        String most = "9223372036854775807";
        AofBytes aof =
                new AofBytes().text("#TS:1398281000\r\n").words("RPUSH l a b").words("ZADD z 1 a 2 b");
        for (String number : List.of(least, most, "-1", "4611686018427387904", "99999999999999999999")) {
            aof.words("SETRANGE s " + number + " x").words("SETBIT s " + number + " 1");
            aof.words("LTRIM l 0 " + number).words("LREM l " + number + " x").words("LSET l " + number + " a");
            aof.words("ZREMRANGEBYRANK z 5 " + number)
                    .words("EXPIRE l " + number)
                    .words("PEXPIRE z " + number);
            aof.words("MSETEX " + number + " a 1")
                    .words("ZUNIONSTORE u " + number + " z")
                    .words("SETEX e " + number + " v");
            aof.words("SELECT " + number)
                    .words("SELECT 0")
                    .words("SWAPDB 0 " + number)
                    .words("DECRBY n " + number);
            aof.words("COPY l m DB " + number).words("ZRANGESTORE r z 0 1 BYSCORE LIMIT " + number + " " + number);
            aof.words("SET t v PX " + number).words("EXPIREAT z " + number).words("LPOP nothing " + number);
        }
        AofSnapshot snapshot = aof.replay(folder);
        snapshot.keys().forEach(key -> assertThat(snapshot.get(key)).isNotNull());
        assertThat(snapshot.damages()).isEmpty();
    }
}
