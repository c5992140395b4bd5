package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue.Pending;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands on streams; those on their consumer groups too. Reading a group is logged as XCLAIM and XGROUP SETID. */
final class StreamCommands {
    private static final StreamId LARGEST = new StreamId(-1, -1);

    static final List<CommandRule> RULES = List.of(
            CommandRule.of("XADD", -5, StreamCommands::add),
            CommandRule.of("XTRIM", -4, StreamCommands::trim),
            CommandRule.of("XDEL", -3, call -> delete(call, 2, call.count(), References.KEEP)),
            CommandRule.of("XDELEX", -5, StreamCommands::deleteWithOptions),
            CommandRule.of("XSETID", -3, StreamCommands::setId),
            CommandRule.of("XACK", -4, StreamCommands::acknowledge),
            CommandRule.of("XACKDEL", -6, StreamCommands::acknowledgeAndDelete),
            CommandRule.of("XCLAIM", -6, StreamCommands::claim),
            new CommandRule("XGROUP", -4, 2, 2, 1, StreamCommands::group));

    private StreamCommands() {}

    private static @Nullable WorkingStream find(Call call) {
        return call.find(call.key(1), WorkingStream.class);
    }

    private static void add(Call call) {
        TrimOptions options = TrimOptions.parse(call, 2);
        int at = options.end();
        int fields = call.count() - at - 1;
        if (fields < 2 || fields % 2 != 0) {
            throw new RefusedException("wrong number of arguments");
        }
        if (options.idempotent() && call.word(at).equals("*")) {
            return; // logged so where the entry had been added before
        }
        StreamId id = StreamIds.parse(call.argument(at));
        WorkingStream present = find(call);
        if (id.compareTo(present == null ? StreamId.ZERO : present.lastId) <= 0) {
            throw new RefusedException("the id is not behind the last");
        }
        if (present == null && options.onlyIfPresent()) {
            return;
        }
        Bytes[] content = new Bytes[fields];
        for (int i = 0; i < fields; i++) {
            content[i] = call.argument(at + 1 + i);
        }
        WorkingStream stream = call.obtain(call.key(1), WorkingStream.class, WorkingStream::new);
        stream.add(id, content);
        call.changed(call.key(1));
        trim(call, options, stream);
        if (options.idempotent()) {
            call.inexact(call.key(1), "who produced the entry is not kept");
        }
    }

    private static void trim(Call call) {
        TrimOptions options = TrimOptions.parse(call, 2);
        if (options.end() != call.count() || !options.cuts()) {
            throw new RefusedException("syntax");
        }
        WorkingStream stream = find(call);
        if (stream != null) {
            trim(call, options, stream);
            call.changed(call.key(1));
        }
    }

    private static void trim(Call call, TrimOptions options, WorkingStream stream) {
        String doubt = options.trim(stream);
        if (doubt != null) {
            call.inexact(call.key(1), doubt);
        }
    }

    private static List<StreamId> ids(Call call, int from, int to) {
        List<StreamId> ids = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            ids.add(StreamIds.parse(call.argument(i)));
        }
        return ids;
    }

    private static void delete(Call call, int from, int to, References references) {
        List<StreamId> ids = ids(call, from, to);
        WorkingStream stream = find(call);
        if (stream != null) {
            ids.stream().filter(id -> references.mayDelete(stream, id)).forEach(stream::delete);
            call.changed(call.key(1));
        }
    }

    /** {@code [KEEPREF|DELREF|ACKED] IDS n id ...} in any order. */
    private record Listed(References references, int from, int to) {
        static Listed parse(Call call, int start) {
            References references = References.KEEP;
            int from = 0;
            int to = 0;
            int at = start;
            while (at < call.count()) {
                References named = References.named(call.word(at));
                if (named != null) {
                    references = named;
                    at++;
                } else {
                    from = at + 2;
                    to = from + count(call, at);
                    at = to;
                }
            }
            if (from == 0) {
                throw new RefusedException("syntax");
            }
            return new Listed(references, from, to);
        }

        private static int count(Call call, int at) {
            long count = call.integer(at + 1);
            if (!call.word(at).equals("IDS") || count < 1 || count > call.count() - at - 2) {
                throw new RefusedException("syntax");
            }
            return (int) count;
        }
    }

    private static void deleteWithOptions(Call call) {
        Listed listed = Listed.parse(call, 2);
        delete(call, listed.from(), listed.to(), listed.references());
    }

    private static void acknowledge(Call call) {
        List<StreamId> ids = ids(call, 3, call.count());
        WorkingGroup group = findGroup(find(call), call.argument(2));
        if (group != null) {
            ids.forEach(group.pending::remove);
            call.changed(call.key(1));
        }
    }

    private static void acknowledgeAndDelete(Call call) {
        Listed listed = Listed.parse(call, 3);
        WorkingStream stream = find(call);
        WorkingGroup group = findGroup(stream, call.argument(2));
        if (stream == null || group == null) {
            return;
        }
        for (StreamId id : ids(call, listed.from(), listed.to())) {
            if (group.pending.remove(id) != null && listed.references().mayDelete(stream, id)) {
                stream.delete(id);
            }
        }
        call.changed(call.key(1));
    }

    /** {@code XSETID key id [ENTRIESADDED n] [MAXDELETEDID id]}. */
    private static void setId(Call call) {
        StreamId id = StreamIds.parse(call.argument(2));
        long added = -1;
        StreamId deleted = StreamId.ZERO;
        for (int at = 3; at < call.count(); at += 2) {
            switch (call.word(at)) {
                case "ENTRIESADDED" -> added = call.integer(at + 1);
                case "MAXDELETEDID" -> deleted = StreamIds.parse(call.argument(at + 1));
                default -> throw new RefusedException("syntax");
            }
        }
        WorkingStream stream = find(call);
        if (stream == null || id.compareTo(stream.largest()) < 0) {
            throw new RefusedException("no such stream, or the id is before an entry's");
        }
        stream.lastId = id;
        stream.entriesAdded = added < 0 ? stream.entriesAdded : added;
        stream.maxDeletedId = deleted.equals(StreamId.ZERO) ? stream.maxDeletedId : deleted;
        call.changed(call.key(1));
    }

    private static @Nullable WorkingGroup findGroup(@Nullable WorkingStream stream, Bytes name) {
        return stream == null ? null : stream.groups.get(name);
    }

    /**
     * {@code XCLAIM key group consumer 0 id TIME ms RETRYCOUNT n FORCE JUSTID LASTID id}: the form in which servers log
     * every delivery. Where the entry is no longer there, Redis 7 logs the delivery as it was and forgets it; older
     * servers deliver it all the same and log the new one.
     */
    private static void claim(Call call) {
        Bytes consumer = call.argument(3);
        WorkingStream stream = find(call);
        WorkingGroup group = findGroup(stream, call.argument(2));
        if (stream == null || group == null) {
            throw new RefusedException("no such group");
        }
        int at = 5;
        while (at < call.count() && StreamIds.find(call.argument(at)) != null) {
            at++;
        }
        ClaimOptions options = ClaimOptions.parse(call, at);
        group.lastDelivered =
                options.lastId().compareTo(group.lastDelivered) > 0 ? options.lastId() : group.lastDelivered;
        group.addConsumer(consumer);
        for (StreamId id : ids(call, 5, at)) {
            claim(stream, group, id, consumer, options);
        }
        call.changed(call.key(1));
    }

    private static void claim(
            WorkingStream stream, WorkingGroup group, StreamId id, Bytes consumer, ClaimOptions options) {
        Pending before = group.pending.get(id);
        long deliveries = options.deliveries(before);
        if (stream.contains(id)) {
            if (before != null || options.force()) {
                group.deliver(id, consumer, options.time(), deliveries);
            }
        } else if (new Pending(consumer, options.time(), deliveries).equals(before)) {
            group.pending.remove(id);
        } else if (before != null) {
            group.deliver(id, consumer, options.time(), deliveries);
        }
    }

    private static void group(Call call) {
        Key key = call.key(2);
        WorkingStream stream = call.find(key, WorkingStream.class);
        String subcommand = call.word(1);
        if (subcommand.equals("CREATE")) {
            createGroup(call, stream);
        } else if (stream == null) {
            throw new RefusedException("no such key");
        } else if (subcommand.equals("DESTROY")) {
            stream.groups.remove(call.argument(3));
        } else {
            changeGroup(call, stream, subcommand);
        }
        call.changed(key);
    }

    private static StreamId position(Call call, @Nullable WorkingStream stream) {
        Bytes text = call.argument(4);
        return switch (text.utf8()) {
            case "$" -> stream == null ? StreamId.ZERO : stream.lastId;
            case "-" -> StreamId.ZERO;
            case "+" -> LARGEST;
            default -> StreamIds.parse(text);
        };
    }

    private static long entriesRead(Call call) {
        for (int at = 5; at < call.count(); at++) {
            if (call.word(at).equals("ENTRIESREAD")) {
                return call.integer(at + 1);
            }
        }
        return WorkingGroup.UNKNOWN;
    }

    private static void createGroup(Call call, @Nullable WorkingStream present) {
        StreamId position = position(call, present);
        boolean make = call.count() > 5 && call.words(5).contains("MKSTREAM");
        if (present == null && !make) {
            throw new RefusedException("no such key");
        }
        WorkingGroup group = new WorkingGroup(position, entriesRead(call));
        WorkingStream stream = call.obtain(call.key(2), WorkingStream.class, WorkingStream::new);
        if (stream.groups.putIfAbsent(call.argument(3), group) != null) {
            throw new RefusedException("the group exists");
        }
    }

    private static void changeGroup(Call call, WorkingStream stream, String subcommand) {
        WorkingGroup group = findGroup(stream, call.argument(3));
        if (group == null) {
            throw new RefusedException("no such group");
        }
        switch (subcommand) {
            case "SETID" -> {
                group.lastDelivered = position(call, stream);
                group.entriesRead = entriesRead(call);
            }
            case "CREATECONSUMER" -> group.addConsumer(call.argument(4));
            case "DELCONSUMER" -> group.removeConsumer(call.argument(4));
            default -> throw new RefusedException("syntax");
        }
    }
}
