package dev.rethread.infer;

/**
 * A form that many keys have.
 *
 * @param pattern the key with {@code {id}} for a segment of digits and {@code *} for one of many names; bytes as Latin-1
 * @param keys how many keys have the form
 */
public record KeyShape(String pattern, long keys) {}
