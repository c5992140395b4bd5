package dev.rethread.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is bound to. A change in any of it makes the plan void.
 *
 * @param incident the incident's id
 * @param staging the id of the staging it was computed from
 * @param created ISO-8601, UTC
 * @param target the live server as the plan saw it
 * @param inputs the sources by digest
 * @param unattributed whether it writes keys that no rule of the profile knows, too
 * @param reservations fresh ids that the replay takes from live's counters
 */
public record PlanHeader(
        String incident,
        String staging,
        String profile,
        String created,
        TargetFingerprint target,
        List<Input> inputs,
        List<Reservation> reservations,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unattributed) {
    /** A source and the SHA-256 of its bytes. */
    public record Input(String name, String role, String sha256) {}

    /**
     * {@code count} ids of {@code domain}, to be taken from a counter.
     *
     * @param domain for ids within something, with its id in the lost branch: {@code comment/12}
     * @param counter the key, in live's ids
     * @param field of the hash {@code counter}; null where the counter is a string
     */
    public record Reservation(
            String domain,
            String counter,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String field,

            long count) {
        /** As people read it: {@code next-thread}, or {@code global nextUid}. */
        public String place() {
            return field == null ? counter : counter + " " + field;
        }
    }

    public PlanHeader {
        inputs = List.copyOf(inputs);
        reservations = List.copyOf(reservations);
    }
}
