package dev.rethread.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Columns of text, as wide as their widest cell; numbers stand to the right. The last column is never padded, so that
 * lines carry no trailing blanks.
 */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;
    private final int width;

    /** {@code headings} that begin with {@code >} are columns of numbers. */
    public Table(String... headings) {
        width = headings.length;
        right = new boolean[width];
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            right[i] = headings[i].startsWith(">");
            titles.add(right[i] ? headings[i].substring(1) : headings[i]);
        }
        rows.add(titles);
    }

    public Table row(Object... cells) {
        if (cells.length != width) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + width + " columns");
        }
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    List<String> lines(TextOut out, Personal personal) {
        rows.replaceAll(row -> row.stream().map(personal::in).toList());
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            String line = line(rows.get(r), widths);
            lines.add(r == 0 ? out.paint("2", line) : line);
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[width];
        for (List<String> row : rows) {
            for (int i = 0; i < width; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return widths;
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < width; i++) {
            String padding = " ".repeat(widths[i] - length(row.get(i)));
            line.append(right[i] ? padding + row.get(i) : row.get(i) + padding);
            line.append(i < width - 1 ? GAP : "");
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
