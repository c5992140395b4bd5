package dev.rethread.rebase;

import dev.rethread.delta.ListEncoding;
import dev.rethread.document.Document;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.DocumentRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Turns documents into what they say of items, by the profile's {@code documents} part. Reads only mapped paths. */
final class DocumentMapper {
    private final Profile profile;

    DocumentMapper(Profile profile) {
        this.profile = profile;
    }

    /** What {@code document} says: its own item first, then those it mentions; nothing for an unmapped collection. */
    List<Partial> map(String source, Document document) {
        DocumentRule rule = profile.documents().get(document.collection());
        List<Partial> found = new ArrayList<>();
        if (rule != null) {
            Provenance from = new Provenance(source + "/" + document.collection(), document.span());
            item(rule, document.content(), from, found);
            for (DocumentRule.Mention mention : rule.mentions()) {
                mention(mention, document.content(), from, found);
            }
        }
        return found;
    }

    private void item(DocumentRule rule, BsonDocument content, Provenance from, List<Partial> found) {
        Bytes id = DocumentPath.bytes(content, rule.id());
        if (id == null) {
            return;
        }
        ItemRule item = profile.item(rule.item());
        Map<Pattern, Bytes> lists = new LinkedHashMap<>();
        rule.attached().forEach((key, path) -> {
            List<Bytes> elements = DocumentPath.list(content, path);
            if (!elements.isEmpty()) {
                lists.put(new Pattern(key), ListEncoding.encode(elements));
            }
        });
        Map<String, List<Bytes>> relations = new LinkedHashMap<>();
        rule.relations().forEach((kind, path) -> relations.put(kind, DocumentPath.list(content, path)));
        Reference reference = new Reference(item.domain(), id);
        found.add(new Partial(
                rule.item(), reference, fields(rule.fields(), content), null, Set.of(), lists, relations, false, from));
    }

    private void mention(DocumentRule.Mention mention, BsonDocument content, Provenance from, List<Partial> found) {
        Bytes id = DocumentPath.bytes(content, mention.id());
        if (id != null) {
            Reference reference = new Reference(profile.item(mention.item()).domain(), id);
            Map<String, Bytes> fields = fields(mention.fields(), content);
            found.add(new Partial(mention.item(), reference, fields, null, Set.of(), Map.of(), Map.of(), true, from));
        }
    }

    private static Map<String, Bytes> fields(Map<String, String> paths, BsonDocument content) {
        Map<String, Bytes> fields = new LinkedHashMap<>();
        paths.forEach((field, path) -> {
            Bytes value = DocumentPath.bytes(content, path);
            if (value != null) {
                fields.put(field, value);
            }
        });
        return fields;
    }

    /** A dotted path into a document. */
    private static final class DocumentPath {
        private static final String JSON = "json ";

        static @Nullable Bytes bytes(BsonDocument content, String path) {
            boolean json = path.startsWith(JSON);
            BsonValue value = find(content, json ? path.substring(JSON.length()) : path);
            if (value == null || value.isNull()) {
                return null;
            }
            return json ? DocumentValues.json(value) : DocumentValues.bytes(value);
        }

        static List<Bytes> list(BsonDocument content, String path) {
            BsonValue value = find(content, path);
            if (value == null || !value.isArray()) {
                return List.of();
            }
            List<Bytes> elements = new ArrayList<>();
            for (BsonValue element : value.asArray()) {
                Bytes bytes = DocumentValues.bytes(element);
                if (bytes != null) {
                    elements.add(bytes);
                }
            }
            return elements;
        }

        private static @Nullable BsonValue find(BsonDocument content, String path) {
            BsonValue value = content;
            for (String step : path.split("\\.", -1)) {
                if (value == null || !value.isDocument()) {
                    return null;
                }
                value = value.asDocument().get(step);
            }
            return value;
        }
    }
}
