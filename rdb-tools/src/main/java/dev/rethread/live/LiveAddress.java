package dev.rethread.live;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a live server listens and how to be let in. Prints as {@code host:port}, never with the password.
 *
 * @param user an ACL user (Redis 6), or null for the default user
 * @param password a fresh copy of the password at every call, which the caller overwrites after use; null where the
 *     server asks for none
 * @param connectTimeout how long a connection may take to come up
 * @param readTimeout how long the server may stay silent; a server that waits for its dump sends a line feed every
 *     second or so
 */
public record LiveAddress(
        String host,
        int port,
        @Nullable String user,
        @Nullable Supplier<char[]> password,
        Duration connectTimeout,
        Duration readTimeout) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(60);
    private static final int LAST_PORT = 65535;

    public LiveAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("no host");
        }
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and " + LAST_PORT);
        }
        if (user != null && password == null) {
            throw new IllegalArgumentException("user " + user + " needs a password");
        }
        positive("connect timeout", connectTimeout);
        positive("read timeout", readTimeout);
    }

    public static LiveAddress of(String host, int port) {
        return new LiveAddress(host, port, null, null, CONNECT, READ);
    }

    public LiveAddress withPassword(@Nullable String user, Supplier<char[]> password) {
        return new LiveAddress(host, port, user, password, connectTimeout, readTimeout);
    }

    public LiveAddress withTimeouts(Duration connect, Duration read) {
        return new LiveAddress(host, port, user, password, connect, read);
    }

    /** In milliseconds a socket must see at least 1, since 0 means for ever. */
    private static void positive(String name, Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " of " + timeout);
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
