package dev.rethread.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and amounts as reports print them: always UTC, always with a unit. */
public final class Times {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Times() {}

    /** {@code 2014-04-23 19:24} in UTC, or a dash for 0. */
    public static String minute(long millis) {
        return millis == 0 ? "-" : MINUTE.format(Instant.ofEpochMilli(millis));
    }

    /** {@code 2014-04-23} in UTC, or a dash for 0. */
    public static String day(long millis) {
        return millis == 0 ? "-" : MINUTE.format(Instant.ofEpochMilli(millis)).substring(0, "yyyy-MM-dd".length());
    }

    /** {@code 1.4 MiB}. */
    public static String bytes(long count) {
        if (count < 1 << 10) {
            return count + " B";
        }
        if (count < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", count / 1024.0);
        }
        return String.format(Locale.ROOT, "%.1f MiB", count / 1048576.0);
    }
}
