package dev.rethread.infer;

import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.SecretShapes;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values in one place: a field of the hashes of a shape, the members of its sets, a variable
 * segment of its keys. No value itself is kept, only counts and {@link Codes}.
 */
final class Values {
    private static final int SAMPLE = 512;
    /** So many are looked at for secrets, then one of {@link #SECRETS_EVERY}. */
    private static final int SECRETS_FIRST = 128;

    private static final int SECRETS_EVERY = 64;
    private static final long SECONDS_FROM = 946_684_800L; // 2000
    private static final long SECONDS_TO = 4_102_444_800L; // 2100
    private static final int SHORT = 64;

    private final String name;
    private final Sample distinct;
    private final Sample byOwner;
    private final Map<SecretShapes.Kind, Integer> secrets = new EnumMap<>(SecretShapes.Kind.class);
    private int searched;
    private int secret;
    private long count;
    private long empty;
    private long numbers;
    private long negative;
    private long decimals;
    private long seconds;
    private long milliseconds;
    private long flags;
    private long spaced;
    private long words;
    private long objects;
    private long arrays;
    private long held;
    private long mails;
    private long addresses;
    private long own;
    private long ownFirst;
    private long largest;

    /** @param name of the field or key, which tells what may be a secret */
    Values(String name, Room room) {
        distinct = new Sample(SAMPLE, room);
        byOwner = new Sample(SAMPLE, room);
        this.name = name;
    }

    /**
     * @param owner the code of the id in the key; negative codes of names too
     * @param id the bytes of the id, null where there is none
     */
    void add(byte[] bytes, int offset, int length, long owner, byte @Nullable [] id) {
        long code = Codes.of(bytes, offset, length);
        count++;
        if (length == 0) {
            empty++;
            return;
        }
        distinct.add(code);
        byOwner.put(owner, code);
        if (Codes.number(code)) {
            number(code);
        } else {
            text(bytes, offset, length);
        }
        if (id != null) {
            own(bytes, offset, length, id);
        }
        if (searched < SECRETS_FIRST || count % SECRETS_EVERY == 0) {
            search(bytes, offset, length);
        }
    }

    /** A score or another number that comes as such. */
    void add(double value, long owner) {
        byte[] text = (value == Math.rint(value) && Math.abs(value) < 1e15
                        ? Long.toString((long) value)
                        : Double.toString(value))
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        add(text, 0, text.length, owner, null);
    }

    /** An array comes, then its elements one by one. */
    void array() {
        held++;
    }

    /** Arrays whose elements came one by one. */
    long held() {
        return held;
    }

    private void number(long value) {
        numbers++;
        largest = Math.max(largest, value);
        flags += value <= 1 ? 1 : 0;
        seconds += value >= SECONDS_FROM && value < SECONDS_TO ? 1 : 0;
        milliseconds += value >= SECONDS_FROM * 1000 && value < SECONDS_TO * 1000 ? 1 : 0;
    }

    private void text(byte[] bytes, int offset, int length) {
        int last = bytes[offset + length - 1];
        int first = bytes[offset];
        if (length == 2 && first == '-' && last == '1') {
            negative++;
        } else if (isDecimal(bytes, offset, length)) {
            decimals++;
        } else {
            objects += first == '{' && last == '}' ? 1 : 0;
            arrays += first == '[' && last == ']' ? 1 : 0;
            look(bytes, offset, length);
        }
    }

    private void look(byte[] bytes, int offset, int length) {
        int ats = 0;
        int points = 0;
        int others = 0;
        boolean space = false;
        boolean far = false;
        for (int i = offset; i < offset + Math.min(length, SHORT); i++) {
            byte b = bytes[i];
            ats += b == '@' ? 1 : 0;
            points += b == '.' ? 1 : 0;
            others += b != '.' && (b < '0' || b > '9') ? 1 : 0;
            space |= b == ' ' || b == '\n';
            far |= b < 0;
        }
        spaced += space || length > SHORT ? 1 : 0;
        words += !space && !far && length <= SHORT ? 1 : 0;
        mails += ats == 1 && points > 0 && !space && length <= SHORT && bytes[offset] != '@' ? 1 : 0;
        addresses += points == 3 && others == 0 ? 1 : 0;
    }

    private static boolean isDecimal(byte[] bytes, int offset, int length) {
        boolean digits = length <= 32;
        for (int i = offset; digits && i < offset + length; i++) {
            digits = (bytes[i] >= '0' && bytes[i] <= '9') || "+-.eE".indexOf(bytes[i]) >= 0;
        }
        return digits
                && bytes[offset] != '+'
                && bytes[offset] != 'e'
                && bytes[offset] != 'E'
                && bytes[offset] != '.'
                && points(bytes, offset, length) <= 1;
    }

    private static int points(byte[] bytes, int offset, int length) {
        int points = 0;
        for (int i = offset; i < offset + length; i++) {
            points += bytes[i] == '.' ? 1 : 0;
        }
        return points;
    }

    private void own(byte[] bytes, int offset, int length, byte[] id) {
        boolean begins =
                length >= id.length && java.util.Arrays.equals(bytes, offset, offset + id.length, id, 0, id.length);
        own += begins && length == id.length ? 1 : 0;
        ownFirst +=
                begins && length > id.length && (bytes[offset + id.length] == '/' || bytes[offset + id.length] == '-')
                        ? 1
                        : 0;
    }

    private void search(byte[] bytes, int offset, int length) {
        searched++;
        if (length <= 4096) {
            SecretShapes.inField(name, Bytes.wrap(java.util.Arrays.copyOfRange(bytes, offset, offset + length)))
                    .ifPresent(kind -> {
                        secret++;
                        secrets.merge(kind, 1, Integer::sum);
                    });
        }
    }

    String name() {
        return name;
    }

    long count() {
        return count;
    }

    Sample distinct() {
        return distinct;
    }

    /** The value of every owner in the sample. */
    Sample byOwner() {
        return byOwner;
    }

    long largest() {
        return largest;
    }

    private long filled() {
        return count - empty;
    }

    private Share filled(long some) {
        return new Share(some, filled());
    }

    /** Whole numbers from 0 on. */
    Share numbers() {
        return filled(numbers + negative);
    }

    Share numeric() {
        return filled(numbers + negative + decimals);
    }

    Share flags() {
        return filled(flags);
    }

    Share seconds() {
        return filled(seconds);
    }

    Share milliseconds() {
        return filled(milliseconds);
    }

    Share words() {
        return filled(words);
    }

    Share spaced() {
        return filled(spaced);
    }

    Share objects() {
        return filled(objects);
    }

    Share arrays() {
        return filled(arrays);
    }

    Share mails() {
        return filled(mails);
    }

    Share addresses() {
        return filled(addresses);
    }

    /** Those that are the id in the key. */
    Share own() {
        return filled(own);
    }

    /** Those that begin with the id in the key and a slash or hyphen. */
    Share ownFirst() {
        return filled(ownFirst);
    }

    /** Of those that were looked at. */
    Share secret() {
        return new Share(secret, searched);
    }

    /** What most of the secrets look like. */
    String secretWord() {
        return secrets.entrySet().stream()
                .max(Map.Entry.<SecretShapes.Kind, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getKey().word())
                .orElse("secret");
    }

    /** Whether no two have the same value, as far as the sample tells. */
    boolean unique() {
        Sample seen = new Sample(SAMPLE);
        for (long owner : byOwner.codes()) {
            seen.add(byOwner.value(owner));
        }
        return byOwner.size() > 1 && seen.size() == byOwner.size();
    }
}
