package dev.rethread.live;

import com.moilioncircle.redis.replicator.Configuration;
import com.moilioncircle.redis.replicator.RedisSocketReplicator;
import dev.rethread.keyspace.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One connection that asks for one dump and leaves.
 *
 * <p>The library carries requests and answers; the dump itself is handed on undecoded. Of its conversation little is
 * kept: it logs in with the password in a String, keeps asking a server that is loading, falls back to the old SYNC on
 * every error, and announces a port to be reached at, by which a Sentinel would list this reader as a replica.
 *
 * <pre>
 * $LENGTH CR LF and as many bytes                     from the server's disk
 * $EOF:MARK CR LF, bytes, MARK of 40 random digits    straight from its memory
 * LF                                                  any number before either, while it prepares the dump
 * </pre>
 */
final class PsyncClient extends RedisSocketReplicator {
    private static final String FULL_DUMP_FOLLOWS = "FULLRESYNC";
    private static final String MARKED = "$EOF:";
    private static final int MARK = 40;
    private static final int CHUNK = 1 << 16;
    /** No server's line is longer. */
    private static final int LONGEST_LINE = 1 << 12;

    private final LiveAddress address;
    private final Sink dump;
    private boolean whole;

    /** Takes the dump as it comes: the first {@code length} of {@code bytes}, lent. */
    interface Sink {
        void add(byte[] bytes, int length);
    }

    PsyncClient(LiveAddress address, Sink dump) {
        super(address.host(), address.port(), configuration(address));
        this.address = address;
        this.dump = dump;
    }

    /** One attempt, and no read-ahead thread: it would hide the read timeout. */
    private static Configuration configuration(LiveAddress address) {
        return Configuration.defaultSetting()
                .setConnectionTimeout((int) address.connectTimeout().toMillis())
                .setReadTimeout((int) address.readTimeout().toMillis())
                .setRetries(1)
                .setRetryTimeInterval(0)
                .setAsyncCachedBytes(0)
                .setBufferSize(CHUNK)
                .setUseDefaultExceptionListener(false);
    }

    /** Whether all of the dump came; otherwise it is torn. */
    boolean whole() {
        return whole;
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
        receive();
        whole = true;
        close();
        return SyncMode.PSYNC;
    }

    private void receive() throws IOException {
        String header = line();
        if (!header.startsWith("$")) {
            throw Refusal.of(address, header.startsWith("-") ? header.substring(1) : header);
        } else if (header.startsWith(MARKED) && header.length() == MARKED.length() + MARK) {
            receiveUntil(ascii(header.substring(MARKED.length())));
        } else {
            receive(Long.parseLong(header.substring(1)));
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = inputStream.read(); next != '\n' || line.isEmpty(); next = inputStream.read()) {
            if (next != '\n' && next != '\r') {
                line.append((char) next);
            }
            if (line.length() > LONGEST_LINE) {
                throw Refusal.of(address, "a line without an end");
            }
        }
        return line.toString();
    }

    private void receive(long length) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (long left = length; left > 0; ) {
            int read = some(chunk, 0, (int) Math.min(chunk.length, left));
            dump.add(chunk, read);
            left -= read;
        }
    }

    /** What may be a part of the mark is held back; a server sends nothing behind it until it is answered. */
    private void receiveUntil(byte[] mark) throws IOException {
        byte[] chunk = new byte[CHUNK + MARK];
        int held = some(chunk, 0, CHUNK);
        while (!endsIn(mark, chunk, held)) {
            int sure = Math.max(0, held - MARK);
            dump.add(chunk, sure);
            System.arraycopy(chunk, sure, chunk, 0, held - sure);
            held -= sure;
            held += some(chunk, held, CHUNK);
        }
        dump.add(chunk, held - MARK);
    }

    private static boolean endsIn(byte[] mark, byte[] bytes, int end) {
        return end >= MARK && Arrays.equals(bytes, end - MARK, end, mark, 0, MARK);
    }

    /** At least one byte, then what is at hand: asked for more, the library's stream would wait for all of it. */
    private int some(byte[] into, int at, int most) throws IOException {
        into[at] = (byte) inputStream.read();
        int more = Math.min(most - 1, inputStream.tail() - inputStream.head());
        if (more > 0) {
            inputStream.read(into, at + 1, more);
        }
        return 1 + more;
    }
}
