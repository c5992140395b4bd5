package dev.rethread.rebase;

import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an incomplete source says of one item. It may lack fields that existed.
 *
 * @param packed the JSON of a packed item, null for others
 * @param present names of the fields that a surviving keyspace has, empty for documents
 * @param lists form of a list's key to the list, as {@code ListEncoding}
 * @param relations kind of relation to the ids of its authors
 * @param mention whether the item is only named by another one
 */
record Partial(
        String kind,
        Reference reference,
        Map<String, Bytes> fields,
        @Nullable Bytes packed,
        Set<String> present,
        Map<Pattern, Bytes> lists,
        Map<String, List<Bytes>> relations,
        boolean mention,
        Provenance from) {}
