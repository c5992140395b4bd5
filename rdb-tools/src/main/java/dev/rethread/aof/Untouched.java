package dev.rethread.aof;

import dev.rethread.keyspace.Value;

/** A value as the preamble holds it, not yet changed by a command. */
record Untouched(Value value) implements Working {
    @Override
    public Value freeze() {
        return value;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
