package dev.rethread.rdb;

/** A module type's 64-bit id: nine characters of 6 bits, then 10 bits of encoding version. */
final class ModuleName {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private ModuleName() {}

    static String of(long id) {
        StringBuilder name = new StringBuilder();
        for (int shift = 58; shift >= 10; shift -= 6) {
            name.append(ALPHABET.charAt((int) (id >>> shift) & 0x3f));
        }
        return name.toString();
    }
}
