package dev.rethread.diff;

/**
 * One part of a key that differs, without its value.
 *
 * @param change {@code +} only in B, {@code -} only in A, {@code ~} in both
 * @param element what it is: {@code field}, {@code member}, {@code value}, {@code ttl}
 * @param name of the field or member as {@link dev.rethread.report.Names} shows it; empty where there is none
 * @param how the lengths or deadlines on both sides; empty where nothing can be said without the value
 */
public record ElementDifference(String change, String element, String name, String how) {
    /** As a line has it: {@code ~ field email (12 -> 14 bytes)}. */
    public String text() {
        return change + " " + element + (name.isEmpty() ? "" : " " + name) + (how.isEmpty() ? "" : " (" + how + ")");
    }
}
