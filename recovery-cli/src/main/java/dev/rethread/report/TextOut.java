package dev.rethread.report;

import java.io.PrintWriter;

/** Where text for people goes, and whether it may be coloured. */
public final class TextOut {
    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final boolean colour;

    public TextOut(PrintWriter out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    public void line(String text) {
        out.print(text);
        out.print('\n');
    }

    public void blank() {
        out.print('\n');
    }

    /** A heading, bold on a terminal. */
    public void heading(String text) {
        line(paint("1", text));
    }

    public void table(Table table) {
        table.lines(this).forEach(this::line);
    }

    String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
