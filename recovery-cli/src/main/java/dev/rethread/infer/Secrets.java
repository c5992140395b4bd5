package dev.rethread.infer;

import dev.rethread.keyspace.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must be kept out: by shape of the values, by name, and mail addresses. */
final class Secrets {
    private static final double MOST = 0.5;
    private static final Set<String> FIELD_WORDS = Set.of(
            "password",
            "passwd",
            "pass",
            "salt",
            "secret",
            "token",
            "tokens",
            "auth",
            "apikey",
            "apisecret",
            "otp",
            "csrf",
            "session",
            "sessions",
            "passphrase");
    /** Of words written together: {@code accesstoken}. */
    private static final Set<String> ENDINGS = Set.of("password", "passwd", "secret", "token", "tokens", "apikey");

    private static final Set<String> KEY_WORDS = Set.of(
            "password",
            "secret",
            "token",
            "tokens",
            "auth",
            "sess",
            "session",
            "sessions",
            "reset",
            "confirm",
            "invitation",
            "invite",
            "lockout",
            "login",
            "attempts",
            "registration",
            "factor",
            "otp",
            "keys",
            "webauthn");

    private final Set<String> families = new HashSet<>();

    /** Finds the families of keys in which some are secrets: the first words that tell of such. */
    Secrets(List<Contents> shapes) {
        for (Contents contents : shapes) {
            String first = first(contents);
            if (KEY_WORDS.containsAll(Words.of(first)) && byShape(contents).isPresent()) {
                families.add(first);
            }
        }
    }

    private static String first(Contents contents) {
        return contents.shape.segments().isEmpty()
                ? ""
                : contents.shape.segments().get(0);
    }

    /** Why keys of the shape are secrets as a whole, if they are. */
    Optional<Guess> ofKey(Contents contents) {
        Optional<Guess> shaped = byShape(contents);
        if (shaped.isPresent()) {
            return shaped;
        }
        String first = first(contents);
        if (families.contains(first)) {
            return Optional.of(new Guess("secret", 0.8, "others that begin with " + first + " hold secrets"));
        }
        List<String> words = Words.of(contents.shape.pattern());
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        boolean telling = KEY_WORDS.contains(first) || (KEY_WORDS.contains(last) && !last.equals("login"));
        return telling && contents.shape.segments().size() > 1
                ? Optional.of(new Guess("secret", 0.6, "the name tells of one"))
                : Optional.empty();
    }

    private static Optional<Guess> byShape(Contents contents) {
        Share inName = new Share(contents.secretNames, contents.searched);
        if (inName.atLeast(MOST)) {
            return Optional.of(new Guess("secret", inName, "names of keys hold a secret"));
        }
        for (Values values : held(contents)) {
            if (values.secret().atLeast(MOST)) {
                return Optional.of(new Guess("secret", values.secret(), "values look like: " + values.secretWord()));
            }
            if (values.mails().atLeast(MOST)) {
                return Optional.of(new Guess("secret", values.mails(), "are mail addresses, which are personal"));
            }
        }
        return Optional.empty();
    }

    /** Where a secret makes the whole key one; an item's fields are judged one by one. */
    private static List<Values> held(Contents contents) {
        List<Values> held = new ArrayList<>(List.of(contents.elements));
        held.addAll(contents.variables);
        boolean item = contents.type() == Type.HASH && !contents.dictionary() && contents.shape.variables() == 1;
        if (contents.type() == Type.HASH && !contents.packing()) {
            held.add(contents.names);
            held.add(contents.named);
            if (!item) {
                held.addAll(contents.fields.values());
            }
        }
        return held;
    }

    /** Why a field of an item is a secret, if it is. */
    Optional<Guess> ofField(Values values) {
        if (values.secret().atLeast(MOST)) {
            return Optional.of(new Guess("secret", values.secret(), "values look like: " + values.secretWord()));
        }
        if (values.mails().atLeast(MOST)) {
            return Optional.of(new Guess("secret", values.mails(), "values are mail addresses, which are personal"));
        }
        if (values.secret().some() > 0 && values.secret().part() * 10 >= 1) {
            return Optional.of(new Guess("secret", 0.5, values.secret() + " values look like: " + values.secretWord()));
        }
        String joined = Words.joined(values.name());
        boolean telling = Words.of(values.name()).stream().anyMatch(FIELD_WORDS::contains)
                || ENDINGS.stream().anyMatch(joined::endsWith);
        return telling ? Optional.of(new Guess("secret", 0.7, "the name tells of one")) : Optional.empty();
    }
}
