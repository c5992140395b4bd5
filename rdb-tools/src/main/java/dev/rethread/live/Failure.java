package dev.rethread.live;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way, in the operator's words. */
final class Failure {
    private Failure() {}

    static LiveException lost(LiveAddress address, int keys, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return new LiveException(address + ": no such host", "Check the host's name.", cause);
        } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new LiveException(
                    address + " cannot be reached: " + cause.getMessage(),
                    "Check host and port, and that the server runs.",
                    cause);
        } else if (cause instanceof SocketTimeoutException) {
            return new LiveException(
                    address + " did not answer in time: " + cause.getMessage() + after(keys),
                    "See whether the server hangs or is still preparing its dump, or allow a longer timeout.",
                    cause);
        } else if (cause instanceof EOFException) {
            return torn(address, keys, cause);
        }
        return new LiveException(
                address + " broke off: " + cause.getMessage() + after(keys),
                "See the server's log for the reason, then try again.",
                cause);
    }

    static LiveException torn(LiveAddress address, int keys, @Nullable Throwable cause) {
        return new LiveException(
                address + " closed the connection before the end of its dump" + after(keys),
                "See the server's log: its fork may have failed, or its replica output buffer may be too small.",
                cause);
    }

    static LiveException unreadable(LiveAddress address, int keys, Throwable cause) {
        if (keys == 0 && String.valueOf(cause.getMessage()).startsWith("expect [")) {
            return new LiveException(
                    address + " does not answer as a Redis server", "Check host and port; TLS is not spoken.", cause);
        }
        return new LiveException(
                address + " sent a dump that cannot be decoded" + after(keys) + ": " + cause,
                "The server may be newer than RDB version 12 or use modules; take a dump file from it instead.",
                cause);
    }

    private static String after(int keys) {
        return keys == 0 ? "" : " (after " + keys + " keys)";
    }
}
