package dev.rethread.rebase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rethread.keyspace.Bytes;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Document values as the application keeps them in Redis: numbers in decimal, text as UTF-8, times in milliseconds. */
final class DocumentValues {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DocumentValues() {}

    /** The value as a Redis string would hold it, or null where it has no such form (arrays, documents). */
    static @Nullable Bytes bytes(BsonValue value) {
        return switch (value.getBsonType()) {
            case STRING -> Bytes.of(value.asString().getValue());
            case INT32, INT64, DOUBLE -> Bytes.of(number(value));
            case DATE_TIME -> Bytes.of(value.asDateTime().getValue());
            case BOOLEAN -> Bytes.of(value.asBoolean().getValue() ? "1" : "0");
            default -> null;
        };
    }

    /** Compact JSON text of an array or document. */
    static Bytes json(BsonValue value) {
        try {
            return Bytes.of(JSON.writeValueAsString(node(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode node(BsonValue value) {
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.asArray().forEach(element -> array.add(node(element)));
            return array;
        }
        if (value.isDocument()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.asDocument().forEach((name, field) -> object.set(name, node(field)));
            return object;
        }
        if (value.isNumber() && !value.isDouble()) {
            return JsonNodeFactory.instance.numberNode(value.asNumber().longValue());
        }
        Bytes scalar = bytes(value);
        return scalar == null ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.textNode(scalar.utf8());
    }

    private static String number(BsonValue value) {
        if (!value.isDouble()) {
            return Long.toString(value.asNumber().longValue());
        }
        double number = value.asDouble().getValue();
        boolean integral = number == Math.rint(number) && Math.abs(number) < 1L << 53;
        return integral ? Long.toString((long) number) : Double.toString(number);
    }
}
