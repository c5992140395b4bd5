package dev.rethread.command;

import dev.rethread.profile.SecretShapes.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Secrets of every kind that exist nowhere else, each made for the one place where it is planted. */
final class Canaries {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String ALPHANUMERIC = LOWER + LOWER.toUpperCase(java.util.Locale.ROOT) + "0123456789";
    private static final String HEX = "0123456789abcdef";
    private static final String HEADER = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.";

    /** What a secret looks like. */
    enum Form {
        PEM(Kind.PRIVATE_KEY, "pem", true, core -> "-----BEGIN RSA PRIVATE KEY-----\n" + core + "\n-----END RSA PRIVATE KEY-----"),
        BCRYPT(Kind.PASSWORD_HASH, "hash", true, core -> "$2b$12$" + core.substring(0, 53)),
        ARGON2(Kind.PASSWORD_HASH, "hash", true, core -> "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$" + core),
        PBKDF2(Kind.PASSWORD_HASH, "hash", true, core -> "pbkdf2_sha256$260000$saltsaltsalt$" + core + "="),
        CRYPT(Kind.PASSWORD_HASH, "hash", true, core -> "$6$rounds=5000$saltsalt$" + core),
        SCRYPT(Kind.PASSWORD_HASH, "hash", true, core -> "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$" + core),
        JWT(Kind.SIGNED_TOKEN, "jwt", true, core -> HEADER + "eyJ1aWQiOjF9." + core),
        VENDOR(Kind.API_TOKEN, "service", true, core -> "ghp_" + core.substring(0, 36)),
        LIVE_KEY(Kind.API_TOKEN, "service", true, core -> "sk_live_" + core.substring(0, 32)),
        SEED_LINK(Kind.ONE_TIME_PASSWORD, "link", true, core -> "otpauth://totp/forum:ann?secret=" + core),
        SESSION_ID(Kind.SESSION, "session", false, core -> core.substring(0, 32)),
        SESSION(Kind.SESSION, "data", false, core -> "{\"cookie\":{\"path\":\"/\"},\"csrfToken\":\"" + core + "\"}"),
        PASSWORD(Kind.PASSWORD, "password", false, core -> core),
        DIGEST(Kind.PASSWORD, "salted_password_hash", false, core -> core),
        ADDRESS(Kind.PASSWORD, "store", false, core -> "redis://:" + core + "@10.0.0.1:6379"),
        SEED(Kind.ONE_TIME_PASSWORD, "totp_seed", false, core -> core),
        RESET(Kind.CODE, "reset_code", false, core -> core),
        RESET_LINK(Kind.CODE, "mail", false, core -> "https://forum.example/reset/" + core),
        CONFIRM(Kind.CODE, "confirm_code", false, core -> core),
        INVITE(Kind.CODE, "invitation", false, core -> core),
        TOKEN(Kind.TOKEN, "rss_token", false, core -> core),
        AUTH(Kind.TOKEN, "auth", false, core -> core);

        private final Kind kind;
        private final String name;
        private final boolean unmistakable;
        private final Function<String, String> whole;

        Form(Kind kind, String name, boolean unmistakable, Function<String, String> whole) {
            this.kind = kind;
            this.name = name;
            this.unmistakable = unmistakable;
            this.whole = whole;
        }

        Kind kind() {
            return kind;
        }

        /** What a field or key beside it is called. */
        String telling() {
            return name;
        }

        /** Whether it is one wherever it stands, whatever is beside it. */
        boolean unmistakable() {
            return unmistakable;
        }

        /** Whether it can be told from words where nothing beside it tells. */
        boolean conspicuous() {
            return this != PASSWORD && this != ADDRESS;
        }

        private String core(Random random) {
            return switch (this) {
                case PASSWORD, ADDRESS -> random(random, LOWER, 14);
                case SEED -> random(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);
                case RESET, RESET_LINK, CONFIRM, TOKEN -> uuid(random);
                case DIGEST, AUTH, INVITE -> random(random, HEX, 40);
                default -> random(random, ALPHANUMERIC, 64);
            };
        }
    }

    /**
     * One of them.
     *
     * @param place where it is, in words
     * @param core the characters that make it secret
     */
    record Canary(Form form, String place, String secret, String core) {
        @Override
        public String toString() {
            return form.kind.word() + " (" + form + ") planted in " + place;
        }
    }

    private final Random random;
    private final List<Canary> all = new ArrayList<>();

    Canaries(long seed) {
        this.random = new Random(seed);
    }

    /** A new secret for {@code place}. */
    String of(Form form, String place) {
        String core = form.core(random);
        String secret = form.whole.apply(core);
        int end = Math.min(core.length(), secret.length());
        String in = secret.contains(core) ? core : core.substring(0, Math.min(end, 32));
        all.add(new Canary(form, place, secret, in));
        return secret;
    }

    List<Canary> all() {
        return all;
    }

    private static String uuid(Random random) {
        String hex = random(random, HEX, 32);
        return String.join(
                "-", hex.substring(0, 8), hex.substring(8, 12), hex.substring(12, 16), hex.substring(16, 20), hex.substring(20));
    }

    private static String random(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
