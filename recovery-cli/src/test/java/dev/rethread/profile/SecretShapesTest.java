package dev.rethread.profile;

import static dev.rethread.profile.SecretShapes.Kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Value;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials are recognised by shape; what people and counters make is not. */
class SecretShapesTest {
    private static final Path DATA =
            Path.of("..", "..", "shared", "data").toAbsolutePath().normalize();
    private static final String JWT =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1aWQiOjF9.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    private static final String PEM =
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MbRD\n";

    private static Optional<Kind> field(String name, String value) {
        return SecretShapes.inField(name, Bytes.of(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "$2b$05$q0xZdW/R6p.GBG.xJhebHeIMHtttA22c3IBNYM9gYecK4e5ElSFnm PASSWORD_HASH",
                "$2a$10$q0xZdW/R6p.GBG.xJhebHeIMHtttA22c3IBNYM9gYecK4e5ElSFnm PASSWORD_HASH",
                "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b7dWRWJTmaaJObG PASSWORD_HASH",
                "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBs PASSWORD_HASH",
                "scrypt:32768:8:1$saltsalt$2ff3c3b1a1b9f8e9f0a1 PASSWORD_HASH",
                "pbkdf2_sha256$260000$saltsaltsalt$FyAOyCLoPmKmbZbKHSPFOyIHcBBCSsxHAtXVXCWmyzQ= PASSWORD_HASH",
                "$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A.WF/Z5JZv.lfCIhXXN33N23OSgQYThBYRfk PASSWORD_HASH",
                "pbkdf2:sha256:150000$saltsalt$2ff3c3b1a1b9f8e9f0a12ff3c3b1a1b9f8e9f0a1 PASSWORD_HASH",
                "$1$salt1234$qjXMvbEw8oaL.CzflDtaK/ PASSWORD_HASH",
                "$6$rounds=5000$saltsalt$qjXMvbEw8oaL.CzflDtaKqjXMvbEw8oaL.CzflDtaK PASSWORD_HASH",
                "$P$BmLGNa4nSDBqJcuKcF2iZyLGVWT0G6. PASSWORD_HASH",
                "{SSHA}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3 PASSWORD_HASH",
                "ghp_16C7e42F292c6912E7710c838347Ae178B4a API_TOKEN",
                "sk_live_d079c0befb1f4d2ab276b29dadccc0b2 API_TOKEN",
                "xoxb-263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1 API_TOKEN",
                "AKIAIOSFODNN7EXAMPLE API_TOKEN",
                "otpauth://totp/forum:ann?secret=JBSWY3DPEHPK3PXP ONE_TIME_PASSWORD",
            })
    void unmistakableOnesAreFoundWhereverTheyStand(String secret, Kind kind) {
        assertThat(field("content", secret)).contains(kind);
        assertThat(SecretShapes.inText(Bytes.of("look: " + secret + " is mine")))
                .contains(kind);
        assertThat(field("data", "{\"a\":[{\"b\":\"" + secret + "\"}]}")).contains(kind);
        assertThat(SecretShapes.inKeyName(Bytes.of("cache:" + secret))).contains(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "user:12:settings, user:12:settings",
        "topic:4/how-to-reset-a-password-that-you-forgot:x, topic:4/how-to-reset-a-password-that-you-forgot:x",
        "reset:abc, reset:…",
        "confirm:byUid:12, confirm:…:12",
        "sess:wb1hOHd7eJ4sEpk1zX9Jdk3kYVw3WqKl, sess:…",
        "cache:9f86d081884c7d659a2feaa0c55ad015, cache:9f86…",
        "cache:$2b$05$q0xZdW/R6p.GBG.xJhebHeIMHtttA22c3IBNYM9gYecK4e5ElSFnm, cache:…",
        "link:redis://:hunter2@10.0.0.1:6379, link:…",
        "'', ''"
    })
    void namesAreShownWithoutTheSecretsInThem(String name, String shown) {
        assertThat(SecretShapes.cut(name)).isEqualTo(shown);
    }

    @Test
    void veryLongNamesAreCut() {
        assertThat(SecretShapes.cut("a:".repeat(1000))).hasSizeLessThan(100).endsWith("…");
    }

    @Test
    void keysAndSignedTokensAreUnmistakable() {
        assertThat(field("x", PEM)).contains(Kind.PRIVATE_KEY);
        assertThat(field("x", PEM.replace("RSA", "OPENSSH"))).contains(Kind.PRIVATE_KEY);
        assertThat(field("x", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr\"}"))
                .contains(Kind.PRIVATE_KEY);
        assertThat(SecretShapes.inText(Bytes.of("my token is " + JWT))).contains(Kind.SIGNED_TOKEN);
        assertThat(SecretShapes.inText(Bytes.of("a post about eyJhbGciOi and -----BEGIN RSA PRIVATE KEY-----")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "password, hunter2, PASSWORD",
        "hashedPassword, c26ec4a78f228fc004f0201dd0731a0f4ee01100, PASSWORD",
        "salt, 09d807e2, PASSWORD",
        "passwordHash, c26ec4a78f228fc004f0201dd0731a0f4ee01100, PASSWORD",
        "email:smtpTransport:pass, smtp-secret-424242, PASSWORD",
        "rss_token, 21b9fd73-334c-4af3-8526-70f461faae80, TOKEN",
        "auth, de324523212ec95a500f4347f04ed0d33bd1f2dc, TOKEN",
        "apisecret, 31c68449c9331e59, TOKEN",
        "api_key, 0123456789, TOKEN",
        "user:5:private_key, 6GDm8RBOD9QCTw91ckPiri0jVMuSt3Vcv7G9uZKvIIM, TOKEN",
        "tokens:createtime, f208e2b5-3888-437a-8a6b-9acfebe3dcab, TOKEN",
        "uid:{user}:sessions, zSX2iwXkbx5hAAZfjOjubt-Z827wzw1K, SESSION",
        "reset:issueDate, 7ac0614c-cff2-4c5a-b503-da0a38c9bcca, CODE",
        "confirm_code, cd01ea90-37e8-432b-b6f7-c875667945a8, CODE",
        "invitation:invited:a@b.example, 4474a436-8243-49ef-95ae-65d325ddaec9, CODE",
        "2factor:uid:key 7, JBSWY3DPEHPK3PXP, ONE_TIME_PASSWORD",
        "totp_seed, jbsw y3dp ehpk 3pxp, ONE_TIME_PASSWORD",
        "user:5:otp, 482913, ONE_TIME_PASSWORD",
        "2factor:uid:5:backupCodes, 48d-91f, ONE_TIME_PASSWORD",
        "path, /reset/7ac0614c-cff2-4c5a-b503-da0a38c9bcca, CODE",
        "link, https://forum.example/confirm?code=8f14e45fceea167a5a36dedd4bea2543&uid=5, CODE",
        "store, redis://:hunter2@10.0.0.1:6379, PASSWORD",
        "blob, connect.sid=s%3AzSX2iwXkbx5hAAZfjOjubt-Z827wzw1K; path=/, SESSION",
    })
    void besideANameThatTellsTheRestIsFound(String name, String value, Kind kind) {
        assertThat(field(name, value)).contains(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "password:shaWrapped, 1",
        "passwordExpiry, 1398200000000",
        "minimumPasswordLength, 6",
        "pwd_reset, 1398200000",
        "email:confirmed, 1",
        "author, anna-maria.kowalska-1984",
        "slug, 12/how-i-reset-my-2014-password-token-and-auth-key",
        "reset_topic_slug, how-to-reset-a-2014-model-v2-router",
        "picture, https://secure.gravatar.com/avatar/205e460b479e2e5b48aec07710c08d50?size=192",
        "upload:{md5}, 205e460b479e2e5b48aec07710c08d50",
        "file_hash, 205e460b479e2e5b48aec07710c08d50",
        "commit, 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "content, see https://github.com/redis/redis/commit/9fceb02d0ae598e95dc970b74767f19372d61af8",
        "session, 2014-04-23T19:24:00.000Z",
        "sessionStart, 1398280000000",
        "token, 4211",
        "flags:hash, post:12:5",
        "url, http://example.com:8080/@anna/a1b2",
        "secret, true",
        "uid:5:sessions, Mozilla/5.0 (X11; Linux x86_64)",
        "tags, password;security;2014",
    })
    void whatPeopleAndCountersMakeIsNotWithheld(String name, String value) {
        assertThat(field(name, value)).isEmpty();
    }

    @Test
    void jsonIsSearchedAtAnyDepthAndInStrings() {
        assertThat(field("data", "{\"user\":{\"id\":5,\"name\":\"ann\",\"reset_code\":\"8f14e45fceea167a5a36\"}}"))
                .contains(Kind.CODE);
        assertThat(field("data", "[{\"a\":1},{\"backupCodes\":[\"48d-91f\"]}]")).contains(Kind.ONE_TIME_PASSWORD);
        assertThat(field("data", "{\"payload\":\"{\\\"password\\\":\\\"hunter2\\\"}\"}"))
                .contains(Kind.PASSWORD);
        assertThat(field("data", "{\"password\":\"hunter2\"} and what follows, cut"))
                .contains(Kind.PASSWORD);
    }

    @Test
    void aNameDoesNotTellOfWhatStandsBehindItsValue() {
        assertThat(field("data", "{\"token\":1,\"hash\":null,\"password\":false,\"title\":\"a1b2c3d4e5f6a7b8c9d0\"}"))
                .isEmpty();
        assertThat(field("data", "{\"password\":{\"set\":true},\"name\":\"anna\",\"list\":[\"some words\"]}"))
                .isEmpty();
    }

    @Test
    void sessionsAreKnownByWhatTheyHold() {
        assertThat(field("x", "{\"cookie\":{\"originalMaxAge\":120,\"path\":\"/\"},\"passport\":{\"user\":5}}"))
                .contains(Kind.SESSION);
        assertThat(field("session:{session}", "{\"user\":\"8\",\"csrf\":\"4c04748a9c8a535398a0b72d\"}"))
                .contains(Kind.SESSION);
        assertThat(field("x", "{\"cookie\":\"chocolate\",\"title\":\"a recipe\"}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sess:ub_NB-Z3RZyJg4_9Tlr0Pos6vF8T_evG",
                "confirm:48eeda1b-373e-49b1-b8c9-a799b442d014",
                "invitation:token:4474a436-8243-49ef-95ae-65d325ddaec9",
                "auth:cce645fee441601305a93cb6e467cac83ae25085",
                "spring:session:sessions:48eeda1b-373e-49b1-b8c9-a799b442d014",
                "PHPREDIS_SESSION:0913868be53b74c1ab8011d326748b2d",
                "session-0913868be53b74c1ab8011d326748b2d",
                "app/reset/7ac0614c-cff2-4c5a-b503-da0a38c9bcca",
            })
    void namesOfKeysCanBeSecrets(String name) {
        assertThat(SecretShapes.inKeyName(Bytes.of(name))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upload:205e460b479e2e5b48aec07710c08d50:pids",
                "reset:uid",
                "confirm:byUid:5",
                "uid:5:sessions",
                "tag:2014-token-auth-reset:topics",
                "url:http://example.com/2014/04/how-to-reset-a-password-in-2014",
                "invitation:uid:5:invited:anna.1984@example.net",
            })
    void namesOfOtherKeysAreNone(String name) {
        assertThat(SecretShapes.inKeyName(Bytes.of(name))).isEmpty();
    }

    @Test
    void hugeAndHostileValuesTakeLittleTime() {
        int size = 4 << 20;
        for (String unit : new String[] {
            "$2b$10$",
            "eyJ",
            "eyJhbGciOi",
            "-----BEGIN ",
            "xoxb-",
            "a1",
            "://a:",
            "=",
            "/token/",
            "[",
            "{\"a\":",
            "{\"token\":1}",
            "\\u"
        }) {
            Bytes value = Bytes.of(unit.repeat(size / unit.length()));
            assertThat(Duration.ofNanos(time(() -> {
                        SecretShapes.inField("session token", value);
                        SecretShapes.inKeyName(value);
                    })))
                    .as(unit)
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    /** By key shape and field, what is flagged in a real file. */
    private static Map<String, Long> flagged(Path file, Function<String, String> shape) {
        Map<String, Long> found = new TreeMap<>();
        try (SourceFile source = SourceFile.open(file)) {
            RdbSnapshot snapshot = RdbSnapshot.read("full", source);
            for (Key key : snapshot.keys()) {
                String name = key.name().utf8();
                Value value = Objects.requireNonNull(snapshot.get(key)).value();
                SecretShapes.inKeyName(key.name()).ifPresent(kind -> count(found, shape.apply(name) + " (name)"));
                elements(name, value, element -> count(found, shape.apply(name) + element));
            }
        }
        return found;
    }

    private interface Found {
        void at(String element);
    }

    private static void elements(String key, Value value, Found found) {
        if (value instanceof Value.HashValue hash) {
            hash.fields().forEach((name, content) -> {
                SecretShapes.inMember(key, name).ifPresent(kind -> found.at(" (field)"));
                SecretShapes.inField(key + " " + name.utf8(), content).ifPresent(kind -> found.at(" " + name.utf8()));
            });
        } else if (value instanceof Value.StringValue string) {
            SecretShapes.inField(key, string.bytes()).ifPresent(kind -> found.at(""));
        } else if (value instanceof Value.SetValue set) {
            set.members().forEach(one -> SecretShapes.inMember(key, one).ifPresent(kind -> found.at("")));
        } else if (value instanceof Value.SortedSetValue sorted) {
            sorted.scores()
                    .keySet()
                    .forEach(one -> SecretShapes.inMember(key, one).ifPresent(kind -> found.at("")));
        } else if (value instanceof Value.ListValue list) {
            list.elements().forEach(one -> SecretShapes.inMember(key, one).ifPresent(kind -> found.at("")));
        }
    }

    private static void count(Map<String, Long> found, String place) {
        found.merge(place, 1L, Long::sum);
    }

    private static Path data(String file) {
        Path path = DATA.resolve(file);
        assumeTrue(Files.exists(path), "the real incidents do not lie beside this clone");
        return path;
    }

    @Test
    void inARealNodebbAllCredentialsAreFoundAndNothingElse() {
        Map<String, Long> found = flagged(
                data("nodebb-incident-s/full.rdb"),
                key -> key.replaceAll(":invited:.*", ":invited:*")
                        .replaceAll("^((sess|token|confirm|invitation:token):)(?!byUid).*", "$1*")
                        .replaceAll("\\d+", "N"));
        assertThat(found.keySet())
                .containsExactlyInAnyOrder(
                        "user:N password",
                        "user:N rss_token",
                        "sess:* (name)",
                        "sess:*",
                        "uid:N:sessions",
                        "reset:uid (field)",
                        "reset:issueDate",
                        "confirm:* (name)",
                        "confirm:byUid:N",
                        "token:* (name)",
                        "tokens:createtime",
                        "tokens:uid",
                        "tokens:lastSeen",
                        "invitation:invited:*",
                        "invitation:uid:N:invited:*",
                        "event:N confirm_code",
                        "config email:smtpTransport:pass",
                        "settings:web-push privateKey");
    }

    @Test
    void inARealLamerNewsAllCredentialsAreFoundAndNothingElse() {
        Map<String, Long> found = flagged(
                data("lamernews-incident-a/full.rdb"),
                key -> key.replaceAll("^auth:.*", "auth:*").replaceAll("\\d+", "N"));
        assertThat(found)
                .containsOnlyKeys("user:N password", "user:N salt", "user:N auth", "user:N apisecret", "auth:* (name)")
                .allSatisfy((place, count) -> assertThat(count).isEqualTo(97));
    }
}
