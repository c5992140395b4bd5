package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The three-way merge of one element. Letters are values, different letters are different values, – is absent:
 *
 * <pre>
 * base evidence live | complete evidence    incomplete evidence
 *  –      –      –   | UNCHANGED            UNCHANGED
 *  –      –      x   | LIVE_ONLY            LIVE_ONLY
 *  –      x      –   | LOST                 LOST
 *  –      x      x   | PRESENT              PRESENT
 *  –      x      y   | COLLISION            COLLISION
 *  a      a      a   | UNCHANGED            UNCHANGED
 *  a      a      –   | DELETED_SINCE        DELETED_SINCE
 *  a      a      y   | EDITED_LIVE          EDITED_LIVE
 *  a      x      a   | EDITED               EDITED
 *  a      x      x   | PRESENT              PRESENT
 *  a      x      –   | EDITED_THEN_DELETED  EDITED_THEN_DELETED
 *  a      x      y   | CONFLICT             CONFLICT
 *  a      –      a   | DELETED_IN_GAP       UNCHANGED
 *  a      –      –   | DELETED_BOTH         DELETED_SINCE
 *  a      –      y   | DELETED_THEN_EDITED  EDITED_LIVE
 * </pre>
 *
 * Incomplete evidence that lacks an element says nothing about it, so that it stands for whatever the base had.
 */
public final class ThreeWay {
    private ThreeWay() {}

    public static Verdict judge(
            @Nullable Bytes base, @Nullable Bytes evidence, @Nullable Bytes live, boolean evidenceComplete) {
        Bytes known = evidence == null && !evidenceComplete ? base : evidence;
        if (Objects.equals(base, known)) {
            return unchangedInGap(base, live);
        }
        if (base == null) {
            return addedInGap(known, live);
        }
        return known == null ? deletedInGap(base, live) : editedInGap(base, known, live);
    }

    private static Verdict unchangedInGap(@Nullable Bytes base, @Nullable Bytes live) {
        if (Objects.equals(base, live)) {
            return Verdict.UNCHANGED;
        }
        if (base == null) {
            return Verdict.LIVE_ONLY;
        }
        return live == null ? Verdict.DELETED_SINCE : Verdict.EDITED_LIVE;
    }

    private static Verdict addedInGap(@Nullable Bytes evidence, @Nullable Bytes live) {
        if (live == null) {
            return Verdict.LOST;
        }
        return Objects.equals(evidence, live) ? Verdict.PRESENT : Verdict.COLLISION;
    }

    private static Verdict deletedInGap(Bytes base, @Nullable Bytes live) {
        if (live == null) {
            return Verdict.DELETED_BOTH;
        }
        return live.equals(base) ? Verdict.DELETED_IN_GAP : Verdict.DELETED_THEN_EDITED;
    }

    private static Verdict editedInGap(Bytes base, Bytes evidence, @Nullable Bytes live) {
        if (live == null) {
            return Verdict.EDITED_THEN_DELETED;
        }
        if (live.equals(evidence)) {
            return Verdict.PRESENT;
        }
        return live.equals(base) ? Verdict.EDITED : Verdict.CONFLICT;
    }
}
