package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Snapshot;
import java.util.List;
import java.util.function.Supplier;

/**
 * A keyspace that a command was pointed at.
 *
 * @param name as the operator typed it
 * @param kind {@code rdb}, {@code aof}, {@code appendonlydir} or {@code live}
 * @param damaged what could not be read so far, one line each
 * @param libraries the sources of its function libraries, as far as its kind tells them
 * @param notes what else an operator should know
 */
record Place(
        String name,
        String kind,
        Snapshot snapshot,
        Supplier<List<String>> damaged,
        Supplier<List<Bytes>> libraries,
        List<String> notes) {
    /** What could not be read so far: a value may turn out damaged when it is asked for. */
    List<String> damages() {
        return damaged.get();
    }

    /** The sources of the function libraries; looks for them only now. */
    List<Bytes> functions() {
        return libraries.get();
    }

    boolean complete() {
        return snapshot.complete();
    }

    /**
     * @param otherwise what else to do than to salvage
     * @throws OperatorException if it is not whole
     */
    void requireWhole(String otherwise) {
        if (!complete()) {
            throw new OperatorException(
                    name + ": is not whole; " + damages().stream().findFirst().orElse(""),
                    "'rethread salvage' gets everything readable out of a damaged file; " + otherwise,
                    ExitCode.PRECONDITION);
        }
    }
}
