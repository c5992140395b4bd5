package dev.rethread.live;

import java.util.List;

/**
 * What a server says instead of a dump, in the operator's words.
 *
 * @param sign how the server's answer starts, or a part of it
 */
record Refusal(String sign, String meaning, String hint) {
    private static final List<Refusal> KNOWN = List.of(
            new Refusal("NOAUTH", "wants a password", "Give the password of a user that may replicate."),
            new Refusal("operation not permitted", "wants a password", "Give the server's password."),
            new Refusal("WRONGPASS", "refuses this user and password", "Check the user and the password."),
            new Refusal("invalid password", "refuses this password", "Check the password."),
            new Refusal(
                    "NOPERM",
                    "does not let this user replicate",
                    "Use a user whose ACL has +psync and +replconf, as a replica's user has."),
            new Refusal("LOADING", "is still loading its own dump", "Wait until it has loaded, then try again."),
            new Refusal(
                    "NOMASTERLINK",
                    "is a replica without a link to its master",
                    "Read the master itself, or restore that link first."),
            new Refusal(
                    "MASTERDOWN",
                    "is a replica without a link to its master",
                    "Read the master itself, or restore that link first."),
            new Refusal(
                    "max number of clients",
                    "accepts no more clients",
                    "Stop what floods it with connections, or raise maxclients."),
            new Refusal("BUSY", "is busy with a script", "Wait for the script to end, then try again."),
            new Refusal(
                    "DENIED", "is in protected mode", "Run this on the server's own machine, or give it a password."),
            new Refusal(
                    "unknown command",
                    "does not speak replication",
                    "Name the Redis server, not a proxy or a sentinel."));

    static LiveException of(LiveAddress address, String answer) {
        for (Refusal refusal : KNOWN) {
            if (answer.contains(refusal.sign)) {
                return new LiveException(address + " " + refusal.meaning + ": " + answer, refusal.hint);
            }
        }
        return new LiveException(
                address + " gave no dump: " + answer, "See the server's log for the reason it refused PSYNC.");
    }
}
