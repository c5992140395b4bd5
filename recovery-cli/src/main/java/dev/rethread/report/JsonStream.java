package dev.rethread.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/**
 * One JSON document as {@link JsonOut} prints it, written as its parts become known: for results that do not fit in
 * memory. What was written stands also where the work behind it fails. Not thread-safe.
 */
public final class JsonStream implements AutoCloseable {
    private final JsonGenerator json;
    private final PrintWriter out;
    private final Personal personal;

    /** Begins the document of the report called {@code name}. */
    public JsonStream(String name, PrintWriter out, Personal personal) {
        this.out = out;
        this.personal = personal;
        this.json = JsonOut.generator(out);
        write(() -> {
            json.writeStartObject();
            json.writeNumberField("schema", JsonOut.SCHEMA);
            json.writeStringField("report", name);
        });
    }

    /** A field with a value or a record. */
    public void field(String name, Object value) {
        write(() -> json.writeObjectField(name, JsonOut.tree(value, personal)));
    }

    /** A field of many records, which {@link #item} writes until {@link #endArray}. */
    public void array(String name) {
        write(() -> json.writeArrayFieldStart(name));
    }

    /** A record of the array, on a line of its own. */
    public void item(Object value) {
        write(() -> json.writeRawValue(JsonOut.compact(JsonOut.tree(value, personal))));
    }

    public void endArray() {
        write(json::writeEndArray);
    }

    /** Ends the document. */
    @Override
    public void close() {
        write(json::close);
        out.print('\n');
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Writing part) {
        try {
            part.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
