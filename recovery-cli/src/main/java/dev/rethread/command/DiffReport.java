package dev.rethread.command;

import dev.rethread.diff.Difference;
import dev.rethread.diff.ElementDifference;
import dev.rethread.diff.Sides;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.util.List;
import java.util.stream.Collectors;

/** Two keyspaces side by side, for people. */
record DiffReport(Place a, Place b, Sides sides, Listing listing) {
    private static final int ELEMENTS_SHOWN = 4;

    /** The first differences, in the order of the keys. */
    static final class Listing {
        private final Table table = new Table("", "type", "key", "what");
        private final int limit;
        private long left;
        private int listed;

        /** @param limit 0 for all */
        Listing(int limit) {
            this.limit = limit;
        }

        void add(Difference found) {
            if (limit > 0 && listed >= limit) {
                left++;
                return;
            }
            listed++;
            String key = found.database() == 0 ? found.key() : found.database() + "/" + found.key();
            table.row(found.where().sign(), found.type(), key, what(found));
        }

        private static String what(Difference found) {
            if (found.elements().isEmpty()) {
                return found.content();
            }
            List<ElementDifference> elements = found.elements();
            String shown = elements.stream()
                    .limit(ELEMENTS_SHOWN)
                    .map(ElementDifference::text)
                    .collect(Collectors.joining(", "));
            int more = elements.size() - ELEMENTS_SHOWN;
            return more > 0 ? shown + " … and " + more + " more" : shown;
        }
    }

    /** One of the two, as JSON has it. */
    record Side(String name, String kind, boolean complete, List<String> damages, List<String> notes) {}

    static Side side(Place place) {
        return new Side(place.name(), place.kind(), place.complete(), place.damages(), place.notes());
    }

    void text(TextOut out) {
        side(out, "A", a, sides.inA());
        side(out, "B", b, sides.inB());
        out.blank();
        out.heading(summary());
        unproved(out);
        types(out);
        if (!listing.table.isEmpty()) {
            out.blank();
            out.table(listing.table);
        }
        if (listing.left > 0) {
            out.line("… and " + listing.left + " more keys: --limit 0 lists all, --format json too");
        }
    }

    private static void side(TextOut out, String letter, Place place, long keys) {
        String state = !place.complete() ? "not whole" : place.damages().isEmpty() ? "whole" : "whole, damage after it";
        out.line(letter + "  " + place.name() + ": " + place.kind() + ", " + state + ", " + keys + " keys");
        place.notes().forEach(note -> out.line("   " + note));
        place.damages().forEach(damage -> out.line("   damage: " + damage));
    }

    private String summary() {
        return sides.onlyInA() + " keys only in A, " + sides.onlyInB() + " only in B, " + sides.changed() + " changed, "
                + sides.equal() + " equal";
    }

    private void unproved(TextOut out) {
        if (!a.complete()) {
            out.line("A is not whole: " + sides.notFoundInA()
                    + " keys of B are not in it, which does not prove that they are new.");
        }
        if (!b.complete()) {
            out.line("B is not whole: " + sides.notFoundInB() + " keys of A are not in it, which does not prove that"
                    + " they were deleted; nor do elements that it lacks.");
        }
        if (sides.expired() > 0) {
            out.line("The deadline of " + sides.expired()
                    + " keys on one side only has passed: servers drop such keys, files keep them.");
        }
    }

    private void types(TextOut out) {
        Table table = new Table("type", ">only in A", ">only in B", ">changed");
        sides.types().forEach((type, of) -> table.row(type, of.onlyInA(), of.onlyInB(), of.changed()));
        if (!table.isEmpty()) {
            out.blank();
            out.table(table);
        }
    }
}
