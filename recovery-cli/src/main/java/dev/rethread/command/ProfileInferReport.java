package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.infer.Proposal;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proposed profile.
 *
 * @param file where it was written to, null where nowhere
 * @param keys in the database
 * @param claimed those for which it has a rule
 * @param forms of key that have a rule, beside those of the items
 * @param untold forms of key that have none
 * @param mistake why the proposal does not load as it is, null where it does
 */
record ProfileInferReport(
        List<String> sources,
        @Nullable String file,
        int database,
        long keys,
        long claimed,
        List<Proposal.Kind> kinds,
        int forms,
        List<String> untold,
        @Nullable String mistake,
        List<String> notes,
        String yaml)
        implements Report {

    static ProfileInferReport of(List<String> sources, @Nullable Path out, Proposal proposal, List<String> notes) {
        return new ProfileInferReport(
                List.copyOf(sources),
                out == null ? null : out.toString(),
                proposal.database(),
                proposal.keys(),
                proposal.claimed(),
                proposal.kinds(),
                proposal.forms(),
                proposal.untold(),
                proposal.mistake(),
                notes,
                proposal.yaml());
    }

    ExitCode exitCode() {
        return claimed == keys && mistake == null && notes.isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    /** What belongs beside the profile, on stderr. */
    List<String> sayings() {
        List<String> sayings = new ArrayList<>(notes);
        if (mistake != null) {
            sayings.add("the proposal does not load as it is: " + mistake);
        }
        return sayings;
    }

    @Override
    public void text(TextOut out) {
        if (file == null) {
            yaml.lines().forEach(out::line);
            return;
        }
        out.line("database " + database + ": " + claimed + " of " + keys + " keys have a rule");
        Table table = new Table("kind", ">items", "time", "author", "parent", "credentials");
        kinds.forEach(kind -> table.row(
                kind.name(),
                kind.items(),
                kind.time(),
                kind.author(),
                kind.parent(),
                String.join(" ", kind.credentials())));
        out.table(table);
        out.line(forms + " other forms of key have a rule, " + untold.size() + " have none");
        out.line("wrote " + file + "; read every line before it is used");
    }
}
