package dev.rethread.live;

import java.nio.charset.StandardCharsets;

/** A score as Redis writes it into packed sorted sets: a decimal number or what C prints for the others. */
final class ScoreText {
    private ScoreText() {}

    static double parse(byte[] text) {
        String word = new String(text, StandardCharsets.ISO_8859_1);
        return switch (word) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> Double.parseDouble(word);
        };
    }
}
