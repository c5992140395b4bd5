package dev.rethread.server;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.plan.PlanHeader;
import java.util.ArrayList;
import java.util.List;

/** What forbids a replay to write to a server. Pure: looked at before the first write and before every batch. */
public final class Fences {
    private static final int FULL_PERCENT = 95;

    /** A fence that does not hold: what is wrong, and what to do about it. */
    public record Violation(String message, String hint) {}

    private Fences() {}

    /** Every fence that does not hold; empty if the plan may be written. */
    public static List<Violation> check(ServerState server, PlanHeader plan) {
        String address = plan.target().address();
        List<Violation> found = new ArrayList<>();
        identity(server, plan, found);
        kind(server, address, found);
        memory(server, address, found);
        persistence(server, address, found);
        return found;
    }

    /** Whether it still holds what the plan was computed from. */
    private static void identity(ServerState server, PlanHeader plan, List<Violation> found) {
        String address = plan.target().address();
        if (!server.runId().equals(plan.target().runId())) {
            found.add(new Violation(
                    address + " was restarted since the plan: it may have rolled back again",
                    "Stage and plan again; a run that is not finished is given up with --abandon first."));
        }
        if (tookOver(server, plan)) {
            found.add(new Violation(
                    address + " was a replica of another server since the plan: its data may be that server's",
                    "Stage and plan again; a run that is not finished is given up with --abandon first."));
        }
    }

    private static void kind(ServerState server, String address, List<Violation> found) {
        if (!server.role().equals("master")) {
            found.add(new Violation(
                    address + " is not a master: its role is '" + server.role() + "'", "Name the master."));
        }
        if (server.number("loading") != 0 || server.number("async_loading") != 0) {
            found.add(new Violation(address + " is still loading its data", "Wait until it has loaded."));
        }
        if (server.number("cluster_enabled") != 0 || server.text("redis_mode").equals("cluster")) {
            found.add(new Violation(
                    address + " is a node of a cluster, which is not supported yet",
                    "Restore into a single server, and move the keys from there."));
        }
        if (!scripts(server.version())) {
            found.add(new Violation(
                    address + " is Redis " + server.version() + ", which runs no scripts",
                    "Restore into Redis 2.6 or later."));
        }
    }

    /**
     * Throws the first fence that does not hold.
     *
     * @throws OperatorException if there is one
     */
    public static void require(ServerState server, PlanHeader plan) {
        for (Violation violation : check(server, plan)) {
            throw new OperatorException(violation.message(), violation.hint(), ExitCode.PRECONDITION);
        }
    }

    /**
     * A replica that is promoted keeps its run_id, and its former master's replication id as its second one. A server
     * that never synchronised keeps its own there; one that drops its backlog for want of replicas has none.
     */
    private static boolean tookOver(ServerState server, PlanHeader plan) {
        String planned = plan.target().replicationId();
        String second = server.text("master_replid2");
        return !server.text("master_replid").equals(planned)
                && !second.equals(planned)
                && !second.chars().allMatch(digit -> digit == '0');
    }

    private static boolean scripts(String version) {
        String[] parts = version.split("\\.", -1);
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return major > 2 || (major == 2 && minor >= 6);
        } catch (NumberFormatException unknown) {
            return false;
        }
    }

    /** Whatever the policy: writes would be refused, or push people's posts out. */
    private static void memory(ServerState server, String address, List<Violation> found) {
        long most = server.number("maxmemory");
        long used = server.number("used_memory");
        if (most > 0 && used > most / 100 * FULL_PERCENT) {
            found.add(new Violation(
                    address + " uses " + used + " of " + most + " bytes of maxmemory", "Raise maxmemory."));
        }
    }

    /** What is restored must not be lost with the next restart. */
    private static void persistence(ServerState server, String address, List<Violation> found) {
        for (String field : List.of("rdb_last_bgsave_status", "aof_last_write_status")) {
            if (server.failing(field)) {
                found.add(new Violation(
                        address + " cannot save its data: " + field + " is '" + server.text(field) + "'",
                        "See its log, and mend its disk or its persistence."));
            }
        }
    }
}
