package dev.rethread.rebase;

import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Pattern;
import java.util.List;
import java.util.Map;

/**
 * What an incomplete source says of one item. It may lack fields that existed.
 *
 * @param attached pattern of an attached key to its list, as {@code ListEncoding}
 * @param relations kind of relation to the ids of its authors
 * @param mention whether the item is only named by another one
 */
record Partial(
        String kind,
        Reference reference,
        Map<String, Bytes> fields,
        Map<Pattern, Bytes> attached,
        Map<String, List<Bytes>> relations,
        boolean mention,
        Provenance from) {}
