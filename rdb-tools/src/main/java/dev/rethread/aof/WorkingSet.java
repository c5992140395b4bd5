package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.SetValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;

final class WorkingSet implements Working {
    final Set<Bytes> members;

    WorkingSet() {
        members = Collections.newSetFromMap(new CompactMap<>(CompactMap.PRESENCE));
    }

    WorkingSet(Collection<Bytes> members) {
        this();
        this.members.addAll(members);
    }

    @Override
    public Value freeze() {
        return new SetValue(members);
    }

    @Override
    public boolean isEmpty() {
        return members.isEmpty();
    }
}
