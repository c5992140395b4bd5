package dev.rethread.rdb;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers that an RDB is written for, one constant for all that read the same version of the format. A server reads
 * every older version too, except that Valkey 9 refuses what Redis 7.4 and later write.
 */
public enum RdbTarget {
    REDIS_2_4("REDIS", 2, 12, "redis 2.4"),
    REDIS_2_6("REDIS", 6, 13, "redis 2.6", "redis 2.8", "redis 3.0"),
    REDIS_3_2("REDIS", 7, 14, "redis 3.2"),
    REDIS_4_0("REDIS", 8, 14, "redis 4.0"),
    REDIS_5_0("REDIS", 9, 15, "redis 5.0", "redis 6.0", "redis 6.2"),
    REDIS_7_0("REDIS", 10, 19, "redis 7.0"),
    REDIS_7_2("REDIS", 11, 21, "redis 7.2", "valkey 7.2", "valkey 8.0", "valkey 8.1"),
    REDIS_7_4("REDIS", 12, 25, "redis 7.4", "redis 8.0", "redis 8.2", "redis 8.4"),
    REDIS_8_6("REDIS", 13, 26, "redis 8.6", "redis 8.8", "redis 8.10"),
    VALKEY_9("VALKEY", 80, 22, "valkey 9.0", "valkey 9.1");

    /** Read by Redis 7.0 and later and by every Valkey; it has no place for the expiry of hash fields. */
    public static final RdbTarget NEWEST_COMMON = REDIS_7_0;

    private static final Pattern SERVER = Pattern.compile("(?:(redis|valkey)[ -])?(\\d+\\.\\d+)(?:\\.\\d+)*");

    private final String magic;
    private final int version;
    private final int newestType;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> servers;

    RdbTarget(String magic, int version, int newestType, String... servers) {
        this.magic = magic;
        this.version = version;
        this.newestType = newestType;
        this.servers = List.of(servers);
    }

    /**
     * The target that a server reads, of the newest version known here: {@code 7.0}, {@code redis 2.8.19},
     * {@code valkey 8.1}. Without a name it is Redis.
     *
     * @throws IllegalArgumentException if no such server is known
     */
    public static RdbTarget of(String server) {
        Matcher parts = SERVER.matcher(server.strip().toLowerCase(Locale.ROOT));
        if (parts.matches()) {
            String name = (parts.group(1) == null ? "redis" : parts.group(1)) + " " + parts.group(2);
            for (RdbTarget target : values()) {
                if (target.servers.contains(name)) {
                    return target;
                }
            }
        }
        throw new IllegalArgumentException(
                "no RDB can be written for \"" + server + "\"; known are Redis 2.4 to 8.10 and Valkey 7.2 to 9.1");
    }

    /** The word that the file begins with: {@code REDIS} or {@code VALKEY}. */
    public String magic() {
        return magic;
    }

    /** The version of the format; Valkey counts its own from 80. */
    public int version() {
        return version;
    }

    /** Whether the file can carry AUX fields. */
    public boolean carriesAux() {
        return version >= 7;
    }

    /** Whether the file can carry function libraries. */
    public boolean carriesFunctions() {
        return version >= 10;
    }

    /** Whether the file can carry streams. */
    public boolean carriesStreams() {
        return version >= 9;
    }

    /** Whether the file can carry the expiry of a hash's fields. */
    public boolean carriesFieldExpiries() {
        return version >= 12;
    }

    /** Whether the file can carry what is kept of idempotent producers of a stream. */
    boolean carriesProducers() {
        return newestType >= 26;
    }

    /** Expiries in milliseconds; before, they are in seconds of 32 bits. */
    boolean hasMilliseconds() {
        return version >= 3;
    }

    boolean hasChecksum() {
        return version >= 5;
    }

    boolean hasBinaryScores() {
        return version >= 8;
    }

    /** Whether its servers read values of this type: {@code rdb.h} of each, without what only pre-releases wrote. */
    boolean knows(int type) {
        return switch (type) {
            case 5, 7 -> version >= 8;
            case 6, 8, 23 -> false;
            case 22 -> this == VALKEY_9;
            default -> type >= 0 && type <= newestType;
        };
    }

    /** Its oldest server and its version of the format, for messages: {@code redis 7.0 (RDB version 10)}. */
    @Override
    public String toString() {
        return servers.get(0) + " (RDB version " + version + ")";
    }
}
