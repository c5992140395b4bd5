package dev.rethread.server;

import java.util.HashMap;
import java.util.Map;

/**
 * One answer to {@code INFO}: field name to text. A field that an old server does not know is empty, or 0.
 *
 * @param fields without the section headings
 */
public record ServerState(Map<String, String> fields) {
    public ServerState {
        fields = Map.copyOf(fields);
    }

    /** The answer's lines {@code name:text}. */
    public static ServerState parse(String info) {
        Map<String, String> fields = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#') {
                fields.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return new ServerState(fields);
    }

    public String runId() {
        return text("run_id");
    }

    public String role() {
        return text("role");
    }

    public String version() {
        return text("redis_version");
    }

    public String text(String field) {
        return fields.getOrDefault(field, "");
    }

    /** 0 where it is missing or no number. */
    public long number(String field) {
        try {
            return Long.parseLong(text(field));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether a field, where the server knows it, says that something went wrong. */
    boolean failing(String field) {
        String text = text(field);
        return !text.isEmpty() && !text.equals("ok");
    }
}
