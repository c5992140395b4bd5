package dev.rethread.profile;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads profiles: those shipped, by name, and any YAML file. */
public final class Profiles {
    /** The one that knows no key: everything is merged key by key. */
    public static final String NONE = "none";

    /** The names of those that are shipped. */
    public static final List<String> SHIPPED = List.of("lamernews", "muut", "nodebb", NONE);

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[a-z0-9-]+");
    /** A grammar is a few kilobytes; a dump named by mistake is not read as one. */
    private static final int LARGEST = 1 << 20;

    private Profiles() {}

    /**
     * The shipped profile {@code nameOrFile}, or the one in that YAML file.
     *
     * @throws ProfileException if there is none, or a mistake is in it
     */
    public static Profile read(String nameOrFile) {
        try (InputStream in = open(nameOrFile)) {
            byte[] yaml = in.readNBytes(LARGEST + 1);
            return parse(nameOrFile, yaml);
        } catch (IOException e) {
            throw new ProfileException(nameOrFile + ": " + e.getMessage(), e);
        }
    }

    private static InputStream open(String nameOrFile) throws IOException {
        InputStream shipped =
                NAME.matcher(nameOrFile).matches() ? Profiles.class.getResourceAsStream(nameOrFile + ".yaml") : null;
        if (shipped != null) {
            return shipped;
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new ProfileException(
                    "no profile of the name and no file '" + file + "'; shipped: " + String.join(", ", SHIPPED));
        }
        return Files.newInputStream(file);
    }

    /**
     * The profile in {@code yaml}.
     *
     * @param name stands before the place of a mistake
     * @throws ProfileException if a mistake is in it
     */
    public static Profile parse(String name, String yaml) {
        try {
            return parse(name, yaml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ProfileException(name + ": " + e.getMessage(), e);
        }
    }

    private static Profile parse(String name, byte[] yaml) throws IOException {
        if (yaml.length > LARGEST) {
            throw new ProfileException(name + ": over " + LARGEST + " bytes, no profile");
        }
        YamlPlaces places = null;
        try {
            places = YamlPlaces.of(YAML.createParser(yaml));
            String empty = places.empty();
            if (empty != null) {
                String problem = empty.isEmpty() ? "nothing in it" : empty + ": no value";
                throw new ProfileException(name + place(places.at(empty)) + problem);
            }
            return YAML.readValue(yaml, Profile.class);
        } catch (JsonProcessingException e) {
            throw new ProfileException(name + place(where(e, places)) + problem(e), e);
        }
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? ": " : ":" + at.getLineNr() + ":" + at.getColumnNr() + ": ";
    }

    /** The place of the field that is at fault: the one that cannot be read, or that a rule's message begins with. */
    private static @Nullable JsonLocation where(JsonProcessingException e, @Nullable YamlPlaces places) {
        if (places == null || !(e instanceof JsonMappingException mapping)) {
            return e.getLocation();
        }
        String path = "";
        for (JsonMappingException.Reference step : mapping.getPath()) {
            String field = step.getFieldName();
            path = YamlPlaces.joined(path, field == null ? Integer.toString(step.getIndex()) : field);
        }
        return places.at(path.isEmpty() ? named(problem(e)) : path);
    }

    /** The path before the problem in {@code items.topic.parent: no field 'cid'}; names of keys may hold colons. */
    private static String named(String problem) {
        int end = problem.lastIndexOf(": ");
        return end < 0 ? problem : problem.substring(0, end);
    }

    /** What a rule says of itself, without the class that says it. */
    private static String problem(JsonProcessingException e) {
        return e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException rule
                ? String.valueOf(rule.getMessage())
                : e.getOriginalMessage();
    }
}
