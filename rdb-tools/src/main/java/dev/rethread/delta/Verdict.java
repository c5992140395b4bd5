package dev.rethread.delta;

/** What became of one element between base, evidence and live; {@link ThreeWay} has the table. */
public enum Verdict {
    /** Nothing happened to it on either side, as far as the evidence can tell. */
    UNCHANGED(Course.NOTHING),
    /** Live already holds what the evidence holds. */
    PRESENT(Course.NOTHING),
    /** Only live has it: written since the rollback. */
    LIVE_ONLY(Course.NOTHING),
    /** Written in the gap and gone: to be restored. */
    LOST(Course.RESTORE),
    /** Written on both sides, differently: renumber where it is another item's, otherwise a conflict. */
    COLLISION(Course.DISPUTE),
    /** Edited in the gap, rolled back since: the edit is to be restored. */
    EDITED(Course.RESTORE),
    /** Edited since the rollback only: live stays. */
    EDITED_LIVE(Course.NOTHING),
    /** Edited on both sides, differently: live stays, both are reported. */
    CONFLICT(Course.DISPUTE),
    /** Deleted in the gap, back with the rollback: deleted again on explicit request only. */
    DELETED_IN_GAP(Course.ASK),
    /** Deleted since the rollback, unchanged in the gap: stays deleted. */
    DELETED_SINCE(Course.NOTHING),
    /** Deleted in the gap and again since: stays deleted. */
    DELETED_BOTH(Course.NOTHING),
    /** Edited in the gap, but deleted since: stays deleted, the lost edit is reported. */
    EDITED_THEN_DELETED(Course.DISPUTE),
    /** Deleted in the gap, but edited since: live stays, the lost deletion is reported. */
    DELETED_THEN_EDITED(Course.DISPUTE);

    private enum Course {
        NOTHING,
        RESTORE,
        ASK,
        DISPUTE
    }

    private final Course course;

    Verdict(Course course) {
        this.course = course;
    }

    /** Whether the evidence's value is to be written to live. */
    public boolean restores() {
        return course == Course.RESTORE;
    }

    /** Whether both sides went their own way: nothing is written, and a human should see both. */
    public boolean disputed() {
        return course == Course.DISPUTE;
    }

    /** Whether live is to change only when the operator asks for it. */
    public boolean onRequest() {
        return course == Course.ASK;
    }
}
