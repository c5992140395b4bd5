package dev.rethread.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The judgement of a recovery of a Lamer News site.
 *
 * @param restored by kind: what the gap held and live now has, right in every part
 * @param waiting by kind: what must not be there yet, since somebody has not registered again
 * @param flaws what is wrong, one readable line each, without secrets
 */
public record LamerNewsVerdict(
        Map<String, Integer> restored, Map<String, Integer> waiting, Map<Flaw, List<String>> flaws) {
    /** The ways in which a recovery can be wrong. */
    public enum Flaw {
        /** Another text, author, time or parent than it must have. */
        WRONG,
        /** It must be there. */
        MISSING,
        /** It is there more than once. */
        DUPLICATE,
        /** Users wrote it after the incident, and it is no longer as they did. */
        LIVE_CHANGED,
        /** No branch ever held it. */
        INVENTED,
        /** It must wait, and is there. */
        EARLY,
        /** It names something that is not there. */
        BROKEN,
        /** A vote too many or too few, or at another time. */
        VOTE,
        /** A count or an index is not what the software keeps. */
        INDEX,
        /** A credential of the lost branch. */
        SECRET
    }

    static LamerNewsVerdict empty() {
        return new LamerNewsVerdict(new TreeMap<>(), new TreeMap<>(), new EnumMap<>(Flaw.class));
    }

    void count(String kind) {
        restored.merge(kind, 1, Integer::sum);
    }

    void waits(String kind) {
        waiting.merge(kind, 1, Integer::sum);
    }

    void flaw(Flaw flaw, String line) {
        flaws.computeIfAbsent(flaw, any -> new ArrayList<>()).add(line);
    }

    /** Notes the flaw unless {@code holds}. */
    void check(boolean holds, Flaw flaw, String line) {
        if (!holds) {
            flaw(flaw, line);
        }
    }

    public boolean right() {
        return flaws.isEmpty();
    }

    public int flaws(Flaw flaw) {
        return flaws.getOrDefault(flaw, List.of()).size();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("restored " + restored + "\nwaiting " + waiting + "\n");
        flaws.forEach((flaw, lines) -> {
            out.append(flaw).append(' ').append(lines.size()).append('\n');
            lines.stream()
                    .limit(8)
                    .forEach(line -> out.append("    ").append(line).append('\n'));
        });
        return out.toString();
    }
}
