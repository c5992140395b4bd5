package dev.rethread.profile;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in a YAML document each of its fields stands, by the path that leads there: {@code items.topic.parent}. */
final class YamlPlaces {
    private static final char STEP = '.';

    private final Map<String, JsonLocation> places = new HashMap<>();
    private @Nullable String empty;

    private YamlPlaces() {}

    /** Reads {@code yaml} to its end and closes it. Fields are placed at their names, elements of lists at their first byte. */
    static YamlPlaces of(JsonParser yaml) throws IOException {
        YamlPlaces places = new YamlPlaces();
        try (yaml) {
            for (JsonToken token = yaml.nextToken(); token != null; token = yaml.nextToken()) {
                places.note(token, path(yaml.getParsingContext()), yaml.currentTokenLocation());
            }
        }
        return places;
    }

    private void note(JsonToken token, String path, JsonLocation at) {
        places.putIfAbsent(path, at);
        if (token == JsonToken.VALUE_NULL && empty == null) {
            empty = path;
        }
    }

    private static String path(@Nullable JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return "";
        }
        String before = path(context.getParent());
        String step = context.inArray() ? Integer.toString(context.getCurrentIndex()) : context.getCurrentName();
        return step == null ? before : joined(before, step);
    }

    static String joined(String path, String step) {
        return path.isEmpty() ? step : path + STEP + step;
    }

    /** The path to the first field that has no value; null where all have one. */
    @Nullable
    String empty() {
        return empty;
    }

    /** Where {@code path} leads, or as far towards it as the document goes. Names of fields may hold dots themselves. */
    @Nullable
    JsonLocation at(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf(STEP, end - 1)) {
            JsonLocation place = places.get(path.substring(0, end));
            if (place != null) {
                return place;
            }
        }
        return places.get("");
    }
}
