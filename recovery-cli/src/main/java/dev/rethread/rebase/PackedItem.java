package dev.rethread.rebase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An item that is a JSON object in a field of a hash. Its fields are text here: a string's characters, a number or a word
 * as it is written, an array or object as compact JSON. Written back, each keeps the type it had.
 */
public final class PackedItem {
    private static final int DEEPEST = 100;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private PackedItem() {}

    /** The object's fields by name; null where {@code json} is no object. */
    public static @Nullable Map<String, Bytes> fields(@Nullable Bytes json) {
        ObjectNode object = json == null ? null : object(json);
        if (object == null) {
            return null;
        }
        Map<String, Bytes> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), Bytes.of(text(field.getValue())));
            }
        });
        return fields;
    }

    private static @Nullable ObjectNode object(Bytes json) {
        try {
            return JSON.readTree(json.unsafeArray()) instanceof ObjectNode object ? object : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    /**
     * The object with some fields in other words.
     *
     * @param json an object
     * @param types an object that shows what type a field has which {@code json} lacks
     * @param fields name to what it shall say; others stay as they are
     */
    static Template write(Bytes json, Bytes types, Map<String, Template> fields) {
        ObjectNode object = object(json);
        ObjectNode shown = object(types);
        if (object == null || shown == null) {
            throw new IllegalArgumentException("no JSON object");
        }
        Map<String, JsonNode> all = new LinkedHashMap<>();
        object.properties().forEach(field -> all.put(field.getKey(), field.getValue()));
        fields.keySet().forEach(name -> all.putIfAbsent(name, shown.path(name)));
        List<Template.Part> parts = new ArrayList<>();
        String before = "{";
        for (Map.Entry<String, JsonNode> field : all.entrySet()) {
            add(parts, before + string(field.getKey()) + ":");
            Template said = fields.get(field.getKey());
            parts.addAll(value(field.getValue(), said).parts());
            before = ",";
        }
        add(parts, all.isEmpty() ? "{}" : "}");
        return new Template(parts);
    }

    /** The object without some fields; as it is where it has none of them. */
    static Bytes without(Bytes json, Set<String> names) {
        ObjectNode object = names.isEmpty() ? null : object(json);
        return object == null ? json : Bytes.of(json(object.remove(names)));
    }

    private static Template value(JsonNode node, @Nullable Template said) {
        if (said == null) {
            return Template.literal(json(node));
        }
        if (!node.isTextual()) {
            return said;
        }
        List<Template.Part> parts = new ArrayList<>();
        add(parts, "\"");
        for (Template.Part part : said.parts()) {
            parts.add(part instanceof Template.Part.Literal literal ? escaped(literal) : part);
        }
        add(parts, "\"");
        return new Template(parts);
    }

    private static Template.Part escaped(Template.Part.Literal literal) {
        String quoted = string(literal.bytes().utf8());
        return new Template.Part.Literal(Bytes.of(quoted.substring(1, quoted.length() - 1)));
    }

    private static void add(List<Template.Part> parts, String text) {
        parts.add(new Template.Part.Literal(Bytes.of(text)));
    }

    /** The elements of a JSON array, as text; none where it is no array. */
    public static List<Bytes> elements(@Nullable Bytes array) {
        try {
            JsonNode node = array == null ? null : JSON.readTree(array.unsafeArray());
            if (node == null || !node.isArray()) {
                return List.of();
            }
            List<Bytes> elements = new ArrayList<>();
            node.forEach(element -> elements.add(Bytes.of(text(element))));
            return elements;
        } catch (IOException notJson) {
            return List.of();
        }
    }

    /** A JSON array of {@code elements}, in quotes where {@code like} has its elements in quotes. */
    static <T> Template array(Bytes like, List<T> elements, Function<T, Template> template) {
        boolean quoted = like.utf8().startsWith("[\"");
        List<Template.Part> parts = new ArrayList<>();
        String before = "[";
        for (T element : elements) {
            add(parts, quoted ? before + "\"" : before);
            parts.addAll(template.apply(element).parts());
            if (quoted) {
                add(parts, "\"");
            }
            before = ",";
        }
        add(parts, elements.isEmpty() ? "[]" : "]");
        return new Template(parts);
    }

    /** The array {@code live} with {@code ids} behind its elements, in quotes where {@code like} has them so. */
    static Template appended(Bytes live, Bytes like, List<Reference> ids) {
        List<Template> all = new ArrayList<>();
        elements(live).forEach(id -> all.add(Template.literal(id)));
        ids.forEach(id -> all.add(Template.reference(id)));
        return array(like, all, id -> id);
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : json(node);
    }

    private static String string(String text) {
        return json(JSON.getNodeFactory().textNode(text));
    }

    private static String json(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
