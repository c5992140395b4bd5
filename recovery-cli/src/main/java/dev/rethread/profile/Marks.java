package dev.rethread.profile;

import dev.rethread.profile.SecretShapes.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Secrets that are unmistakable wherever they stand, by the marks that their formats give them. A value is searched once
 * for each mark, and every find looks at a bounded number of characters behind it.
 */
final class Marks {
    private static final int SHORTEST = 20;
    private static final int LONGEST_HEADER = 2048;
    private static final String PEM = "-----BEGIN ";

    /**
     * A format: what it begins with and how many characters of which sort follow at least.
     *
     * @param parted whether a further {@code $} lies among them: a salt before the hash
     */
    private record Mark(String text, int least, IntPredicate characters, boolean parted, Kind kind) {
        boolean at(String value, int at) {
            int from = at + text.length();
            if (from + least > value.length() || (at > 0 && alphanumeric(value.charAt(at - 1)))) {
                return false;
            }
            for (int i = from; i < from + least; i++) {
                if (!characters.test(value.charAt(i))) {
                    return false;
                }
            }
            return !parted || value.substring(from, from + least).indexOf('$') >= 0;
        }
    }

    private static Mark hash(String text, int least) {
        return new Mark(text, least, Marks::hashCharacter, false, Kind.PASSWORD_HASH);
    }

    private static Mark salted(String text) {
        return new Mark(text, 24, Marks::hashCharacter, true, Kind.PASSWORD_HASH);
    }

    private static Mark token(String text, int least) {
        return new Mark(text, least, Marks::tokenCharacter, false, Kind.API_TOKEN);
    }

    private static final List<Mark> MARKS = List.of(
            hash("$argon2i$", 24),
            hash("$argon2d$", 24),
            hash("$argon2id$", 24),
            // scrypt: passlib, crypt(3), Java's scrypt, werkzeug, Django, node's scrypt (base64 of "scrypt\0")
            hash("$scrypt$", 24),
            hash("$7$", 30),
            hash("$s0$", 24),
            new Mark("scrypt:", 20, c -> hashCharacter(c) || c == ':', true, Kind.PASSWORD_HASH),
            salted("scrypt$"),
            hash("c2NyeXB0AA", 64),
            // PBKDF2: Django, passlib, werkzeug
            salted("pbkdf2_sha1$"),
            salted("pbkdf2_sha256$"),
            salted("pbkdf2_sha512$"),
            salted("$pbkdf2$"),
            salted("$pbkdf2-sha256$"),
            salted("$pbkdf2-sha512$"),
            new Mark("pbkdf2:sha", 30, c -> hashCharacter(c) || c == ':', true, Kind.PASSWORD_HASH),
            // crypt(3): MD5, SHA-256, SHA-512, Apache's, yescrypt, SHA-1
            salted("$1$"),
            salted("$5$"),
            salted("$6$"),
            salted("$apr1$"),
            salted("$y$"),
            salted("$gy$"),
            salted("$sha1$"),
            // Django's plain digests, phpass, Drupal
            salted("sha1$"),
            salted("md5$"),
            salted("sha256$"),
            hash("$P$", 31),
            hash("$H$", 31),
            hash("$S$", 52),
            // RFC 2307 and its followers
            hash("{SSHA}", 24),
            hash("{SSHA256}", 24),
            hash("{SSHA512}", 24),
            hash("{SMD5}", 20),
            hash("{SHA}", 24),
            hash("{CRYPT}", 12),
            hash("{PBKDF2", 12),
            // tokens
            token("ghp_", 30),
            token("gho_", 30),
            token("ghu_", 30),
            token("ghs_", 30),
            token("ghr_", 30),
            token("github_pat_", 30),
            token("glpat-", 20),
            token("sk_live_", 16),
            token("sk_test_", 16),
            token("rk_live_", 16),
            token("whsec_", 16),
            token("xoxa-", 16),
            token("xoxb-", 16),
            token("xoxp-", 16),
            token("xoxr-", 16),
            token("xoxs-", 16),
            token("xapp-", 16),
            token("AIza", 35),
            token("ya29.", 20),
            token("npm_", 36),
            token("dop_v1_", 40),
            token("sk-ant-", 20),
            token("sk-proj-", 20),
            new Mark("SG.", 40, Marks::dotted, false, Kind.API_TOKEN),
            new Mark("hooks.slack.com/services/", 30, Marks::dotted, false, Kind.API_TOKEN),
            new Mark("discord.com/api/webhooks/", 40, Marks::dotted, false, Kind.API_TOKEN),
            new Mark("AKIA", 16, Marks::capital, false, Kind.API_TOKEN),
            new Mark("ASIA", 16, Marks::capital, false, Kind.API_TOKEN),
            new Mark("otpauth://", 10, c -> c > ' ', false, Kind.ONE_TIME_PASSWORD));

    private Marks() {}

    static Optional<Kind> find(String value) {
        if (value.length() < SHORTEST) {
            return Optional.empty();
        }
        if (privateKey(value)) {
            return Optional.of(Kind.PRIVATE_KEY);
        }
        if (bcrypt(value)) {
            return Optional.of(Kind.PASSWORD_HASH);
        }
        for (Mark mark : MARKS) {
            for (int at = value.indexOf(mark.text()); at >= 0; at = value.indexOf(mark.text(), at + 1)) {
                if (mark.at(value, at)) {
                    return Optional.of(mark.kind());
                }
            }
        }
        return signed(value) ? Optional.of(Kind.SIGNED_TOKEN) : Optional.empty();
    }

    /** PEM (PKCS, OpenSSH, OpenPGP) with a key behind the line, and PuTTY's own format. */
    private static boolean privateKey(String value) {
        for (int at = value.indexOf(PEM); at >= 0; at = value.indexOf(PEM, at + 1)) {
            int end = value.indexOf("-----", at + PEM.length());
            boolean near = end > 0 && end - at < 60;
            if (near && value.substring(at, end).contains("PRIVATE KEY") && value.length() > end + 40) {
                return true;
            }
        }
        return value.contains("PuTTY-User-Key-File-");
    }

    /** {@code $2b$10$}, 22 characters of salt and 31 of the hash. */
    private static boolean bcrypt(String value) {
        for (int at = value.indexOf("$2"); at >= 0; at = value.indexOf("$2", at + 1)) {
            int cost = value.indexOf('$', at + 1) + 1;
            boolean version = cost > 0 && cost <= at + 4;
            if (version && cost + 56 <= value.length() && value.charAt(cost + 2) == '$' && crypt(value, cost + 3)) {
                return true;
            }
        }
        return false;
    }

    private static boolean crypt(String value, int from) {
        return value.substring(from, from + 53).chars().allMatch(c -> alphanumeric(c) || c == '.' || c == '/');
    }

    /** A JWT: a JSON header that names its algorithm, a dot, content. Runs of characters do not overlap. */
    private static boolean signed(String value) {
        for (int at = value.indexOf("eyJ"); at >= 0; at = value.indexOf("eyJ", at + 1)) {
            boolean begins = at == 0 || !tokenCharacter(value.charAt(at - 1));
            int dot = begins ? end(value, at) : at;
            boolean content =
                    dot + 2 < value.length() && value.charAt(dot) == '.' && tokenCharacter(value.charAt(dot + 1));
            if (begins && content && header(value.substring(at, dot))) {
                return true;
            }
        }
        return false;
    }

    private static int end(String value, int from) {
        int end = from;
        while (end < value.length() && end - from < LONGEST_HEADER && tokenCharacter(value.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean header(String base64) {
        try {
            String json = new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.ISO_8859_1);
            return json.contains("\"alg\"") || json.contains("\"enc\"");
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Letters, digits and what base64, crypt's alphabet and the parameters of a hash need. */
    private static boolean hashCharacter(int c) {
        return alphanumeric(c) || "./+=,$-_".indexOf(c) >= 0;
    }

    private static boolean tokenCharacter(int c) {
        return alphanumeric(c) || c == '-' || c == '_';
    }

    private static boolean dotted(int c) {
        return tokenCharacter(c) || c == '.' || c == '/';
    }

    private static boolean capital(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean alphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
