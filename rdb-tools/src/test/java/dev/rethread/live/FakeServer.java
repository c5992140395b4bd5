package dev.rethread.live;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that lets a client in and then answers PSYNC with whatever bytes the test wants, for faults. */
final class FakeServer implements AutoCloseable {
    private final ServerSocket socket;
    private final byte[] answer;
    private final boolean hold;
    private final int piece;

    private FakeServer(byte[] answer, boolean hold) throws IOException {
        this(answer, hold, answer.length);
    }

    private FakeServer(byte[] answer, boolean hold, int piece) throws IOException {
        this.piece = piece;
        this.socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.answer = answer;
        this.hold = hold;
        Thread thread = new Thread(this::serve, "fake server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers PSYNC with {@code line}. */
    static FakeServer answering(String line) throws IOException {
        return new FakeServer((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1), false);
    }

    /** Sends the dump as a file of {@code announced} bytes, then hangs up. */
    static FakeServer sending(byte[] dump, int announced) throws IOException {
        return new FakeServer(header(announced, dump), false);
    }

    /** Sends the dump with this mark behind it, in pieces of some bytes, then says nothing more. */
    static FakeServer marked(byte[] dump, String mark, int piece) throws IOException {
        return new FakeServer(marked(dump, mark, mark), true, piece);
    }

    /** Sends the dump and all but the last byte of its mark, then hangs up. */
    static FakeServer markedAndCut(byte[] dump, String mark) throws IOException {
        return new FakeServer(marked(dump, mark, mark.substring(1)), false);
    }

    private static byte[] marked(byte[] dump, String mark, String end) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(("+FULLRESYNC 0123456789012345678901234567890123456789 0\r\n\n$EOF:" + mark + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(dump);
        out.write(end.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /** Sends the dump, then says nothing more. */
    static FakeServer fallingSilentAfter(byte[] dump, int announced) throws IOException {
        return new FakeServer(header(announced, dump), true);
    }

    private static byte[] header(int announced, byte[] dump) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(
                "+FULLRESYNC 0123456789012345678901234567890123456789 0\r\n\n\n$".getBytes(StandardCharsets.US_ASCII));
        out.write((announced + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(dump);
        return out.toByteArray();
    }

    LiveAddress address() {
        return LiveAddress.of("127.0.0.1", socket.getLocalPort());
    }

    private void serve() {
        try (Socket client = accept();
                OutputStream out = client.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("REPLCONF")) {
                    out.write("+OK\r\n".getBytes(StandardCharsets.US_ASCII));
                } else if (line.equals("PSYNC")) {
                    in.readLine();
                    in.readLine();
                    in.readLine();
                    in.readLine();
                    for (int at = 0; at < answer.length; at += piece) {
                        out.write(answer, at, Math.min(piece, answer.length - at));
                        out.flush();
                    }
                    if (!hold) {
                        return;
                    }
                }
            }
        } catch (IOException clientLeft) {
            // The test asserts on what the client makes of it.
        }
    }

    /** Every piece leaves at once. */
    private Socket accept() throws IOException {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        return client;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
