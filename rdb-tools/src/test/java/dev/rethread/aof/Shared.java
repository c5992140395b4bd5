package dev.rethread.aof;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** The data that lies beside the repository. */
final class Shared {
    private Shared() {}

    static Path data(String name) {
        Path path = Path.of("..", "..", "shared", "data").resolve(name);
        assumeThat(path).as("the shared data lie beside the repository").exists();
        return path;
    }
}
