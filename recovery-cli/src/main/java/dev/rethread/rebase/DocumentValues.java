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
        switch (value.getBsonType()) {
            case STRING:
                return Bytes.of(value.asString().getValue());
            case INT32:
            case INT64:
            case DOUBLE:
                return Bytes.of(number(value.asNumber().doubleValue(), value));
            case DATE_TIME:
                return Bytes.of(value.asDateTime().getValue());
            case BOOLEAN:
                return Bytes.of(value.asBoolean().getValue() ? "1" : "0");
            default:
                return null;
        }
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

    private static String number(double approximate, BsonValue value) {
        if (value.isDouble()) {
            boolean integral = approximate == Math.rint(approximate) && Math.abs(approximate) < 1L << 53;
            return integral ? Long.toString((long) approximate) : Double.toString(approximate);
        }
        return Long.toString(value.asNumber().longValue());
    }
}
