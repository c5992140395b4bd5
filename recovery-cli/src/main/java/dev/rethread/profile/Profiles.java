package dev.rethread.profile;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads profiles: those shipped, by name, and any YAML file. */
public final class Profiles {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Profiles() {}

    /** The shipped profile {@code nameOrFile}, or the one in that YAML file. */
    public static Profile read(String nameOrFile) {
        try (InputStream shipped = Profiles.class.getResourceAsStream(nameOrFile + ".yaml")) {
            return shipped != null ? parse(nameOrFile, shipped) : readFile(Path.of(nameOrFile));
        } catch (IOException e) {
            throw new ProfileException(nameOrFile + ": " + e.getMessage(), e);
        }
    }

    private static Profile readFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ProfileException("no profile of the name and no file '" + file + "'; shipped: muut");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return parse(file.toString(), in);
        }
    }

    private static Profile parse(String name, InputStream in) throws IOException {
        try {
            Profile profile = YAML.readValue(in, Profile.class);
            if (profile == null) {
                throw new ProfileException(name + ": empty");
            }
            return profile;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new ProfileException(name + place + ": " + problem(e), e);
        }
    }

    /** What a rule says of itself, without the class that says it. */
    private static String problem(JsonProcessingException e) {
        return e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException rule
                ? String.valueOf(rule.getMessage())
                : e.getOriginalMessage();
    }
}
