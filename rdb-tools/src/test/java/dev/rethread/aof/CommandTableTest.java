package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that a server may log is forgotten. */
class CommandTableTest {
    /** What Redis 8.6.3 and Valkey 9.1.2 flag as a write in their tables of commands, without subcommands. */
    private static final String WRITES = """
            APPEND BITFIELD BITOP BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZMPOP BZPOPMAX BZPOPMIN CLUSTER COPY DECR
            DECRBY DEL DELEX DELIFEQ EXPIRE EXPIREAT FLUSHALL FLUSHDB FUNCTION GEOADD GEORADIUS GEORADIUSBYMEMBER
            GEOSEARCHSTORE GETDEL GETEX GETSET HDEL HEXPIRE HEXPIREAT HGETDEL HGETEX HINCRBY HINCRBYFLOAT HMSET
            HPERSIST HPEXPIRE HPEXPIREAT HSET HSETEX HSETNX INCR INCRBY INCRBYFLOAT LINSERT LMOVE LMPOP LPOP LPUSH
            LPUSHX LREM LSET LTRIM MIGRATE MOVE MSET MSETEX MSETNX PERSIST PEXPIRE PEXPIREAT PFADD PFDEBUG PFMERGE
            PSETEX RENAME RENAMENX RESTORE RESTORE-ASKING RPOP RPOPLPUSH RPUSH RPUSHX SADD SDIFFSTORE SET SETBIT
            SETEX SETNX SETRANGE SFLUSH SINTERSTORE SMOVE SORT SPOP SREM SUNIONSTORE SWAPDB TRIMSLOTS UNLINK XACK
            XACKDEL XADD XAUTOCLAIM XCFGSET XCLAIM XDEL XDELEX XGROUP XIDMPRECORD XREADGROUP XSETID XTRIM ZADD
            ZDIFFSTORE ZINCRBY ZINTERSTORE ZMPOP ZPOPMAX ZPOPMIN ZRANGESTORE ZREM ZREMRANGEBYLEX ZREMRANGEBYRANK
            ZREMRANGEBYSCORE ZUNIONSTORE
            """;

    @Test
    void everyWriteIsReplayedOrListedWithTheReason() throws IOException {
        Set<String> reported = row(1);
        for (String write : writes()) {
            boolean flush = write.startsWith("FLUSH");
            boolean replayed = flush || CommandTable.find(Bytes.of(write)) != null;
            assertThat(replayed).as(write).isNotEqualTo(reported.contains(write));
        }
    }

    @Test
    void whatIsListedAsReplayedIs() throws IOException {
        assertThat(writes().stream().filter(write -> CommandTable.find(Bytes.of(write)) != null))
                .allMatch(row(2)::contains);
    }

    private static List<String> writes() {
        return List.of(WRITES.trim().split("\\s+", -1));
    }

    /** The words in one column of the tables behind the heading AOF. */
    private static Set<String> row(int column) throws IOException {
        String text = Files.readString(Path.of("COVERAGE.md"));
        return text.substring(text.indexOf("## AOF"))
                .lines()
                .filter(line -> line.startsWith("|"))
                .flatMap(line -> Stream.of(line.split("\\|", -1)[column].split("[\\s,;]+", -1)))
                .collect(Collectors.toSet());
    }
}
