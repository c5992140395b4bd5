package dev.rethread.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The judgement of a recovery of a NodeBB forum.
 *
 * @param restored by kind: what the gap held and live now has, right in every part
 * @param waiting by kind: what must not be there yet, since somebody or a category is not there again
 * @param flaws what is wrong, one readable line each, without secrets
 */
public record NodeBbVerdict(
        Map<String, Integer> restored, Map<String, Integer> waiting, Map<Flaw, List<String>> flaws) {
    private static final int EXAMPLES = 60;

    /** The ways in which a recovery can be wrong. */
    public enum Flaw {
        /** Another text, author, time, topic or category than it must have; an edit that is not back. */
        WRONG,
        /** It must be there. */
        MISSING,
        /** It is there more than once. */
        DUPLICATE,
        /** Users wrote it after the incident, or before and the gap did not touch it, and it is no longer as it was. */
        LIVE_CHANGED,
        /** No branch ever held it. */
        INVENTED,
        /** It must wait, and is there. */
        EARLY,
        /** It names something that is not there. */
        BROKEN,
        /** A vote, bookmark, follow, membership or the like too many or too few, or at another time. */
        RELATION,
        /** A read mark went back or is missing. */
        MARK,
        /** A count or an index is not what the software keeps. */
        INDEX,
        /** A credential of the lost branch, or a permission that nobody in live gave. */
        SECRET
    }

    static NodeBbVerdict empty() {
        return new NodeBbVerdict(new TreeMap<>(), new TreeMap<>(), new EnumMap<>(Flaw.class));
    }

    void restored(String kind) {
        restored.merge(kind, 1, Integer::sum);
    }

    void waits(String kind) {
        waiting.merge(kind, 1, Integer::sum);
    }

    void flaw(Flaw flaw, String line) {
        flaws.computeIfAbsent(flaw, any -> new ArrayList<>()).add(line);
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
                    .limit(EXAMPLES)
                    .forEach(line -> out.append("    ").append(line).append('\n'));
        });
        return out.toString();
    }
}
