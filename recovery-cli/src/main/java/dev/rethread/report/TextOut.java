package dev.rethread.report;

import java.io.PrintWriter;

/** Where text for people goes, whether it may be coloured, and what becomes of personal data in it. */
public final class TextOut {
    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final boolean colour;
    private final Personal personal;

    public TextOut(PrintWriter out, boolean colour, Personal personal) {
        this.out = out;
        this.colour = colour;
        this.personal = personal;
    }

    public void line(String text) {
        out.print(personal.in(text));
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
        table.lines(this, personal).forEach(line -> out.print(line + "\n"));
    }

    String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
