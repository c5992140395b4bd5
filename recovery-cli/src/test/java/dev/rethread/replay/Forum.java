package dev.rethread.replay;

import dev.rethread.delta.ListEncoding;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/**
 * A small forum with a gap of every kind of write: fresh and kept ids, edits that hold and that do not, an object whose
 * id was taken, amounts, lists, two databases.
 */
record Forum(List<Item> items, List<IdMapping> ids) {
    /** What DUMP of Redis 2.8 says of the string "hello". */
    private static final Bytes PAYLOAD = Bytes.wrap(HexFormat.of().parseHex("000568656c6c6f0600f59fb7f690611c99"));

    /** Live as it is before the replay. */
    static void fill(Jedis jedis) {
        jedis.flushAll();
        jedis.set("next-thread", "12");
        jedis.set("next-reply", "100");
        jedis.hset("global", "replies", "50");
        jedis.hset("thread:1", Map.of("id", "1", "title", "old", "replies", "3", "views", "7"));
        jedis.hset("thread:11", Map.of("id", "11", "title", "issued again"));
        jedis.hset("reply:120", Map.of("thread", "1", "text", "issued again"));
        jedis.hset("reply:131", Map.of("thread", "1", "text", "in use"));
        jedis.hset("user:1", Map.of("name", "ann", "about", "old", "place", "theirs"));
        jedis.zadd("recent", 1_400_000_000_000.0, "1");
        jedis.rpush("mine", "a", "b");
        jedis.zadd("board:1", Map.of("1", 7.0, "5", 8.0));
        jedis.zadd("boards", Map.of("1", 2.0, "2", 0.5));
        jedis.hset("message:90", Map.of("thread", "1", "text", "deleted in the gap"));
        jedis.hset("message:91", Map.of("thread", "1", "text", "deleted in the gap", "likes", "1"));
        jedis.zadd("deleted", Map.of("90", 1.0, "91", 1.0));
        jedis.hset("global", "posts", "20");
        jedis.select(1);
        jedis.rpush("other", "theirs");
        jedis.select(0);
    }

    /** Threads 10 (kept) and 11 (fresh), replies to 1, 10 and 11; of them 120 is kept but taken. */
    static Forum of(int replies) {
        List<Item> items = new ArrayList<>();
        List<IdMapping> ids = new ArrayList<>();
        items.add(Staged.counter("next-thread", 11));
        items.add(Staged.counter("next-reply", Math.max(130, 100 + replies)));
        items.add(Staged.thread(10));
        items.add(Staged.thread(11));
        ids.add(Staged.kept("thread", 1));
        ids.add(Staged.kept("thread", 10));
        ids.add(Staged.fresh("thread", 11));
        for (int i = 0; i < replies; i++) {
            long id = 101L + i;
            boolean fresh = i % 4 == 0;
            items.add(Staged.reply(id, List.of(1, 10, 11).get(i % 3), 1_397_000_000_000L + i));
            items.add(Staged.like(id, 1));
            ids.add(fresh ? Staged.fresh("reply", id) : Staged.kept("reply", id));
        }
        items.add(Staged.edit("user:1", "about", "old", "new"));
        items.add(Staged.edit("user:1", "place", "old", "new"));
        items.add(Staged.views("thread:1", 5));
        items.add(Staged.list(0, "mine", Operation.REPLACE, list("a", "b"), list("a", "b", "c")));
        items.add(Staged.list(1, "made", Operation.CREATE, null, list("x")));
        items.add(Staged.move("1", "1", "2"));
        items.add(Staged.gone(90));
        items.add(Staged.gone(91));
        ids.add(Staged.kept("reply", 90));
        ids.add(Staged.kept("reply", 91));
        items.add(Staged.whole("stream", PAYLOAD));
        items.add(Staged.list(1, "other", Operation.CREATE, null, list("x")));
        return new Forum(items, ids);
    }

    static Bytes list(String... elements) {
        return ListEncoding.encode(List.of(elements).stream().map(Bytes::of).toList());
    }
}
