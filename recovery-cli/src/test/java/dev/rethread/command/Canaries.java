package dev.rethread.command;

import dev.rethread.profile.SecretShapes.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Secrets of every kind that exist nowhere else, each made for the one place where it is planted. */
final class Canaries {
    /** What the random characters of a secret are. */
    private enum Core {
        HEX("0123456789abcdef", 40),
        UUID("0123456789abcdef", 36),
        BASE32("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32),
        WORD("abcdefghijklmnopqrstuvwxyz", 14),
        ALPHANUMERIC_32(WORD, 32),
        ALPHANUMERIC_53(WORD, 53),
        ALPHANUMERIC_64(WORD, 64);

        private final String alphabet;
        private final int length;

        Core(String alphabet, int length) {
            this.alphabet = alphabet;
            this.length = length;
        }

        Core(Core letters, int length) {
            this(letters.alphabet + letters.alphabet.toUpperCase(Locale.ROOT) + "0123456789", length);
        }

        String random(Random random) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                boolean dash = this == UUID && (i == 8 || i == 13 || i == 18 || i == 23);
                text.append(dash ? '-' : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            return text.toString();
        }
    }

    /** What a secret looks like. */
    enum Form {
        PEM(
                Kind.PRIVATE_KEY,
                "pem",
                "-----BEGIN RSA PRIVATE KEY-----\n",
                Core.ALPHANUMERIC_64,
                "\n-----END RSA PRIVATE KEY-----"),
        BCRYPT(Kind.PASSWORD_HASH, "hash", "$2b$12$", Core.ALPHANUMERIC_53, ""),
        ARGON2(Kind.PASSWORD_HASH, "hash", "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$", Core.ALPHANUMERIC_64, ""),
        PBKDF2(Kind.PASSWORD_HASH, "hash", "pbkdf2_sha256$260000$saltsaltsalt$", Core.ALPHANUMERIC_64, "="),
        CRYPT(Kind.PASSWORD_HASH, "hash", "$6$rounds=5000$saltsalt$", Core.ALPHANUMERIC_64, ""),
        SCRYPT(Kind.PASSWORD_HASH, "hash", "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$", Core.ALPHANUMERIC_64, ""),
        JWT(Kind.SIGNED_TOKEN, "jwt", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1aWQiOjF9.", Core.ALPHANUMERIC_64, ""),
        VENDOR(Kind.API_TOKEN, "service", "ghp_", Core.ALPHANUMERIC_32, ""),
        LIVE_KEY(Kind.API_TOKEN, "service", "sk_live_", Core.ALPHANUMERIC_32, ""),
        SEED_LINK(Kind.ONE_TIME_PASSWORD, "link", "otpauth://totp/forum:ann?secret=", Core.BASE32, ""),
        SESSION_ID(Kind.SESSION, "session", "", Core.ALPHANUMERIC_32, ""),
        SESSION(Kind.SESSION, "data", "{\"cookie\":{\"path\":\"/\"},\"csrfToken\":\"", Core.ALPHANUMERIC_64, "\"}"),
        PASSWORD(Kind.PASSWORD, "password", "", Core.WORD, ""),
        DIGEST(Kind.PASSWORD, "salted_password_hash", "", Core.HEX, ""),
        ADDRESS(Kind.PASSWORD, "store", "redis://:", Core.WORD, "@10.0.0.1:6379"),
        SEED(Kind.ONE_TIME_PASSWORD, "totp_seed", "", Core.BASE32, ""),
        RESET(Kind.CODE, "reset_code", "", Core.UUID, ""),
        RESET_LINK(Kind.CODE, "mail", "https://forum.example/reset/", Core.UUID, ""),
        CONFIRM(Kind.CODE, "confirm_code", "", Core.UUID, ""),
        INVITE(Kind.CODE, "invitation", "", Core.HEX, ""),
        TOKEN(Kind.TOKEN, "rss_token", "", Core.UUID, ""),
        AUTH(Kind.TOKEN, "auth", "", Core.HEX, "");

        private final Kind kind;
        private final String telling;
        private final String before;
        private final Core core;
        private final String after;

        Form(Kind kind, String telling, String before, Core core, String after) {
            this.kind = kind;
            this.telling = telling;
            this.before = before;
            this.core = core;
            this.after = after;
        }

        Kind kind() {
            return kind;
        }

        /** What a field or key beside it is called. */
        String telling() {
            return telling;
        }

        /** Those that are secrets wherever they stand, whatever is beside them. */
        static List<Form> unmistakable() {
            return List.copyOf(EnumSet.range(PEM, SEED_LINK));
        }
    }

    /**
     * One of them.
     *
     * @param place where it is, in words
     * @param core the characters that make it secret
     */
    record Canary(Form form, String place, String core) {
        @Override
        public String toString() {
            return form.kind.word() + " (" + form + ") planted in " + place;
        }
    }

    private final Random random;
    private final List<Canary> secret = new ArrayList<>();
    private final List<Canary> published = new ArrayList<>();

    Canaries(long seed) {
        this.random = new Random(seed);
    }

    /** A new secret for {@code place}. */
    String of(Form form, String place) {
        return make(form, place, secret);
    }

    /** A new one that somebody put into words of their own, for all to read. */
    String published(Form form, String place) {
        return make(form, place, published);
    }

    private String make(Form form, String place, List<Canary> list) {
        String core = form.core.random(random);
        list.add(new Canary(form, place, core));
        return form.before + core + form.after;
    }

    /** What must not be found. */
    List<Canary> secret() {
        return secret;
    }

    /** What must be found. */
    List<Canary> published() {
        return published;
    }
}
