package dev.rethread.aof;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes the AOF of a forum: of 100 commands some 45 make posts (a hash of about 300 bytes), 27 put them into sorted
 * sets, the rest are likes, sessions with a deadline, counters, lists, edits and deletions. The same seed, the same file.
 */
final class ForumAof implements AutoCloseable {
    private static final int BUFFER = 1 << 20;
    private static final int TOPIC_POSTS = 20;
    private static final String[] WORDS =
            "the a thread of post reply forum server data redis lost found when user wrote there again it is was on"
                    .split(" ");

    private final OutputStream out;
    private final Random random = new Random(20140423);
    private long written;

    private ForumAof(Path path) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER);
    }

    /** Writes at least {@code bytes} bytes and returns the path. */
    static Path write(Path path, long bytes) throws IOException {
        try (ForumAof forum = new ForumAof(path)) {
            forum.command("SELECT", "0");
            for (int post = 1; forum.written < bytes; post++) {
                forum.post(post);
            }
        }
        return path;
    }

    private void post(int post) throws IOException {
        int topic = post / TOPIC_POSTS;
        int user = random.nextInt(1 + post / 10);
        String time = Long.toString(1_395_914_400_000L + post);
        command("HSET", "post:" + post, "pid", "" + post, "uid", "" + user, "tid", "" + topic, "content", text(),
                "timestamp", time, "votes", "0");
        command("ZADD", "tid:" + topic + ":posts", time, "" + post);
        command("ZADD", "uid:" + user + ":posts", time, "" + post);
        if (post % 2 == 0) {
            command("SADD", "post:" + post + ":likes", "" + user);
        }
        if (post % 3 == 0) {
            command("SET", "session:" + random.nextInt(50_000), text().substring(0, 40), "PXAT", time);
        }
        if (post % 5 == 0) {
            command("INCR", "global:posts");
            command("LPUSH", "feed:" + user % 100, "post:" + post);
        }
        if (post % 10 == 0) {
            command("HSET", "post:" + (1 + random.nextInt(post)), "content", text(), "edited", time);
        }
        if (post % 50 == 0) {
            command("DEL", "post:" + (1 + random.nextInt(post)));
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = 100 + random.nextInt(300);
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }

    private void command(String... arguments) throws IOException {
        StringBuilder command = new StringBuilder("*").append(arguments.length).append("\r\n");
        for (String argument : arguments) {
            command.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
        }
        byte[] content = command.toString().getBytes(StandardCharsets.ISO_8859_1);
        out.write(content);
        written += content.length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
