package dev.rethread.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rethread.fit.Fit;
import dev.rethread.profile.Profile;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.util.List;

/**
 * How well a profile fits a keyspace.
 *
 * @param complete whether the source was read whole
 * @param limit how many unclaimed forms the text lists
 */
record ProfileCheckReport(
        String profile,
        String source,
        boolean complete,
        long keys,
        long claimed,
        List<String> damages,
        @JsonUnwrapped Fit fit,
        @JsonIgnore int limit)
        implements Report {
    static ProfileCheckReport of(Profile profile, Place place, Fit fit, int limit) {
        return new ProfileCheckReport(
                profile.name(), place.name(), place.complete(), fit.keys(), fit.claimed(), place.damages(), fit, limit);
    }

    @Override
    public void text(TextOut out) {
        out.heading(profile + " against " + source + ": " + claimed + " of " + keys + " keys claimed");
        if (!complete) {
            out.line("The source is not whole; ids may name what is missing in it.");
        }
        Table roles = new Table(">keys", ">bytes", "are");
        fit.roles().forEach(role -> roles.row(role.keys(), role.bytes(), role.role()));
        section(out, roles);
        unclaimed(out);
        unlike(out);
        ids(out);
        counts(out);
        if (fit.clean()) {
            out.blank();
            out.line("Everything fits.");
        }
    }

    private void unclaimed(TextOut out) {
        Table table = new Table(">keys", ">bytes", "type", "of no rule");
        fit.unclaimed().stream()
                .limit(limit)
                .forEach(shape -> table.row(shape.keys(), shape.bytes(), shape.type(), shape.form()));
        section(out, table);
        if (fit.unclaimed().size() > limit) {
            out.line("and " + (fit.unclaimed().size() - limit) + " more forms, see --limit");
        }
    }

    private void unlike(TextOut out) {
        Table table = new Table(">times", "is", "where", "for example in");
        fit.unlike().forEach(one -> table.row(one.times(), one.problem(), one.place(), one.example()));
        section(out, table);
    }

    private void ids(TextOut out) {
        Table table = new Table(">ids", ">name nothing", "where", "for example");
        fit.ids().stream()
                .filter(ids -> ids.nowhere() > 0)
                .forEach(ids -> table.row(ids.named(), ids.nowhere(), ids.place(), ids.example()));
        section(out, table);
    }

    private void counts(TextOut out) {
        Table table = new Table(">counts", ">differ", "where", "for example");
        fit.counts().stream()
                .filter(count -> count.compared() > 0)
                .forEach(count -> table.row(
                        count.compared(),
                        count.different(),
                        count.place(),
                        count.example().isEmpty() ? "-" : count.example()));
        section(out, table);
    }

    private static void section(TextOut out, Table table) {
        if (!table.isEmpty()) {
            out.blank();
            out.table(table);
        }
    }
}
