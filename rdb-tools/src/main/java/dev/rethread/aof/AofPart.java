package dev.rethread.aof;

/**
 * One file that a manifest names.
 *
 * @param file its name within the directory
 * @param sequence its number, counted per type
 * @param type base, incremental or history
 */
public record AofPart(String file, long sequence, Type type) {
    /** What the file is for; the letter is the manifest's. */
    public enum Type {
        BASE('b'),
        INCREMENTAL('i'),
        /** Superseded by a rewrite and about to be deleted; never loaded. */
        HISTORY('h');

        private final char letter;

        Type(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }
}
