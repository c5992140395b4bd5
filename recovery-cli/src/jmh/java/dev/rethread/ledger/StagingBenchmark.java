package dev.rethread.ledger;

import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Type;
import dev.rethread.rebase.Staging;
import dev.rethread.rebase.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How many element-level writes a second are staged, beside a plain loop that puts rows of the same bytes into a table
 * of H2 without keys and indexes.
 *
 * <p>{@code StagingBenchmark [ITEMS]}, 50,000 unless given, 8 writes each: a post's fields and two index entries.
 */
public final class StagingBenchmark {
    private static final int ROUNDS = 6;
    private static final int BATCH = 1000;
    private static final String TABLE = "CREATE TABLE plain (id BIGINT, item BIGINT, phase INT, db INT, key_ VARBINARY,"
            + " lost_key VARBINARY, type VARCHAR, element VARBINARY, operation VARCHAR, expected VARBINARY,"
            + " content VARBINARY, needs VARBINARY, text BOOLEAN, source VARCHAR, start BIGINT, length BIGINT, object VARBINARY)";

    private StagingBenchmark() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        List<Item> items = items(arguments.length == 0 ? 50_000 : Integer.parseInt(arguments[0]));
        long effects = items.stream().mapToLong(item -> item.effects().size()).sum();
        Staging staging = new Staging(items, List.of(), List.of(), Timeline.UNKNOWN, 0);
        for (int round = 0; round < ROUNDS; round++) {
            double ours = seconds(folder -> stage(folder, staging));
            double plain = seconds(folder -> plain(folder, items));
            System.out.printf(
                    Locale.ROOT,
                    "%d elements: staged %.2f s, %,.0f/s; plain loop %.2f s, %,.0f/s; ratio %.2f%n",
                    effects,
                    ours,
                    effects / ours,
                    plain,
                    effects / plain,
                    ours / plain);
        }
    }

    private interface Work {
        void run(Path folder) throws IOException, SQLException;
    }

    private static double seconds(Work work) throws IOException, SQLException {
        Path folder = Files.createTempDirectory("staging");
        try {
            long start = System.nanoTime();
            work.run(folder);
            return (System.nanoTime() - start) / 1e9;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void stage(Path folder, Staging staging) {
        try (Ledger ledger = Ledger.open(folder)) {
            ledger.stage(staging, List.of(), Instant.EPOCH);
        }
    }

    private static void plain(Path folder, List<Item> items) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("plain"));
                Statement make = connection.createStatement()) {
            make.execute(TABLE);
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                long rows = 0;
                for (Item item : items) {
                    for (Effect effect : item.effects()) {
                        Object[] row = StagingStore.row(++rows, rows, effect);
                        for (int column = 0; column < row.length; column++) {
                            statement.setObject(column + 1, row[column]);
                        }
                        statement.addBatch();
                        if (rows % BATCH == 0) {
                            statement.executeBatch();
                        }
                    }
                }
                statement.executeBatch();
            }
            connection.commit();
            make.execute("CHECKPOINT SYNC");
        }
    }

    private static List<Item> items(int count) {
        Random random = new Random(2014);
        List<Item> items = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Reference post = new Reference("post", Bytes.of(number));
            Template key = new Template(
                    List.of(new Template.Part.Literal(Bytes.of("post:")), new Template.Part.Ref(post)));
            Provenance from = new Provenance("evidence", new Span(number * 500L, 500));
            List<Effect> effects = new ArrayList<>();
            for (String field : List.of("pid", "uid", "tid", "timestamp", "content", "edited")) {
                byte[] value = new byte[field.equals("content") ? 50 + random.nextInt(900) : 8];
                random.nextBytes(value);
                effects.add(effect(key, Type.HASH, Template.literal(field), Template.literal(Bytes.wrap(value)), from));
            }
            for (String index : List.of("posts:pid", "tid:" + number / 20 + ":posts")) {
                Template score = Template.literal("1398" + (100000000 + number));
                effects.add(effect(Template.literal(index), Type.ZSET, Template.reference(post), score, from));
            }
            items.add(item(post, number, from, effects));
        }
        return items;
    }

    private static Item item(Reference post, int number, Provenance from, List<Effect> effects) {
        return new Item(
                "post",
                post.id(),
                Outcome.RESTORE,
                "",
                null,
                "category " + number % 30,
                "user " + number % 1000,
                1_398_100_000_000L + number,
                "",
                List.of(from),
                effects);
    }

    private static Effect effect(Template key, Type type, Template element, Template value, Provenance from) {
        return new Effect(
                type == Type.HASH ? Effect.OBJECTS : Effect.INDEXES,
                0,
                key,
                type,
                element,
                Operation.CREATE,
                null,
                value,
                List.of(),
                false,
                from);
    }
}
