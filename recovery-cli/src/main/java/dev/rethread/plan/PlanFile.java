package dev.rethread.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.source.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan as a file of JSON lines.
 *
 * <pre>
 * {"rethread":"plan","schema":1,"incident":…,"target":{…},…,"steps":n,"writes":n}
 * {"step":1,"phase":…,"key":…,"type":…,"must":…,"writes":[{"effect":…,"op":…,"element":…,"value":…,"source":…},…]}
 * …
 * {"digest":"sha256:…"}                                     over all bytes before this line
 * </pre>
 */
public final class PlanFile {
    public static final int SCHEMA = 1;

    private static final String WORD = "plan";

    /** A broken line must not make the reader take in the whole disk. */
    private static final int MAX_HEADER = 1 << 20;

    static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A plan file's header, and the digest it carries, which has been checked. */
    public record Opened(PlanHeader header, String digest) {}

    private PlanFile() {}

    /** Writes the plan and returns its digest. The file appears whole or not at all. */
    public static String write(Path file, PlanHeader header, List<PlanStep> steps) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            String digest;
            try (OutputStream out = Files.newOutputStream(partial)) {
                digest = render(header, steps, out);
                out.write(trailer(digest));
            }
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return digest;
        } catch (IOException e) {
            throw new OperatorException(
                    file + ": cannot be written: " + e.getMessage(),
                    "Check the free space and the permissions.",
                    ExitCode.PRECONDITION,
                    e);
        }
    }

    /** The digest that this plan's file would carry. */
    public static String digest(PlanHeader header, List<PlanStep> steps) {
        try {
            return render(header, steps, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String render(PlanHeader header, List<PlanStep> steps, OutputStream to) throws IOException {
        Sha256 digest = new Sha256();
        line(header(header, steps), digest, to);
        StepRenderer renderer = new StepRenderer();
        for (PlanStep step : steps) {
            line(renderer.render(step), digest, to);
        }
        return digest.text();
    }

    private static void line(JsonNode line, Sha256 digest, OutputStream to) throws IOException {
        byte[] bytes = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        digest.add(bytes);
        to.write(bytes);
    }

    private static ObjectNode header(PlanHeader header, List<PlanStep> steps) {
        ObjectNode line = JSON.createObjectNode();
        line.put("rethread", WORD);
        line.put("schema", SCHEMA);
        line.setAll((ObjectNode) JSON.valueToTree(header));
        line.put("steps", steps.size());
        line.put("writes", steps.stream().mapToInt(step -> step.writes().size()).sum());
        return line;
    }

    private static byte[] trailer(String digest) {
        return ("{\"digest\":\"" + digest + "\"}\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a plan file's header after checking that the file is whole.
     *
     * @throws OperatorException if it is missing, no plan, cut or changed
     */
    public static Opened open(Path file) {
        if (!Files.isRegularFile(file)) {
            String problem = Files.exists(file) ? ": is no file" : ": no such file";
            throw new OperatorException(file + problem, "Write a plan with 'rethread plan'.", ExitCode.SOURCE);
        }
        try {
            String digest = check(file);
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                return new Opened(parse(file, firstLine(lines)), digest);
            }
        } catch (IOException e) {
            throw unusable(file + ": cannot be read: " + e.getMessage(), "Check that you may read it.", e);
        }
    }

    /** The file ends with the digest of all that stands before. */
    private static String check(Path file) throws IOException {
        int trailer = trailer(new Sha256().text()).length;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long body = channel.size() - trailer;
            Sha256 digest = new Sha256();
            ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
            for (long at = 0; at < body; at += chunk.position()) {
                chunk.clear().limit((int) Math.min(chunk.capacity(), body - at));
                if (channel.read(chunk, at) <= 0) {
                    break;
                }
                digest.add(chunk.array(), chunk.position());
            }
            ByteBuffer end = ByteBuffer.allocate(trailer);
            if (body > 0) {
                channel.read(end, body);
            }
            String text = digest.text();
            if (!ByteBuffer.wrap(trailer(text)).equals(end.flip())) {
                throw unusable(
                        file + ": no plan, or one that was cut or changed: it does not end with its own digest",
                        "Plans are not edited by hand: write a new one with 'rethread plan'.",
                        null);
            }
            return text;
        }
    }

    private static String firstLine(BufferedReader lines) throws IOException {
        char[] head = new char[MAX_HEADER];
        int length = lines.read(head);
        String text = new String(head, 0, Math.max(0, length));
        return text.lines().findFirst().orElse("");
    }

    private static PlanHeader parse(Path file, String line) {
        try {
            JsonNode header = JSON.readTree(line);
            if (!header.path("rethread").asText().equals(WORD)) {
                throw unusable(file + ": no plan", "Write one with 'rethread plan'.", null);
            }
            int schema = header.path("schema").asInt();
            if (schema != SCHEMA) {
                throw unusable(
                        file + ": plan of schema " + schema + ", this version reads " + SCHEMA,
                        "Write a new one with 'rethread plan'.",
                        null);
            }
            return JSON.treeToValue(header, PlanHeader.class);
        } catch (JsonProcessingException e) {
            throw unusable(file + ": no plan", "Write one with 'rethread plan'.", e);
        }
    }

    private static OperatorException unusable(String message, String hint, @Nullable Exception cause) {
        return cause == null
                ? new OperatorException(message, hint, ExitCode.PRECONDITION)
                : new OperatorException(message, hint, ExitCode.PRECONDITION, cause);
    }
}
