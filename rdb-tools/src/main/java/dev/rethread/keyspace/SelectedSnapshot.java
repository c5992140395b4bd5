package dev.rethread.keyspace;

import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Those keys of {@code all} that {@code chosen} accepts; the others are as if no source had ever had them. */
public record SelectedSnapshot(Snapshot all, Predicate<Key> chosen) implements Snapshot {
    @Override
    public String source() {
        return all.source();
    }

    @Override
    public boolean complete() {
        return all.complete();
    }

    @Override
    public long written() {
        return all.written();
    }

    @Override
    public Collection<Key> keys() {
        return all.keys().stream().filter(chosen).toList();
    }

    @Override
    public @Nullable Entry get(Key key) {
        return chosen.test(key) ? all.get(key) : null;
    }

    @Override
    public void walk(KeySink sink) {
        all.walk((key, expireAt, sure) -> chosen.test(key) ? sink.key(key, expireAt, sure) : null);
    }

    @Override
    public String fileOf(Key key) {
        return all.fileOf(key);
    }

    @Override
    public boolean partial(Key key) {
        return all.partial(key);
    }

    @Override
    public long fingerprint(Key key) {
        return chosen.test(key) ? all.fingerprint(key) : 0;
    }
}
