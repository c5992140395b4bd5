package dev.rethread.command;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Value;
import dev.rethread.rdb.RdbTarget;
import dev.rethread.rdb.RdbWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A Muut-shaped forum of any size as an RDB, in three editions that an incident leaves behind: the base; the evidence,
 * where one reply in 200 was edited and as many were added; live, where one in 1,000 was, and ids were issued again.
 *
 * <p>Of each 12 keys 7 are replies with a text of words, one each a thread, its replies, a reply's likes, a user and
 * that user's posts. 1.9 million keys make about 700 MB.
 */
final class ForumFile {
    /** What happened since the base. */
    enum Edition {
        BASE(0, 0),
        EVIDENCE(1, 200),
        LIVE(2, 1000);

        private final int number;
        private final int oneIn;

        Edition(int number, int oneIn) {
            this.number = number;
            this.oneIn = oneIn;
        }
    }

    private static final int ROUND = 12;
    private static final int REPLIES = 7;
    private static final int WORDS = 4000;
    private static final long BEGIN = 1_390_000_000_000L;
    private static final Span NOWHERE = new Span(0, 0);

    private final RdbWriter out;
    private final Edition edition;
    private final String[] words = new String[WORDS];

    private ForumFile(RdbWriter out, Edition edition) {
        this.out = out;
        this.edition = edition;
        SplittableRandom letters = new SplittableRandom(2014);
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = 2 + letters.nextInt(8); length > 0; length--) {
                word.append("eetaoinshrdlucm".charAt(letters.nextInt(15)));
            }
            words[i] = word.toString();
        }
    }

    static void write(Path file, int keys, Edition edition) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
                RdbWriter out = RdbWriter.to(stream, RdbTarget.NEWEST_COMMON)) {
            new ForumFile(out, edition).write(keys / ROUND);
        }
    }

    private void write(int rounds) throws IOException {
        int added = edition.oneIn == 0 ? 0 : rounds / edition.oneIn;
        out.database(0, 4L + ROUND * (long) (rounds + added), 0);
        string("next:user", rounds + added);
        string("next:reply", (long) REPLIES * (rounds + added));
        hash("forum:goma", Map.of("name", "goma", "title", "Goma", "created", "" + BEGIN));
        hash("channel:/goma/all", Map.of("path", "/goma/all", "forum", "goma", "title", "All", "created", "" + BEGIN));
        for (int round = 1; round <= rounds + added; round++) {
            round(round, round > rounds ? edition : Edition.BASE);
        }
    }

    /** @param made where it was made: an added one differs from edition to edition */
    private void round(int number, Edition made) throws IOException {
        SplittableRandom random = new SplittableRandom(31L * number + made.number);
        String user = "" + number;
        long time = BEGIN + number * 60_000L + made.number;
        String path = "/goma/all#t" + number + "-" + made.number;
        hash("user:" + user, Map.of("id", user, "name", "name" + user, "display", words[random.nextInt(WORDS)],
                "joined", "" + time));
        Map<String, String> thread = new LinkedHashMap<>(post(random, user, time));
        thread.put("path", path);
        thread.put("channel", "/goma/all");
        thread.put("title", prose(random, 40));
        hash("thread:" + path, thread);
        Map<Bytes, Double> replies = new LinkedHashMap<>();
        Map<Bytes, Double> posts = new LinkedHashMap<>();
        for (int i = 1; i <= REPLIES; i++) {
            int id = REPLIES * (number - 1) + i;
            Map<String, String> reply = new LinkedHashMap<>(post(random, user, time + 1000L * i));
            reply.put("id", "" + id);
            reply.put("thread", path);
            if (i == 1 && edition.oneIn > 0 && number % edition.oneIn == 0) {
                reply.put("body", "edited " + edition);
                reply.put("edited", "" + (time + 86_400_000L * 300));
            }
            hash("reply:" + id, reply);
            replies.put(Bytes.of(id), (double) time + 1000 * i);
            posts.put(Bytes.of("r:" + id), (double) time + 1000 * i);
        }
        zset("thread:" + path + ":replies", replies);
        zset("user:" + user + ":posts", posts);
        Set<Bytes> likes = new LinkedHashSet<>();
        for (int i = 0; i < 5; i++) {
            likes.add(Bytes.of(1 + random.nextInt(number)));
        }
        out.write(entry("reply:" + REPLIES * number + ":likes", new Value.SetValue(likes)));
    }

    private Map<String, String> post(SplittableRandom random, String user, long time) {
        return Map.of("body", prose(random, 50 + random.nextInt(900)), "user", user, "time", "" + time);
    }

    private String prose(SplittableRandom random, int size) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append(words[(int) (WORDS * Math.pow(random.nextDouble(), 4))]).append(' ');
        }
        return text.toString();
    }

    private void string(String key, long number) throws IOException {
        out.write(entry(key, new Value.StringValue(Bytes.of(number))));
    }

    private void hash(String key, Map<String, String> fields) throws IOException {
        Map<Bytes, Bytes> bytes = new LinkedHashMap<>();
        fields.forEach((name, value) -> bytes.put(Bytes.of(name), Bytes.of(value)));
        out.write(entry(key, new Value.HashValue(bytes)));
    }

    private void zset(String key, Map<Bytes, Double> scores) throws IOException {
        out.write(entry(key, new Value.SortedSetValue(scores)));
    }

    private static Entry entry(String key, Value value) {
        return new Entry(Key.of(key), value, Entry.NEVER, NOWHERE);
    }
}
