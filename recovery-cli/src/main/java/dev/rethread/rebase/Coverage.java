package dev.rethread.rebase;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Profile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How much of a forum one source holds, and of when. Times are those that items carry, not those of the file: a dump
 * written yesterday can hold the forum of last month.
 *
 * @param items kind of item to how many
 * @param from the oldest creation time of an item, Unix ms; 0 if none is known
 * @param to the newest moment that any item names, Unix ms; 0 if none is known
 */
public record Coverage(Map<String, Long> items, long from, long to) {
    public Coverage {
        items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }

    /** Reads all of {@code evidence} once. */
    public static Coverage of(Profile profile, Evidence evidence) {
        Counter counter = new Counter(profile);
        if (evidence instanceof Evidence.Keyspace keyspace) {
            counter.keyspace(keyspace.snapshot());
        } else if (evidence instanceof Evidence.Documents documents) {
            DocumentMapper mapper = new DocumentMapper(profile);
            documents
                    .reader()
                    .forEach(document -> mapper.map(documents.name(), document).stream()
                            .filter(partial -> !partial.mention())
                            .forEach(partial -> counter.item(partial.kind(), partial.fields())));
        }
        return counter.result();
    }

    private static final class Counter {
        private final Profile profile;
        private final KeyRoles roles;
        private final Map<String, Long> items = new LinkedHashMap<>();
        private long from = Long.MAX_VALUE;
        private long to;

        Counter(Profile profile) {
            this.profile = profile;
            this.roles = new KeyRoles(profile);
            profile.items().keySet().forEach(kind -> items.put(kind, 0L));
        }

        void keyspace(Snapshot snapshot) {
            for (Key key : snapshot.keys()) {
                if (roles.of(key) instanceof KeyRole.ItemKey item) {
                    Entry entry = snapshot.get(key);
                    if (entry != null) {
                        item(item.kind(), Objects.requireNonNullElse(Branches.fields(entry), Map.of()));
                    }
                }
            }
        }

        void item(String kind, Map<String, Bytes> fields) {
            ItemRule rule = profile.item(kind);
            items.merge(kind, 1L, Long::sum);
            long at = rule.time() == null ? 0 : Numbers.orZero(fields.get(rule.time()));
            from = at > 0 ? Math.min(from, at) : from;
            to = Math.max(to, LostRecord.newestTime(rule, fields));
        }

        Coverage result() {
            items.values().removeIf(count -> count == 0);
            return new Coverage(items, from == Long.MAX_VALUE ? 0 : from, to);
        }
    }
}
