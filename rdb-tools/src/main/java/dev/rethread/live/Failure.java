package dev.rethread.live;

import dev.rethread.source.Damage;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way, in the operator's words. */
final class Failure {
    private Failure() {}

    static LiveException lost(LiveAddress address, long received, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return new LiveException(address + ": no such host", "Check the host's name.", cause);
        } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new LiveException(
                    address + " cannot be reached: " + cause.getMessage(),
                    "Check host and port, and that the server runs.",
                    cause);
        } else if (cause instanceof SocketTimeoutException) {
            return new LiveException(
                    address + " did not answer in time: " + cause.getMessage() + after(received),
                    "See whether the server hangs or is still preparing its dump, or allow a longer timeout.",
                    cause);
        } else if (cause instanceof EOFException) {
            return torn(address, received, cause);
        }
        return new LiveException(
                address + " broke off: " + cause.getMessage() + after(received),
                "See the server's log for the reason, then try again.",
                cause);
    }

    static LiveException torn(LiveAddress address, long received, @Nullable Throwable cause) {
        return new LiveException(
                address + " closed the connection before the end of its dump" + after(received),
                "See the server's log: its fork may have failed, or its replica output buffer may be too small.",
                cause);
    }

    static LiveException unreadable(LiveAddress address, long received, Throwable cause) {
        if (received == 0 && String.valueOf(cause.getMessage()).startsWith("expect [")) {
            return new LiveException(
                    address + " does not answer as a Redis server", "Check host and port; TLS is not spoken.", cause);
        }
        return undecodable(address, received, cause.toString(), cause);
    }

    /** Without the key, which may be the id of somebody's session. */
    static LiveException damaged(LiveAddress address, long received, List<Damage> damages) {
        String first = damages.stream()
                .findFirst()
                .map(damage -> damage.span() + " " + damage.doing() + ": " + damage.problem())
                .orElse("it does not end as a dump does");
        return undecodable(address, received, first, null);
    }

    private static LiveException undecodable(
            LiveAddress address, long received, String problem, @Nullable Throwable cause) {
        return new LiveException(
                address + " sent a dump that cannot be decoded" + after(received) + ": " + problem,
                "Take a dump file from it instead; 'rethread inventory' shows what of that can be read.",
                cause);
    }

    private static String after(long received) {
        return received == 0 ? "" : " (after " + received + " bytes)";
    }
}
