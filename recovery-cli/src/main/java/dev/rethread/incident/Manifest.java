package dev.rethread.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code incident.yaml} says. Paths are absolute or relative to the incident folder; no password stands here.
 *
 * @param schema the version of this shape
 * @param id a random UUID: ledger and plans are bound to it
 * @param created ISO-8601, UTC
 * @param profile the name of a shipped profile, or a YAML file
 * @param base the dump that live was rolled back to; null where none is left
 * @param rolledBackTo where there is no base, when it was made, ISO-8601; null where that is not known
 * @param evidence what survived of the lost branch
 * @param policies what a merge shall do where it could go either way
 * @param live {@code redis://[user@]host:port}, or an RDB file of it, which allows dry runs only
 */
@JsonPropertyOrder({"schema", "id", "created", "profile", "base", "rolled-back-to", "evidence", "live", "policies"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        int schema,
        String id,
        String created,
        String profile,
        @Nullable String base,
        @JsonProperty("rolled-back-to") @Nullable String rolledBackTo,
        List<SourceEntry> evidence,
        String live,
        Policies policies) {
    /** Names that no evidence can have. */
    public static final Set<String> RESERVED = Set.of("base", "live", "incident", "map", "profile");

    static final int SCHEMA = 1;

    /**
     * A surviving source: the name that reports call it by, and where it is.
     *
     * @param until how far an append-only file is read: a time in UTC, {@code wipe} or {@code end}; null for a wipe
     * @param untilOffset {@code N} or {@code FILE:N}, instead of {@code until}
     * @param engine what replays an append-only file: {@code java}, {@code redis}, or a redis-server's file; null for java
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SourceEntry(
            String name,
            String path,
            @Nullable String until,
            @JsonProperty("until-offset") @Nullable String untilOffset,
            @Nullable String engine) {
        private static final Set<String> KEYS = Set.of("name", "path", "until", "until-offset", "engine");

        public SourceEntry {
            if (name.isEmpty() || path.isEmpty()) {
                throw new IllegalArgumentException("a source needs a name and a path");
            }
        }

        /** From the keys of the file; a key that is not there says nothing, one that means nothing is refused. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static SourceEntry of(Map<String, @Nullable String> keys) {
            for (String key : keys.keySet()) {
                if (!KEYS.contains(key)) {
                    throw new IllegalArgumentException("a source has no '" + key + "'");
                }
            }
            String name = Objects.requireNonNullElse(keys.get("name"), "");
            String path = Objects.requireNonNullElse(keys.get("path"), "");
            return new SourceEntry(name, path, keys.get("until"), keys.get("until-offset"), keys.get("engine"));
        }

        public SourceEntry(String name, String path) {
            this(name, path, null, null, null);
        }
    }

    /**
     * What an incident decides.
     *
     * @param database the number of the database that holds the forum; null for the profile's
     * @param prefix what stands before every key; null for the profile's
     * @param map a YAML file, domain to lost id to live id; null for none
     * @param reposts what becomes of a lost item that its author typed again by hand
     * @param absent what becomes of an item whose author is not there
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Policies(
            @Nullable Integer database,
            @Nullable String prefix,
            @Nullable String map,
            Reposts reposts,
            Absent absent) {
        /** Nothing is decided. */
        public static final Policies NONE = of(null, null, null, null, null);

        public Policies {
            if (database != null && database < 0) {
                throw new IllegalArgumentException("no database " + database);
            }
        }

        /** From the keys of the file; what is not there is not decided. */
        @JsonCreator
        public static Policies of(
                @JsonProperty("database") @Nullable Integer database,
                @JsonProperty("prefix") @Nullable String prefix,
                @JsonProperty("map") @Nullable String map,
                @JsonProperty("reposts") @Nullable Reposts reposts,
                @JsonProperty("absent") @Nullable Absent absent) {
            return new Policies(
                    database,
                    prefix,
                    map,
                    Objects.requireNonNullElse(reposts, Reposts.BESIDE),
                    Objects.requireNonNullElse(absent, Absent.HOLD));
        }
    }

    /** What becomes of a lost item that its author typed again by hand. */
    public enum Reposts {
        /** It comes back beside what was typed. */
        @JsonProperty("beside")
        BESIDE,
        /** What was typed is taken for it; what belonged to the lost one comes back there. */
        @JsonProperty("merge")
        MERGE
    }

    /** What becomes of an item whose author is not there. */
    public enum Absent {
        /** It waits. */
        @JsonProperty("hold")
        HOLD,
        /** It comes back with the profile's placeholder in the author's stead. */
        @JsonProperty("placeholder")
        PLACEHOLDER
    }

    public Manifest(
            @JsonProperty(value = "schema", required = true) int schema,
            @JsonProperty(value = "id", required = true) @JsonSetter(nulls = Nulls.FAIL) String id,
            @JsonProperty(value = "created", required = true) @JsonSetter(nulls = Nulls.FAIL) String created,
            @JsonProperty(value = "profile", required = true) @JsonSetter(nulls = Nulls.FAIL) String profile,
            @JsonProperty("base") @Nullable String base,
            @JsonProperty("rolled-back-to") @Nullable String rolledBackTo,
            @JsonProperty("evidence") @Nullable List<SourceEntry> evidence,
            @JsonProperty(value = "live", required = true) @JsonSetter(nulls = Nulls.FAIL) String live,
            @JsonProperty("policies") @Nullable Policies policies) {
        this.schema = schema;
        this.id = id;
        this.created = created;
        this.profile = profile;
        this.base = base;
        this.rolledBackTo = rolledBackTo;
        this.evidence = List.copyOf(Objects.requireNonNullElse(evidence, List.of()));
        this.live = live;
        this.policies = Objects.requireNonNullElse(policies, Policies.NONE);
        check();
    }

    private void check() {
        Set<String> names = new HashSet<>(RESERVED);
        for (SourceEntry source : evidence) {
            if (!names.add(source.name())) {
                throw new IllegalArgumentException("two sources are called '" + source.name() + "'");
            }
        }
        if ((base != null && base.isBlank())
                || Stream.of(id, created, live, profile).anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("id, created, base, live and profile must name something");
        } else if (base != null && rolledBackTo != null) {
            throw new IllegalArgumentException("rolled-back-to stands for a base that is not there: name one of them");
        }
        rolledBack();
    }

    /** When the base was made that is not there; empty where that is not known. */
    public Optional<Instant> rolledBack() {
        try {
            return Optional.ofNullable(rolledBackTo).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "rolled-back-to: '" + rolledBackTo + "' is no time like 2014-03-27T10:00:00Z", e);
        }
    }

    /** A manifest of the current shape. */
    public static Manifest of(
            String id,
            Instant created,
            String profile,
            @Nullable String base,
            @Nullable String rolledBackTo,
            List<SourceEntry> evidence,
            String live,
            Policies policies) {
        return new Manifest(SCHEMA, id, created.toString(), profile, base, rolledBackTo, evidence, live, policies);
    }
}
