package dev.rethread.server;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.live.LiveAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What a server refused or failed at, in the operator's words. Neither passwords nor values: of a server's answer only
 * what stands before the arguments it repeats.
 *
 * @param sign what the server's answer contains
 */
public record ServerFailure(String sign, String meaning, String hint, ExitCode exitCode) {
    private static final int LONGEST = 160;

    private static final List<ServerFailure> KNOWN = List.of(
            source(
                    "WRONGPASS",
                    "refuses this user and password",
                    "Check user and password; give them as redis://user@host and RETHREAD_PASSWORD or --password-file."),
            source(
                    "invalid password",
                    "refuses this password",
                    "Check what RETHREAD_PASSWORD or --password-file gives."),
            source("AUTH <password> called without", "has no password", "Leave the password out."),
            source("no password is set", "has no password", "Leave the password out."),
            source("NOAUTH", "wants a password", "Give it as RETHREAD_PASSWORD or with --password-file."),
            source(
                    "operation not permitted",
                    "wants a password",
                    "Give it as RETHREAD_PASSWORD or with --password-file."),
            source(
                    "NOPERM",
                    "does not permit this user a command",
                    "Use a user whose ACL has +@read +@write +info +select +time +script +evalsha and the keys ~*."),
            source(
                    "can't run this command",
                    "does not permit this user a command",
                    "Use a user whose ACL has +@read +@write +info +select +time +script +evalsha and the keys ~*."),
            source("DENIED", "is in protected mode", "Run this on the server's own machine, or give it a password."),
            source(
                    "max number of clients",
                    "accepts no more clients",
                    "Stop what floods it with connections, or raise maxclients."),
            state("LOADING", "is still loading its data", "Wait until it has loaded."),
            state("OOM", "is out of memory", "Raise maxmemory."),
            state("READONLY", "is a replica", "Name the master."),
            state("MISCONF", "cannot save its data", "See its log, and mend its disk or its persistence."),
            state(
                    "NOREPLICAS",
                    "has too few replicas in sync",
                    "Bring its replicas back, or lower min-replicas-to-write."),
            state("BUSY", "is busy with a script", "Wait for that script to end."),
            state("CLUSTERDOWN", "is a node of a cluster that is down", "Clusters are not supported yet."),
            state("MOVED", "is a node of a cluster", "Clusters are not supported yet."),
            state("MASTERDOWN", "is a replica without a link to its master", "Name the master."),
            state("SUPERSEDED", "has lost the marker of this replay", "Make sure that no other replay of it runs."),
            state("NOSCRIPT", "forgets its scripts", "Make sure that nobody calls SCRIPT FLUSH now."));

    private static ServerFailure source(String sign, String meaning, String hint) {
        return new ServerFailure(sign, meaning, hint, ExitCode.SOURCE);
    }

    private static ServerFailure state(String sign, String meaning, String hint) {
        return new ServerFailure(sign, meaning, hint, ExitCode.PRECONDITION);
    }

    /** The failure of one command or connection. A server's answer is no cause: it may repeat what it was sent. */
    public static OperatorException of(LiveAddress address, JedisException failure) {
        if (failure instanceof JedisConnectionException) {
            return connection(address, failure);
        }
        String answer = firstWords(String.valueOf(failure.getMessage()));
        for (ServerFailure known : KNOWN) {
            if (answer.contains(known.sign)) {
                return new OperatorException(address + " " + known.meaning, known.hint, known.exitCode);
            }
        }
        return new OperatorException(address + " answers: " + answer, "See the server's log.", ExitCode.SOURCE);
    }

    private static OperatorException connection(LiveAddress address, JedisException failure) {
        Throwable root = root(failure);
        String problem;
        String hint = "Check host and port, and that the server runs.";
        if (root instanceof UnknownHostException) {
            problem = ": no such host";
        } else if (root instanceof SocketTimeoutException) {
            problem = " did not answer in time";
            hint = "See whether the server hangs.";
        } else {
            problem = " cannot be reached: " + firstWords(String.valueOf(root.getMessage()));
        }
        return new OperatorException(address + problem, hint, ExitCode.SOURCE, failure);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getSuppressed().length > 0 ? root.getSuppressed()[0] : root;
    }

    /** An unknown command's arguments would follow. */
    private static String firstWords(String answer) {
        String line = answer.lines().findFirst().orElse("");
        int arguments = line.indexOf(", with args");
        String words = arguments < 0 ? line : line.substring(0, arguments);
        return words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
    }
}
