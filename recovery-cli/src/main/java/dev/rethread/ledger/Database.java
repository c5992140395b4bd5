package dev.rethread.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection to H2, and the few ways in which it is used. Not thread-safe. */
final class Database implements AutoCloseable {
    private static final int FETCH = 1000;

    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** Work that may fail as SQL does. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * WRITE_DELAY 0: what is committed is in the file, not in a buffer, when the process dies. No trace file: it would
     * repeat statements with people's texts.
     */
    static Database open(Path file) throws SQLException {
        String path = file.toString().replace(";", "\\;");
        Connection connection = DriverManager.getConnection(
                "jdbc:h2:file:" + path + ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE;NON_KEYWORDS=KEY");
        connection.setAutoCommit(false);
        return new Database(connection);
    }

    void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** @param insert {@code INSERT INTO table VALUES (?, ?)} */
    Rows rows(String insert) throws SQLException {
        return new Rows(connection, insert);
    }

    Batch batch(String sql) throws SQLException {
        return new Batch(connection.prepareStatement(sql));
    }

    <T> List<T> query(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(sql, row, rows::add, parameters);
        return rows;
    }

    <T> void each(String sql, Row<T> row, Consumer<T> visitor, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    visitor.accept(row.read(rows));
                }
            }
        }
    }

    /** All of {@code work} or nothing of it. */
    void transaction(Work work) throws SQLException {
        try {
            work.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    /** A database that a full disk has closed cannot roll back: the cause is what the operator must see. */
    private void rollBack(Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** As {@link #transaction}, and on the disk before it returns, whatever happens to the machine. */
    void durable(Work work) throws SQLException {
        transaction(work);
        execute("CHECKPOINT SYNC");
    }

    private static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Many rows for one table, some to a statement: H2 takes as long to begin one as to insert a row. */
    static final class Rows implements AutoCloseable {
        private static final int TOGETHER = 20;

        private final PreparedStatement one;
        private final PreparedStatement many;
        private final List<@Nullable Object[]> waiting = new ArrayList<>(TOGETHER);

        private Rows(Connection connection, String insert) throws SQLException {
            String row = insert.substring(insert.indexOf('('));
            one = connection.prepareStatement(insert);
            many = connection.prepareStatement(insert + (", " + row).repeat(TOGETHER - 1));
        }

        void add(@Nullable Object... row) throws SQLException {
            waiting.add(row);
            if (waiting.size() == TOGETHER) {
                int parameter = 0;
                for (@Nullable Object[] each : waiting) {
                    for (@Nullable Object column : each) {
                        many.setObject(++parameter, column);
                    }
                }
                many.executeUpdate();
                waiting.clear();
            }
        }

        /** Sends the rest. */
        @Override
        public void close() throws SQLException {
            try (one;
                    many) {
                for (@Nullable Object[] row : waiting) {
                    set(one, row);
                    one.executeUpdate();
                }
            }
        }
    }

    /** Many rows for one statement. */
    static final class Batch implements AutoCloseable {
        private static final int SIZE = 1000;

        private final PreparedStatement statement;
        private int rows;

        private Batch(PreparedStatement statement) {
            this.statement = statement;
        }

        void add(@Nullable Object... parameters) throws SQLException {
            set(statement, parameters);
            statement.addBatch();
            if (++rows % SIZE == 0) {
                statement.executeBatch();
            }
        }

        /** Sends the rest. */
        @Override
        public void close() throws SQLException {
            try (statement) {
                statement.executeBatch();
            }
        }
    }
}
