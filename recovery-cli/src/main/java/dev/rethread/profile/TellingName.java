package dev.rethread.profile;

import dev.rethread.profile.SecretShapes.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a name says of the value beside it.
 *
 * @param kind of secret, if it tells of one
 * @param certain whether the value is one whatever it looks like, as beside {@code password}
 */
record TellingName(@Nullable Kind kind, boolean certain) {
    private static final TellingName SILENT = new TellingName(null, false);
    private static final int SHORTEST_PASSWORD = 4;
    private static final int LONGEST_CODE = 12;
    private static final int SHORTEST_SEED = 16;

    private static final Map<String, Kind> WORDS = new HashMap<>();

    static {
        words(
                Kind.PASSWORD,
                "password passwd pwd pass passphrase passcode salt hashedpassword userpassword smtppassword");
        words(
                Kind.TOKEN,
                "token secret auth oauth authentication authorization credential bearer jwt nonce cookie apikey apisecret"
                        + " rsstoken accesstoken authtoken refreshtoken secretkey privatekey accesskey clientsecret"
                        + " appsecret webhook remember");
        words(Kind.SESSION, "session sess sid sessionid csrf xsrf csrftoken xsrftoken");
        words(
                Kind.CODE,
                "reset confirm confirmation activate activation verify verification invite invitation unsubscribe"
                        + " recover recovery unlock magic magiclink code");
        words(
                Kind.ONE_TIME_PASSWORD,
                "otp totp hotp 2fa 2factor twofactor twofa mfa webauthn u2f backupcode recoverycode scratchcode otpauth");
    }

    private static final Set<String> CERTAIN = Set.of(
            "password",
            "passwd",
            "pwd",
            "pass",
            "passphrase",
            "passcode",
            "salt",
            "secret",
            "apikey",
            "apisecret",
            "hashedpassword",
            "userpassword",
            "smtppassword",
            "clientsecret",
            "appsecret",
            "secretkey",
            "privatekey",
            "backupcode",
            "recoverycode",
            "scratchcode");

    /** Two words that tell together. */
    private static final Set<String> FIRSTS = Set.of(
            "api", "private", "secret", "access", "signing", "encryption", "client", "app", "backup", "recovery");

    /** The digest of such a thing is no secret. */
    private static final Set<String> PUBLIC = Set.of(
            "upload",
            "file",
            "image",
            "avatar",
            "picture",
            "commit",
            "git",
            "content",
            "attachment",
            "thumb",
            "etag",
            "asset",
            "blob",
            "url",
            "path",
            "public",
            "revision",
            "checksum",
            "source");

    private static final Set<String> NOTHING = Set.of("true", "false", "null", "none", "undefined");

    private static void words(Kind kind, String words) {
        for (String word : words.split(" ", -1)) {
            WORDS.put(word, kind);
        }
    }

    /** The name of a field, a key or a key pattern. */
    static TellingName of(String name) {
        List<String> words = Words.of(name);
        for (int i = words.size() - 1; i >= 0; i--) {
            Kind kind = WORDS.get(words.get(i));
            if (kind != null) {
                boolean last = i == words.size() - 1;
                return new TellingName(kind, last && CERTAIN.contains(words.get(i)));
            }
        }
        boolean digest = words.contains("hash") || words.contains("digest");
        return digest && words.stream().noneMatch(PUBLIC::contains) ? new TellingName(Kind.PASSWORD, false) : SILENT;
    }

    /** What a value beside the name is. */
    Optional<Kind> kindOf(String value) {
        boolean secret = kind != null && (certain ? content(value) : Opaque.inParts(value) || special(value));
        return secret ? Optional.ofNullable(kind) : Optional.empty();
    }

    /** Anything but a flag. */
    private static boolean content(String value) {
        return value.length() >= SHORTEST_PASSWORD && !NOTHING.contains(value.toLowerCase(Locale.ROOT));
    }

    private boolean special(String value) {
        return kind == Kind.ONE_TIME_PASSWORD && (seed(value) || digits(value));
    }

    /** Base32, in groups or not. */
    private static boolean seed(String value) {
        int letters = 0;
        boolean lower = false;
        boolean upper = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
            if (!letter && " -=".indexOf(c) < 0) {
                return false;
            }
            letters += letter ? 1 : 0;
            lower |= c >= 'a' && c <= 'z';
            upper |= c >= 'A' && c <= 'Z';
        }
        return letters >= SHORTEST_SEED && lower != upper;
    }

    private static boolean digits(String value) {
        return value.length() >= 6
                && value.length() <= LONGEST_CODE
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The words of a name: {@code hashedPassword}, {@code rss_token}, {@code uid:{user}:sessions}. */
    private static final class Words {
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();

        static List<String> of(String name) {
            Words words = new Words();
            int placeholder = 0;
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                placeholder += c == '{' ? 1 : c == '}' && placeholder > 0 ? -1 : 0;
                words.add(placeholder > 0 ? '{' : c, i > 0 ? name.charAt(i - 1) : ' ');
            }
            words.end();
            return words.joined();
        }

        private void add(char c, char before) {
            boolean camel = Character.isUpperCase(c) && Character.isLowerCase(before);
            if (camel || !Character.isLetterOrDigit(c)) {
                end();
            }
            if (Character.isLetterOrDigit(c)) {
                word.append(Character.toLowerCase(c));
            }
        }

        /** Ids are no words, and a plural is as good as its singular. */
        private void end() {
            String text = word.toString();
            word.setLength(0);
            if (!text.isEmpty() && text.chars().anyMatch(Character::isLetter)) {
                boolean plural = text.endsWith("s") && text.length() > 3 && !text.endsWith("ss");
                words.add(plural ? text.substring(0, text.length() - 1) : text);
            }
        }

        /** {@code api key} is {@code apikey}. */
        private List<String> joined() {
            List<String> joined = new ArrayList<>();
            for (String next : words) {
                int last = joined.size() - 1;
                if (last >= 0 && FIRSTS.contains(joined.get(last)) && pairs(joined.get(last) + next)) {
                    joined.set(last, joined.get(last) + next);
                } else {
                    joined.add(next);
                }
            }
            return joined;
        }

        private static boolean pairs(String word) {
            return WORDS.containsKey(word);
        }
    }
}
