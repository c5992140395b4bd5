package dev.rethread.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes on to a server, until so many have gone one way; then every connection breaks. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final AtomicInteger own = new AtomicInteger(Integer.MAX_VALUE);
    private volatile int other;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong toServer = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong toClient = new AtomicLong(Long.MAX_VALUE);

    private CuttingProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    static CuttingProxy to(int port) {
        try {
            CuttingProxy proxy = new CuttingProxy(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()), port);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Connections after so many end at another server. */
    void moveAfter(int connections, int port) {
        other = port;
        own.set(connections);
    }

    void allow(long bytes, boolean towardsServer) {
        (towardsServer ? toServer : toClient).set(bytes);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server =
                        new Socket(InetAddress.getLoopbackAddress(), own.getAndDecrement() > 0 ? target : other);
                sockets.addAll(List.of(client, server));
                daemon(() -> pass(client, server, toServer));
                daemon(() -> pass(server, client, toClient));
            }
        } catch (IOException closed) {
            breakAll();
        }
    }

    private void pass(Socket from, Socket to, AtomicLong allowed) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[4096];
            int length;
            while ((length = in.read(chunk)) >= 0) {
                long left = allowed.addAndGet(-length);
                out.write(chunk, 0, left >= 0 ? length : (int) Math.max(0, length + left));
                out.flush();
                if (left < 0) {
                    break;
                }
            }
        } catch (IOException broken) {
            // The other direction has broken it.
        }
        breakAll();
    }

    private void breakAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        breakAll();
    }
}
