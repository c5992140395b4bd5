package dev.rethread.incident;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * An incident folder: {@code incident.yaml}, {@code plans/}, the ledger and the lock. Only its owner may enter it,
 * since the ledger holds people's posts.
 *
 * @param folder absolute
 */
public record Incident(Path folder, Manifest manifest) {
    public static final String FILE = "incident.yaml";

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    /**
     * Makes {@code folder} the folder of a new incident.
     *
     * @throws OperatorException if it is one already, or cannot be made
     */
    public static Incident create(Path folder, Manifest manifest) {
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            throw new OperatorException(
                    folder + ": is an incident folder already",
                    "Edit its " + FILE + ", or name another folder.",
                    ExitCode.PRECONDITION);
        }
        try {
            Files.createDirectories(folder.resolve("plans"));
            restrict(folder);
            Files.writeString(file, YAML.writeValueAsString(manifest));
        } catch (IOException e) {
            throw new OperatorException(
                    folder + ": cannot be made: " + e.getMessage(),
                    "Choose a folder you may write to.",
                    ExitCode.PRECONDITION,
                    e);
        }
        return new Incident(folder, manifest);
    }

    /**
     * The incident of {@code here} or of the closest folder above it, as git finds its repository.
     *
     * @throws OperatorException if there is none, or its manifest is broken
     */
    public static Incident find(Path here) {
        for (@Nullable Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(FILE))) {
                return open(folder);
            }
        }
        throw missing(here);
    }

    /** The incident in exactly this folder. */
    public static Incident open(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw missing(folder);
        }
        try {
            Manifest manifest = YAML.readValue(file.toFile(), Manifest.class);
            if (manifest.schema() != Manifest.SCHEMA) {
                throw broken(file + ": schema " + manifest.schema() + ", this version reads " + Manifest.SCHEMA, null);
            }
            return new Incident(folder, manifest);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw broken(file + place + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw broken(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static OperatorException missing(Path folder) {
        return new OperatorException(
                folder + ": no incident folder here",
                "Make one with 'rethread init', or name it with --incident DIR.",
                ExitCode.NO_INCIDENT);
    }

    private static OperatorException broken(String message, @Nullable Throwable cause) {
        String hint = "Mend that line, or make a new incident folder with 'rethread init'.";
        return cause == null
                ? new OperatorException(message, hint, ExitCode.PRECONDITION)
                : new OperatorException(message, hint, ExitCode.PRECONDITION, cause);
    }

    private static void restrict(Path folder) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** A path of the manifest, made absolute. */
    public Path resolve(String path) {
        return folder.resolve(path).normalize();
    }

    public Path plans() {
        return folder.resolve("plans");
    }

    /** Where the ledger keeps its files. */
    public Path ledger() {
        return folder.resolve("ledger");
    }

    /** Takes the folder for this process. */
    public IncidentLock lock(String command) {
        return IncidentLock.take(folder.resolve("lock"), command);
    }
}
