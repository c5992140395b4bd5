package dev.rethread.command;

import dev.rethread.replay.Verification.Leftover;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.util.List;
import java.util.Locale;

/**
 * What is left to write.
 *
 * @param leftOut keys that no rule of the profile knows and that could be written, where they were not asked for
 */
record VerifyReport(List<Leftover> left, long leftOut) implements Report {
    private static final int SHOWN = 50;

    @Override
    public void text(TextOut out) {
        left(out);
        if (leftOut > 0) {
            out.line(leftOut
                    + " keys that no rule of the profile knows are not looked at; with --unattributed they are");
        }
    }

    private void left(TextOut out) {
        if (left.isEmpty()) {
            out.heading("Verified: live was read again and merged again, and nothing is left to write.");
            return;
        }
        out.heading(left.size() + " writes are left");
        Table table = new Table("kind", "item", "key", "because");
        left.stream()
                .limit(SHOWN)
                .forEach(one -> table.row(
                        one.kind(),
                        one.item(),
                        one.key(),
                        one.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        out.table(table);
        if (left.size() > SHOWN) {
            out.line("… and " + (left.size() - SHOWN) + " more (--format json has all)");
        }
    }
}
