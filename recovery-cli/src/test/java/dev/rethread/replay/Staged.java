package dev.rethread.replay;

import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.PlanRow;
import dev.rethread.plan.PlanFile;
import dev.rethread.plan.PlanHeader;
import dev.rethread.plan.PlanStep;
import dev.rethread.plan.Planner;
import dev.rethread.rebase.Staging;
import dev.rethread.rebase.Timeline;
import dev.rethread.server.TargetReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Items made by hand, staged and planned in a folder. */
final class Staged implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2014-04-24T12:00:00Z"), ZoneOffset.UTC);
    static final String INCIDENT = "6f1c2d1e-0000-4000-8000-000000000001";
    static final List<PlanHeader.Reservation> COUNTERS = List.of(
            new PlanHeader.Reservation("thread", "next-thread", null, 1),
            new PlanHeader.Reservation("reply", "next-reply", null, 1),
            new PlanHeader.Reservation("user", "global", "nextUid", 1),
            new PlanHeader.Reservation("comment/12", "thread:comment:12", "nextid", 1));

    static final long DEADLINE = 4_102_444_800_000L;

    private static final Provenance FROM = new Provenance("backup", new Span(0, 1));

    private final Path folder;
    private Ledger ledger;

    private Staged(Path folder) {
        this.folder = folder;
        ledger = Ledger.open(folder.resolve("ledger"));
    }

    static Staged of(Path folder, List<Item> items, List<IdMapping> ids) {
        Staged staged = new Staged(folder);
        staged.stage(items, ids);
        return staged;
    }

    /** The ledger and plan that an earlier process left there. */
    static Staged open(Path folder) {
        return new Staged(folder);
    }

    void stage(List<Item> items, List<IdMapping> ids) {
        ledger.stage(new Staging(items, ids, List.of(), Timeline.UNKNOWN, 0), List.of(), CLOCK.instant());
    }

    Ledger ledger() {
        return ledger;
    }

    Path folder() {
        return folder;
    }

    Path file() {
        return folder.resolve("plan.jsonl");
    }

    /** Plans what is staged for {@code server}. */
    ReplayOrder plan(RedisProcess server) {
        try (TargetReader target = TargetReader.open(Servers.address(server))) {
            PlanHeader header = new PlanHeader(
                    INCIDENT,
                    ledger.staging().orElseThrow(),
                    "forum",
                    CLOCK.instant().toString(),
                    target.fingerprint(0),
                    List.of(),
                    COUNTERS,
                    false);
            List<PlanStep> steps = Planner.plan(ledger.plannable(false));
            String digest = PlanFile.write(file(), header, steps);
            ledger.record(
                    new PlanRow(digest, file().toString(), header.staging(), steps.size(), 0, CLOCK.millis(), false));
        }
        return order();
    }

    ReplayOrder order() {
        return new ReplayOrder(INCIDENT, ledger, PlanFile.open(file()));
    }

    /** As if another process went on. */
    ReplayOrder reopened() {
        ledger.close();
        ledger = Ledger.open(folder.resolve("ledger"));
        return order();
    }

    @Override
    public void close() {
        ledger.close();
    }

    static Reference ref(String domain, long id) {
        return new Reference(domain, Bytes.of(id));
    }

    static IdMapping kept(String domain, long id) {
        return new IdMapping(ref(domain, id), Bytes.of(id), IdMapping.How.KEPT, "free");
    }

    static IdMapping fresh(String domain, long id) {
        return new IdMapping(ref(domain, id), null, IdMapping.How.FRESH, "taken");
    }

    /** Strings stand for themselves, references for ids. */
    static Template template(Object... parts) {
        List<Template.Part> all = new ArrayList<>();
        for (Object part : parts) {
            all.add(
                    part instanceof Reference reference
                            ? new Template.Part.Ref(reference)
                            : new Template.Part.Literal(
                                    part instanceof Bytes bytes ? bytes : Bytes.of(part.toString())));
        }
        return new Template(all);
    }

    static Effect effect(
            int phase,
            Template key,
            Type type,
            Template element,
            Operation operation,
            @Nullable Template expected,
            Template value) {
        return effect(phase, 0, key, type, element, operation, expected, value);
    }

    static Effect effect(
            int phase,
            int database,
            Template key,
            Type type,
            Template element,
            Operation operation,
            @Nullable Template expected,
            Template value) {
        return new Effect(phase, database, key, type, element, operation, expected, value, List.of(), false, FROM);
    }

    /** A restored object's own writes bring it into being. */
    static Item item(String kind, Reference id, Outcome outcome, Effect... effects) {
        List<Effect> all = Stream.of(effects)
                .map(effect -> effect.ofObject() && outcome == Outcome.RESTORE ? effect.partOf(id) : effect)
                .toList();
        return new Item(kind, id.id(), outcome, "", null, "", "", 0, "", List.of(FROM), all);
    }

    /** A hash and its entry in an index. */
    static Item thread(long id) {
        Reference self = ref("thread", id);
        Template key = template("thread:", self);
        return item(
                "thread",
                self,
                Outcome.RESTORE,
                effect(Effect.OBJECTS, key, Type.HASH, template("id"), Operation.CREATE, null, template(self)),
                effect(Effect.OBJECTS, key, Type.HASH, template("title"), Operation.CREATE, null, template("T", id)),
                effect(Effect.OBJECTS, key, Type.HASH, template("replies"), Operation.CREATE, null, template("0")),
                effect(
                        Effect.INDEXES,
                        template("threads"),
                        Type.ZSET,
                        template(self),
                        Operation.CREATE,
                        null,
                        template(id)));
    }

    /** A hash, a list, a set and sorted-set entry, and what it adds to its thread. */
    static Item reply(long id, long threadId, long time) {
        Reference self = ref("reply", id);
        Reference thread = ref("thread", threadId);
        Template key = template("reply:", self);
        Template threadKey = template("thread:", thread);
        int phase = Effect.OBJECTS + 1;
        return item(
                "reply",
                self,
                Outcome.RESTORE,
                effect(phase, key, Type.HASH, template("thread"), Operation.CREATE, null, template(thread)),
                effect(phase, key, Type.HASH, template("text"), Operation.CREATE, null, template("text of ", self)),
                effect(
                        Effect.INDEXES,
                        template("thread:", thread, ":replies"),
                        Type.ZSET,
                        template(self),
                        Operation.CREATE,
                        null,
                        template(time)),
                effect(
                        Effect.INDEXES,
                        template("recent"),
                        Type.ZSET,
                        template(thread),
                        Operation.RAISE,
                        null,
                        template(time)),
                effect(Effect.COUNTS, threadKey, Type.HASH, template("replies"), Operation.ADD, null, template("1")),
                effect(Effect.COUNTS, threadKey, Type.HASH, template("last"), Operation.RAISE, null, template(time)),
                effect(
                        Effect.COUNTS,
                        template("global"),
                        Type.HASH,
                        template("replies"),
                        Operation.ADD,
                        null,
                        template("1")));
    }

    static Item like(long replyId, long user) {
        Reference reply = ref("reply", replyId);
        return item(
                "like",
                ref("like", replyId * 1000 + user),
                Outcome.RESTORE,
                effect(
                        Effect.RELATIONS,
                        template("reply:", reply, ":likes"),
                        Type.SET,
                        template(user),
                        Operation.CREATE,
                        null,
                        template()),
                effect(
                        Effect.COUNTS,
                        template("reply:", reply),
                        Type.HASH,
                        template("likes"),
                        Operation.ADD,
                        null,
                        template("1")));
    }

    static Item edit(String key, String field, String expected, String value) {
        return item(
                "user-edit",
                ref("user", 1),
                Outcome.EDIT,
                effect(
                        Effect.OBJECTS,
                        template(key),
                        Type.HASH,
                        template(field),
                        Operation.REPLACE,
                        template(expected),
                        template(value)));
    }

    static Item counter(String key, long atLeast) {
        return item(
                "counter",
                new Reference("counter", Bytes.of(key)),
                Outcome.EDIT,
                effect(
                        Effect.COUNTERS,
                        template(key),
                        Type.STRING,
                        template(),
                        Operation.RAISE,
                        null,
                        template(atLeast)));
    }

    /** An item that is one amount only. */
    static Item views(String key, long amount) {
        return item(
                "thread-views",
                new Reference("key", Bytes.of(key)),
                Outcome.EDIT,
                effect(
                        Effect.COUNTS,
                        template(key),
                        Type.HASH,
                        template("views"),
                        Operation.ADD,
                        null,
                        template(amount)));
    }

    /** A thread is on another board: it is never on none, and each board counts it once. */
    static Item move(String thread, String from, String to) {
        return item(
                "move",
                ref("thread", Long.parseLong(thread)),
                Outcome.EDIT,
                score(Effect.INDEXES, "board:" + to, thread, Operation.CREATE, null, "7"),
                score(Effect.REMOVALS, "board:" + from, thread, Operation.REMOVE, "7", ""),
                score(Effect.COUNTS, "boards", from, Operation.ADD, null, "-1"),
                score(Effect.COUNTS, "boards", to, Operation.ADD, null, "1"),
                score(Effect.COUNTS, "board:" + to, "none", Operation.LIFT, null, "9"));
    }

    static Effect score(
            int phase, String key, String member, Operation operation, @Nullable String expected, String value) {
        return effect(
                phase,
                template(key),
                Type.ZSET,
                template(member),
                operation,
                expected == null ? null : template(expected),
                template(value));
    }

    /** A message that was deleted in the gap, and is to be deleted again. */
    static Item gone(long id) {
        Reference self = ref("reply", id);
        return item(
                "gone",
                self,
                Outcome.EDIT,
                removed(self, "thread", "1").partOf(self),
                removed(self, "text", "deleted in the gap").partOf(self),
                score(Effect.REMOVALS, "deleted", Long.toString(id), Operation.REMOVE, "1", ""),
                effect(
                        Effect.COUNTS,
                        template("global"),
                        Type.HASH,
                        template("posts"),
                        Operation.ADD,
                        null,
                        template("-1")));
    }

    private static Effect removed(Reference reply, String field, String expected) {
        return effect(
                Effect.OBJECTS + 1,
                template("message:", reply),
                Type.HASH,
                template(field),
                Operation.REMOVE,
                template(expected),
                template());
    }

    /** A key that is loaded whole, with a deadline in the year 2100. */
    static Item whole(String key, Bytes payload) {
        return item(
                "whole",
                new Reference("key", Bytes.of(key)),
                Outcome.EDIT,
                effect(Effect.INDEXES, template(key), Type.STRING, template(), Operation.LOAD, null, template(payload)),
                effect(
                        Effect.INDEXES,
                        template(key),
                        Type.STRING,
                        template(),
                        Operation.EXPIRE,
                        template(),
                        template(DEADLINE)));
    }

    static Item list(int database, String key, Operation operation, @Nullable Bytes expected, Bytes value) {
        return item(
                "list",
                new Reference("key", Bytes.of(key)),
                operation == Operation.CREATE ? Outcome.RESTORE : Outcome.EDIT,
                effect(
                        Effect.RELATIONS,
                        database,
                        template(key),
                        Type.LIST,
                        template(),
                        operation,
                        expected == null ? null : template(expected),
                        template(value)));
    }
}
