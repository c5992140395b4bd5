package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import java.util.List;

/**
 * One record of an RDB file with the bytes it takes there. The spans of all records and of the damage tile the file.
 * The names are those of Redis' {@code rdb.h}.
 */
public sealed interface RdbRecord
        permits RdbRecord.Header,
                RdbRecord.Aux,
                RdbRecord.SelectDb,
                RdbRecord.ResizeDb,
                RdbRecord.SlotInfo,
                RdbRecord.SlotImport,
                RdbRecord.Function,
                RdbRecord.ModuleAux,
                RdbRecord.HashTemplate,
                KeyValue,
                RdbRecord.Eof {
    Span span();

    /** The magic, {@code REDIS} or {@code VALKEY}, and the version. */
    record Header(Span span, String magic, int version) implements RdbRecord {}

    record Aux(Bytes name, Bytes value, Span span) implements RdbRecord {}

    /** The keys that follow belong to this database. */
    record SelectDb(int database, Span span) implements RdbRecord {}

    /** How many keys, and how many with an expiry, the selected database had. */
    record ResizeDb(long keys, long expiring, Span span) implements RdbRecord {}

    /** The sizes of one cluster slot (Redis 7.4). */
    record SlotInfo(long slot, long keys, long expiring, Span span) implements RdbRecord {}

    /** A slot migration in progress (Valkey 9). */
    record SlotImport(Bytes job, Span span) implements RdbRecord {}

    /** A function library: its source text. */
    record Function(Bytes code, Span span) implements RdbRecord {}

    /** What a module keeps outside the keys. */
    record ModuleAux(String module, Span span) implements RdbRecord {}

    /** The field names that the hashes of this template share, in their order (Redis 8.10). */
    record HashTemplate(long id, List<Bytes> fields, Span span) implements RdbRecord {
        public HashTemplate {
            fields = List.copyOf(fields);
        }
    }

    /** The end, with the checksum that the file carries (0: none). */
    record Eof(long checksum, Span span) implements RdbRecord {}
}
