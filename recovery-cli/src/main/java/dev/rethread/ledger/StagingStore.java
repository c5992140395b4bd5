package dev.rethread.ledger;

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
import dev.rethread.rebase.Staging;
import dev.rethread.rebase.Withheld;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a staging wrote: items, effects, id map, withheld, sources. */
final class StagingStore {
    private static final String EFFECTS = "SELECT e.id, e.item, i.kind, i.lost_id, e.phase, e.database, e.key, e.type,"
            + " e.element, e.operation, e.expected, e.content, e.text, e.source, e.start, e.length, i.outcome, e.needs,"
            + " e.object FROM effect e JOIN item i ON i.id = e.item ";

    /** Sorted here: an index of this order costs as much at every staging as the effects themselves. */
    private static final Comparator<StoredEffect> IN_ORDER = Comparator.comparingInt(
                    (StoredEffect stored) -> stored.effect().phase())
            .thenComparingInt(stored -> stored.effect().database())
            .thenComparing(stored -> stored.effect().key().lost());

    private final Database database;

    StagingStore(Database database) {
        this.database = database;
    }

    void replace(Staging staging, List<SourceRow> sources) throws SQLException {
        for (String table : List.of("source", "item", "item_source", "effect", "id_map", "withheld")) {
            database.update("DELETE FROM " + table);
        }
        items(staging.items());
        ids(staging.ids());
        withheld(staging.withheld());
        try (Database.Rows rows = database.rows("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)")) {
            for (SourceRow source : sources) {
                rows.add(source.name(), source.role(), source.kind(), source.path(), source.bytes(), source.sha256());
            }
        }
    }

    private void items(List<Item> items) throws SQLException {
        long effectId = next("effect");
        long itemId = next("item");
        try (Database.Rows rows = database.rows("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
                Database.Rows sources = database.rows("INSERT INTO item_source VALUES (?, ?, ?, ?, ?)");
                Database.Rows effects = database.rows(
                        "INSERT INTO effect VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Item item : items) {
                item(rows, itemId, item);
                int rank = 0;
                for (Provenance from : item.sources()) {
                    sources.add(
                            itemId,
                            rank++,
                            from.source(),
                            from.span().offset(),
                            from.span().length());
                }
                for (Effect effect : item.effects()) {
                    effects.add(row(effectId++, itemId, effect));
                }
                itemId++;
            }
        }
        remember("effect", effectId);
        remember("item", itemId);
    }

    private static void item(Database.Rows rows, long id, Item item) throws SQLException {
        Reference waitsFor = item.waitsFor();
        rows.add(
                id,
                item.kind(),
                item.id().toArray(),
                item.outcome().word(),
                item.reason(),
                waitsFor == null ? null : waitsFor.domain(),
                waitsFor == null ? null : waitsFor.id().toArray(),
                item.forum(),
                item.author(),
                item.time(),
                item.label());
    }

    /** The columns of an effect, in the order of the table. */
    static @Nullable Object[] row(long id, long item, Effect effect) {
        Template expected = effect.expected();
        Reference object = effect.object();
        return new @Nullable Object[] {
            id,
            item,
            effect.phase(),
            effect.database(),
            effect.key().encode(),
            effect.key().lost().toArray(),
            effect.type().name(),
            effect.element().encode(),
            effect.operation().name(),
            expected == null ? null : expected.encode(),
            effect.value().encode(),
            Template.encodeAll(effect.needs()),
            effect.text(),
            effect.provenance().source(),
            effect.provenance().span().offset(),
            effect.provenance().span().length(),
            object == null ? null : Template.reference(object).encode()
        };
    }

    private void ids(List<IdMapping> ids) throws SQLException {
        try (Database.Rows rows = database.rows("INSERT INTO id_map VALUES (?, ?, ?, ?, ?)")) {
            for (IdMapping id : ids) {
                rows.add(
                        id.lost().domain(),
                        id.lost().id().toArray(),
                        bytes(id.live()),
                        id.how().name(),
                        id.evidence());
            }
        }
    }

    private void withheld(List<Withheld> withheld) throws SQLException {
        try (Database.Rows rows = database.rows("INSERT INTO withheld VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (Withheld entry : withheld) {
                Provenance from = entry.from();
                rows.add(
                        entry.kind(),
                        entry.key(),
                        entry.field(),
                        entry.reason(),
                        from.source(),
                        from.span().offset(),
                        from.span().length());
            }
        }
    }

    void reserve(List<IdMapping> fresh) throws SQLException {
        try (Database.Batch rows = database.batch("UPDATE id_map SET live = ? WHERE domain = ? AND lost = ?")) {
            for (IdMapping id : fresh) {
                rows.add(bytes(id.live()), id.lost().domain(), id.lost().id().toArray());
            }
        }
    }

    List<IdMapping> ids() throws SQLException {
        return database.query(
                "SELECT domain, lost, live, how, evidence FROM id_map ORDER BY domain, lost",
                row -> new IdMapping(
                        new Reference(row.getString(1), Bytes.wrap(row.getBytes(2))),
                        nullable(row.getBytes(3)),
                        IdMapping.How.valueOf(row.getString(4)),
                        row.getString(5)));
    }

    /** The effects that a plan may write, in the order in which they are written. */
    List<StoredEffect> plannable(boolean unattributed) throws SQLException {
        List<StoredEffect> effects = database.query(
                EFFECTS + "WHERE i.outcome IN ('restore', 'edit') AND (? OR i.kind <> ?) ORDER BY e.id",
                StagingStore::storedEffect,
                unattributed,
                Item.KEY);
        effects.sort(IN_ORDER);
        return effects;
    }

    /** How many keys that no rule knows could be written. */
    long unattributed() throws SQLException {
        return database.query(
                        "SELECT COUNT(*) FROM item WHERE kind = ? AND outcome IN ('restore', 'edit')",
                        row -> row.getLong(1),
                        Item.KEY)
                .get(0);
    }

    List<SourceRow> sources() throws SQLException {
        return database.query(
                "SELECT name, role, kind, path, bytes, sha256 FROM source ORDER BY role, name",
                row -> new SourceRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6)));
    }

    private static StoredEffect storedEffect(ResultSet row) throws SQLException {
        byte[] expected = row.getBytes(11);
        byte[] object = row.getBytes(19);
        Effect effect = new Effect(
                row.getInt(5),
                row.getInt(6),
                Template.decode(row.getBytes(7)),
                Type.valueOf(row.getString(8)),
                Template.decode(row.getBytes(9)),
                Operation.valueOf(row.getString(10)),
                expected == null ? null : Template.decode(expected),
                Template.decode(row.getBytes(12)),
                Template.decodeAll(row.getBytes(18)),
                row.getBoolean(13),
                new Provenance(row.getString(14), new Span(row.getLong(15), row.getLong(16))),
                object == null ? null : Template.decode(object).references().get(0));
        return new StoredEffect(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                Bytes.wrap(row.getBytes(4)),
                Outcome.ofWord(row.getString(17)),
                effect);
    }

    /** Ids go on from staging to staging. */
    private long next(String what) throws SQLException {
        return database
                .query(
                        "SELECT content FROM meta WHERE name = ?",
                        row -> Long.parseLong(row.getString(1)),
                        "next " + what)
                .stream()
                .findFirst()
                .orElse(1L);
    }

    private void remember(String what, long next) throws SQLException {
        database.update("MERGE INTO meta VALUES (?, ?)", "next " + what, Long.toString(next));
    }

    static byte @Nullable [] bytes(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.toArray();
    }

    static @Nullable Bytes nullable(byte @Nullable [] bytes) {
        return bytes == null ? null : Bytes.wrap(bytes);
    }
}
