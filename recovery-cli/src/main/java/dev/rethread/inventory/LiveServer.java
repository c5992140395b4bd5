package dev.rethread.inventory;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.live.LiveAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads {@code redis://[user@]host[:port]}. A password never stands in it: addresses end up in files and logs. */
public final class LiveServer {
    private static final String SCHEME = "redis";
    private static final int DEFAULT_PORT = 6379;

    private LiveServer() {}

    /** Whether {@code live} names a server; otherwise it is the path of a dump. */
    public static boolean isAddress(String live) {
        return live.contains("://");
    }

    /**
     * The server that {@code url} names.
     *
     * @param password null where none was given
     * @throws OperatorException if it is no such address, or holds a password
     */
    public static LiveAddress address(String url, @Nullable Supplier<char[]> password) {
        URI uri = parse(url);
        String userInfo = uri.getUserInfo();
        if (userInfo != null && userInfo.contains(":")) {
            throw new OperatorException(
                    "the address of the live server holds a password",
                    "Take it out of there, and give it as RETHREAD_PASSWORD or with --password-file.",
                    ExitCode.USAGE);
        }
        if (userInfo != null && password == null) {
            throw new OperatorException(
                    "user " + userInfo + " of the live server has no password",
                    "Give it as RETHREAD_PASSWORD or with --password-file.",
                    ExitCode.USAGE);
        }
        LiveAddress address = LiveAddress.of(host(uri), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
        return password == null ? address : address.withPassword(userInfo, password);
    }

    private static URI parse(String url) {
        try {
            URI uri = new URI(url);
            boolean plain = uri.getPath() == null
                    || uri.getPath().isEmpty()
                    || uri.getPath().equals("/");
            if (SCHEME.equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() != 0 && plain) {
                return uri;
            }
        } catch (URISyntaxException notAnAddress) {
            // Not repeated in the message: what is no address may hold a password.
        }
        throw new OperatorException(
                "the live server's address is not understood",
                "Write redis://[user@]host[:port]; the profile says which database. TLS is not supported yet.",
                ExitCode.USAGE);
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
