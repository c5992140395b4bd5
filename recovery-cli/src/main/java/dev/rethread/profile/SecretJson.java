package dev.rethread.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.SecretShapes.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in JSON: each scalar beside the names above it, at any depth, also in JSON inside a JSON string; and an object
 * that is a session as a whole. Bytes that turn out to be no JSON are judged up to where they stop being it.
 */
final class SecretJson {
    /** Of a longer value only what is unmistakable is found. */
    static final int LONGEST = 16 << 20;

    /** JSON in a string in JSON … is followed this far. */
    private static final int DEEPEST = 4;

    /** So many of the names above a value count, and so many characters of each. */
    private static final int NAMES = 5;

    private static final int LONGEST_NAME = 200;

    private static final int NAMES_KNOWN = 1000;

    private static final JsonFactory JSON = new JsonFactory();

    /** Names that together only a session has. */
    private static final Set<String> SESSION = Set.of(
            "cookie", "passport", "csrfToken", "csrfSecret", "_csrf", "csrf", "flash", "_csrf_token", "returnTo");

    private final Deque<String> path = new ArrayDeque<>();
    private final Set<String> sessionNames = new HashSet<>();
    private final Set<String> keyNames = new HashSet<>();
    private final Map<String, TellingName> known = new HashMap<>();
    private final String outermost;
    private final int depth;

    private SecretJson(String name, int depth) {
        this.outermost = name;
        this.depth = depth;
    }

    static Optional<Kind> find(String name, Bytes value) {
        return find(name, value, 0);
    }

    private static Optional<Kind> find(String name, Bytes value, int depth) {
        if (value.length() > LONGEST || depth > DEEPEST || !looksLikeJson(value)) {
            return Optional.empty();
        }
        return Optional.ofNullable(new SecretJson(name, depth).walk(value));
    }

    private static boolean looksLikeJson(Bytes value) {
        int i = 0;
        while (i < value.length() && value.at(i) <= ' ') {
            i++;
        }
        return i < value.length() && (value.at(i) == '{' || value.at(i) == '[');
    }

    private @Nullable Kind walk(Bytes value) {
        try (JsonParser parser = JSON.createParser(value.unsafeArray())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Kind kind = token(token, parser);
                if (kind != null) {
                    return kind;
                }
            }
        } catch (IOException notJson) {
            return null;
        }
        return null;
    }

    private @Nullable Kind token(JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            case FIELD_NAME -> path.push(shortened(parser.currentName()));
            case START_OBJECT, START_ARRAY -> path.push("");
            case END_OBJECT, END_ARRAY -> {
                path.pop();
                leave(parser);
            }
            default -> {
                Kind kind = scalar(parser.getText());
                leave(parser);
                return kind;
            }
        }
        return token == JsonToken.FIELD_NAME ? whole(parser.currentName()) : null;
    }

    /** After a value its name is no longer one of those above. */
    private void leave(JsonParser parser) {
        if (parser.getParsingContext().inObject() && !path.isEmpty()) {
            path.pop();
        }
    }

    private @Nullable Kind scalar(String value) {
        String names = names();
        if (known.size() >= NAMES_KNOWN) {
            known.clear();
        }
        TellingName telling = known.computeIfAbsent(names, TellingName::of);
        return find(names, Bytes.of(value), depth + 1)
                .or(() -> SecretShapes.beside(telling, value))
                .orElse(null);
    }

    /** The names above, outermost first, so that the last word is the nearest name's. */
    private String names() {
        List<String> nearest = path.stream().limit(NAMES).collect(Collectors.toCollection(ArrayList::new));
        nearest.add(outermost);
        Collections.reverse(nearest);
        return String.join(" ", nearest);
    }

    private static String shortened(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    /** Two of a session's names make a session; {@code kty} and {@code d} a private JSON Web Key. */
    private @Nullable Kind whole(String name) {
        if (SESSION.contains(name)) {
            sessionNames.add(name);
        } else if (name.equals("kty") || name.equals("d")) {
            keyNames.add(name);
        }
        if (keyNames.size() == 2) {
            return Kind.PRIVATE_KEY;
        }
        return sessionNames.size() >= 2 ? Kind.SESSION : null;
    }
}
