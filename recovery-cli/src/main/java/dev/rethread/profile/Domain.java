package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A space of ids.
 *
 * @param ids how new ones come about
 * @param counter what issues them, for {@link Ids#COUNTER}
 * @param within the domain in each of whose items the ids begin anew; null for ids that are unique by themselves
 */
public record Domain(
        Ids ids, @Nullable Counter counter, @Nullable String within) {
    /** Between the name of a domain and the id that its ids are within: {@code comment/12}. */
    private static final char WITHIN = '/';

    /** How ids of a domain come about. */
    public enum Ids {
        /** Taken from a counter; after a rollback they are issued again. */
        COUNTER,
        /** Made from a title; a taken one gets {@code -2}, {@code -3} and so on. */
        SUFFIX,
        /** Chosen by people: the same id is the same thing. */
        NAME;

        @com.fasterxml.jackson.annotation.JsonCreator
        static Ids ofWord(String word) {
            return Arrays.stream(values())
                    .filter(ids -> ids.name().equals(word.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("ids: '" + word + "' is none of counter, suffix, name"));
        }
    }

    public Domain(
            @JsonProperty(value = "ids", required = true) Ids ids,
            @JsonProperty("counter") @Nullable Counter counter,
            @JsonProperty("within") @Nullable String within) {
        if ((ids == Ids.COUNTER) != (counter != null)) {
            throw new IllegalArgumentException("a domain names its counter when, and only when, its ids are counted");
        }
        this.ids = ids;
        this.counter = counter;
        this.within = within;
    }

    /** The name of the space of ids within {@code parent}: {@code comment/12}. */
    public static String within(String domain, String parent) {
        return domain + WITHIN + parent;
    }

    /** {@code comment} of {@code comment/12}; a name that stands alone is itself. */
    public static String plain(String domain) {
        int at = domain.indexOf(WITHIN);
        return at < 0 ? domain : domain.substring(0, at);
    }

    /** {@code 12} of {@code comment/12}; empty for ids that are unique by themselves. */
    public static String parent(String domain) {
        int at = domain.indexOf(WITHIN);
        return at < 0 ? "" : domain.substring(at + 1);
    }
}
