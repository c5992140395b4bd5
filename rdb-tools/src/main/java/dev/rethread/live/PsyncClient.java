package dev.rethread.live;

import com.moilioncircle.redis.replicator.Configuration;
import com.moilioncircle.redis.replicator.RedisSocketReplicator;
import com.moilioncircle.redis.replicator.event.Event;
import com.moilioncircle.redis.replicator.event.PostRdbSyncEvent;
import com.moilioncircle.redis.replicator.rdb.datatype.KeyValuePair;
import com.moilioncircle.redis.replicator.util.type.Tuple2;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One connection that asks for one dump and leaves.
 *
 * <p>Of the library's conversation only the reading of the dump is kept. Its own logs in with the password in a String,
 * keeps asking a server that is loading, falls back to the old SYNC on every error, and swallows what a listener
 * throws. It also announces a port to be reached at, by which a Sentinel would list this reader as a replica.
 */
final class PsyncClient extends RedisSocketReplicator {
    private static final String FULL_DUMP_FOLLOWS = "FULLRESYNC";

    private final LiveAddress address;
    private final Consumer<Entry> entries;
    private boolean whole;

    PsyncClient(LiveAddress address, Consumer<Entry> entries) {
        super(address.host(), address.port(), configuration(address));
        this.address = address;
        this.entries = entries;
        setRdbVisitor(new RdbVisitor(this));
    }

    /** One attempt, and no read-ahead thread: it would hide the read timeout. */
    private static Configuration configuration(LiveAddress address) {
        return Configuration.defaultSetting()
                .setConnectionTimeout((int) address.connectTimeout().toMillis())
                .setReadTimeout((int) address.readTimeout().toMillis())
                .setRetries(1)
                .setRetryTimeInterval(0)
                .setAsyncCachedBytes(0)
                .setUseDefaultExceptionListener(false);
    }

    /** Whether the end mark of the dump was seen; without it the dump is torn. */
    boolean whole() {
        return whole;
    }

    /** Bytes received so far. */
    long received() {
        return inputStream == null ? 0 : inputStream.total();
    }

    @Override
    protected void establishConnection() throws IOException {
        connect();
        logIn();
        // A server before 7.0 does not know rdb-only and says so; it then treats this client as any replica.
        ask("REPLCONF", "rdb-only", "1");
        // Lets the server send the dump without writing it to its own disk first, where it is set up so.
        ask("REPLCONF", "capa", "eof", "capa", "psync2");
    }

    private void logIn() throws IOException {
        if (address.password() == null) {
            return;
        }
        byte[] password = utf8(address.password().get());
        try {
            if (address.user() == null) {
                send(ascii("AUTH"), password);
            } else {
                send(ascii("AUTH"), address.user().getBytes(StandardCharsets.UTF_8), password);
            }
        } finally {
            Arrays.fill(password, (byte) 0);
        }
        String answer = answer();
        // A password where none is set is no reason to leave: scripts pass one to every server alike.
        if (!answer.equals("OK") && !answer.contains("without any password") && !answer.contains("no password")) {
            throw Refusal.of(address, answer);
        }
    }

    private static byte[] utf8(char[] password) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        Arrays.fill(password, '\0');
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        encoded.clear().put(new byte[encoded.capacity()]);
        return bytes;
    }

    private void ask(String command, String... arguments) throws IOException {
        send(ascii(command), Arrays.stream(arguments).map(PsyncClient::ascii).toArray(byte[][]::new));
        String answer = answer();
        if (!answer.equals("OK") && !unknownOption(answer)) {
            throw Refusal.of(address, answer);
        }
    }

    private static boolean unknownOption(String answer) {
        return answer.startsWith("ERR") && answer.contains("REPLCONF");
    }

    private String answer() throws IOException {
        Object answer = reply();
        return answer instanceof byte[] line ? Bytes.wrap(line).toString() : String.valueOf(answer);
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected SyncMode trySync(String answer) throws IOException {
        if (!answer.startsWith(FULL_DUMP_FOLLOWS)) {
            throw Refusal.of(address, answer);
        }
        parseDump(this);
        close();
        return SyncMode.PSYNC;
    }

    @Override
    public void submitEvent(Event event, Tuple2<Long, Long> offsets) {
        if (event instanceof KeyValuePair<?, ?> pair) {
            entries.accept(EntryDecoder.entry(pair));
        } else if (event instanceof PostRdbSyncEvent) {
            whole = true;
        }
    }
}
