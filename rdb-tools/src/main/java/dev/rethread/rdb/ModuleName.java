package dev.rethread.rdb;

/** A module type's 64-bit id: nine characters of 6 bits, then 10 bits of encoding version. */
final class ModuleName {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private ModuleName() {}

    static String of(long id) {
        return of(id, 58, 10);
    }

    /** The name of a class of key metadata: four characters, then 5 bits of version and 3 of flags. */
    static String ofClass(long spec) {
        return of(spec, 26, 8);
    }

    private static String of(long id, int first, int last) {
        StringBuilder name = new StringBuilder();
        for (int shift = first; shift >= last; shift -= 6) {
            name.append(ALPHABET.charAt((int) (id >>> shift) & 0x3f));
        }
        return name.toString();
    }
}
