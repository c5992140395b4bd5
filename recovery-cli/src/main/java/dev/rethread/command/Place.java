package dev.rethread.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.rethread.keyspace.Snapshot;
import java.util.List;
import java.util.function.Supplier;

/**
 * A keyspace that a command was pointed at.
 *
 * @param name as the operator typed it
 * @param kind {@code rdb}, {@code aof}, {@code appendonlydir} or {@code live}
 * @param damaged what could not be read so far, one line each
 * @param notes what else an operator should know
 */
record Place(
        String name,
        String kind,
        @JsonIgnore Snapshot snapshot,
        @JsonIgnore Supplier<List<String>> damaged,
        List<String> notes) {
    /** What could not be read so far: a value may turn out damaged when it is asked for. */
    List<String> damages() {
        return damaged.get();
    }

    boolean complete() {
        return snapshot.complete();
    }
}
