package dev.rethread.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/**
 * Reports as one JSON document: {@code schema} (the version of the shape: fields may be added within one) and
 * {@code report} (the command) first, then the report's own fields.
 */
public final class JsonOut {
    /** Raised when a field changes its meaning or goes away. */
    public static final int SCHEMA = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private JsonOut() {}

    /** {@code value} on one line. */
    static String compact(Object value) throws IOException {
        return JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }

    /** Writes to {@code out}, which stays open, in the same form. */
    static JsonGenerator generator(PrintWriter out) {
        try {
            return JSON.createGenerator(out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                    .setPrettyPrinter(
                            new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code value} as JSON, personal data in its strings and in the names of its maps as {@code personal} says. */
    static JsonNode tree(Object value, Personal personal) {
        return masked(JSON.valueToTree(value), personal);
    }

    private static JsonNode masked(JsonNode node, Personal personal) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(personal.in(node.textValue()));
        } else if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(element -> array.add(masked(element, personal)));
            return array;
        } else if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties()
                    .forEach(field ->
                            object.set(free(object, personal.in(field.getKey())), masked(field.getValue(), personal)));
            return object;
        }
        return node;
    }

    /** Two names can look alike when masked. */
    private static String free(ObjectNode object, String name) {
        String free = name;
        for (int i = 2; object.has(free); i++) {
            free = name + " (" + i + ")";
        }
        return free;
    }

    public static void print(String name, Report report, PrintWriter out, Personal personal) {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", SCHEMA);
        document.put("report", name);
        document.setAll((ObjectNode) tree(report, personal));
        try {
            out.print(JSON.writeValueAsString(document));
            out.print('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
