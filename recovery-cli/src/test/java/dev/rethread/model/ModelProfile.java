package dev.rethread.model;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Where the profile of the model's forum is. */
public final class ModelProfile {
    private ModelProfile() {}

    public static Path file() {
        URL found = Objects.requireNonNull(ModelProfile.class.getResource("model.yaml"));
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
