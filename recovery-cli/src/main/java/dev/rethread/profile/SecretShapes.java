package dev.rethread.profile;

import dev.rethread.keyspace.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The second net: recognises credentials by what they look like, where no rule of a profile names them.
 *
 * <p>Some are unmistakable wherever they stand (a private key, a bcrypt string, a signed token, a vendor's API token).
 * Others are only random characters, and count where the name beside them tells of a password, a token, a session, a
 * code; what stands beside a name like {@code password} counts whatever it looks like. An id, a time, a slug, a link, the
 * digest of a file or a commit beside an innocent name is none.
 *
 * <p>Names may be those of fields, keys or key patterns ({@code invitation:uid:{user}:invited:*}); ids in them do not
 * matter. Every question takes time linear in the value's length and looks at JSON inside it up to
 * {@link SecretJson#LONGEST} bytes. Answers hold no byte of the value.
 */
public final class SecretShapes {
    private static final int LONGEST_NAME = 4096;

    /** What a secret is. */
    public enum Kind {
        PRIVATE_KEY("private key"),
        /** bcrypt, scrypt, Argon2, PBKDF2 and crypt(3) strings, with their salt in them. */
        PASSWORD_HASH("password hash"),
        /** A JWT. */
        SIGNED_TOKEN("signed token"),
        /** A token with its vendor's mark. */
        API_TOKEN("API token"),
        /** A session's content, name or cookie. */
        SESSION("session"),
        /** A password in clear, or a digest or salt beside such a name. */
        PASSWORD("password"),
        /** The seed of one-time passwords, a backup code. */
        ONE_TIME_PASSWORD("one-time password"),
        /** What a reset, confirmation or invitation link carries. */
        CODE("confirmation code"),
        TOKEN("token");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** For reports: {@code password hash}. */
        public String word() {
            return word;
        }
    }

    private SecretShapes() {}

    /** What {@code value} is, beside {@code name}: a hash field's, or a string's beside its key. */
    public static Optional<Kind> inField(String name, Bytes value) {
        Optional<Kind> plain = Marks.find(latin1(value)).or(() -> SecretJson.find(name, value));
        return plain.or(() -> beside(TellingName.of(name), latin1(value)));
    }

    /** What an element's own name is: a member, a list's element, a hash's field, in the key {@code key}. */
    public static Optional<Kind> inMember(String key, Bytes member) {
        return inField(key, member);
    }

    /** What the name of a key gives away: {@code sess:<random>}, {@code confirm:<UUID>}. */
    public static Optional<Kind> inKeyName(Bytes name) {
        String text = latin1(name.length() > LONGEST_NAME ? name.slice(0, LONGEST_NAME) : name);
        return Marks.find(text).or(() -> KeyNames.find(text));
    }

    /** A name, of a key, field or member, without what may be a secret in it; for reports. */
    public static String cut(String name) {
        return KeyNames.cut(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
    }

    /** What is a secret whatever it stands beside and among; for values of which nothing more is known. */
    public static Optional<Kind> inText(Bytes value) {
        return Marks.find(latin1(value));
    }

    /** As {@link #inField}, without looking for JSON. */
    static Optional<Kind> beside(TellingName name, String value) {
        return Links.find(value).or(() -> name.kindOf(value));
    }

    /** Bytes as characters one to one. */
    private static String latin1(Bytes bytes) {
        return new String(bytes.unsafeArray(), StandardCharsets.ISO_8859_1);
    }
}
