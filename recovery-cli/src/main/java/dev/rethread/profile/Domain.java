package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A space of ids.
 *
 * @param ids how new ones come about
 * @param counter the string key that issues them, for {@link Ids#COUNTER}
 */
public record Domain(Ids ids, @Nullable String counter) {
    /** How ids of a domain come about. */
    public enum Ids {
        /** Taken from a counter key; after a rollback they are issued again. */
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
            @JsonProperty(value = "ids", required = true) Ids ids, @JsonProperty("counter") @Nullable String counter) {
        if ((ids == Ids.COUNTER) != (counter != null)) {
            throw new IllegalArgumentException(
                    "a domain names its counter key when, and only when, its ids are counted");
        }
        this.ids = ids;
        this.counter = counter;
    }
}
