package dev.rethread.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.command.Canaries.Form;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** Where canaries are planted in one forum's three branches, each of which runs on a server of its own. */
abstract class CanaryPlot {
    /** After everything else that the incidents' evidence holds, Unix ms. */
    static final long LATE = 1_399_000_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The servers of the three branches. */
    record Ground(Jedis base, Jedis evidence, Jedis live) {
        List<Jedis> all() {
            return List.of(base, evidence, live);
        }
    }

    private final Canaries canaries;
    private final List<String> innocents = new ArrayList<>();
    private int keys;

    CanaryPlot(Canaries canaries) {
        this.canaries = canaries;
    }

    abstract String profile();

    /** A few keys of the forum's own, the same in all branches, where no real data is at hand. */
    void sow(Jedis server) {}

    /** Places that the profile names. */
    abstract void plant(Ground ground);

    final void plantAll(Ground ground) {
        unknown(ground.base(), "the base");
        unknown(ground.evidence(), "the evidence");
        unknown(ground.live(), "live");
        plant(ground);
    }

    /** What looks a little like a secret, is none, and comes back. */
    final List<String> innocents() {
        return innocents;
    }

    final String innocent(String value) {
        innocents.add(value);
        return value;
    }

    final String canary(Form form, String place) {
        return canaries.of(form, place);
    }

    final String published(Form form, String place) {
        return canaries.published(form, place);
    }

    /** Keys that no rule knows. */
    private void unknown(Jedis server, String branch) {
        String in = "an unknown key of " + branch + ", ";
        for (Form form : Form.values()) {
            String key = "plug" + ++keys + ":" + form.telling();
            server.set(key + ":string", canary(form, in + "a string"));
            server.set(key + ":json", json(form, in + "JSON"));
            server.sadd(key + ":set", canary(form, in + "a member"));
            server.zadd(key + ":zset", 1, canary(form, in + "a scored member"));
            server.rpush(key + ":list", canary(form, in + "a list"), json(form, in + "JSON in a list"));
            server.xadd(
                    key + ":stream", StreamEntryID.NEW_ENTRY, Map.of(form.telling(), canary(form, in + "a stream")));
            server.set(key + ":" + canary(form, in + "its name"), "1");
            server.hset(key + ":names", canary(form, in + "the name of a field"), "1");
        }
        Form.unmistakable().forEach(form -> server.set(canary(form, in + "its whole name"), "1"));
        fields(server, "plug" + ++keys + ":hash", in + "a field");
    }

    /** Every form, beside a name that tells, in JSON, and where it shows by itself as a field's name. */
    final void fields(Jedis server, String key, String place) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Form form : Form.values()) {
            fields.put(named(form), canary(form, place));
            fields.put("meta_" + form, json(form, place + " in JSON"));
        }
        Form.unmistakable().forEach(form -> fields.put(canary(form, place + "'s name"), "1"));
        server.hset(key, fields);
    }

    /** A field's name that tells, another one for every form. */
    static String named(Form form) {
        return form.name().toLowerCase(Locale.ROOT) + "_" + form.telling();
    }

    /** Only what is unmistakable, in a field whose name the profile knows. */
    final void plain(Jedis server, String key, String field, String place) {
        List<Form> forms = Form.unmistakable();
        server.hset(key, field, canary(forms.get(keys++ % forms.size()), place));
    }

    final String json(Form form, String place) {
        try {
            return JSON.writeValueAsString(Map.of("owner", Map.of("id", 5, form.telling(), canary(form, place))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whose password the gap changed has the old one in live. */
    final void passwordChanged(Ground ground, String key) {
        String old = canary(Form.BCRYPT, "a password before the gap");
        List.of(ground.base(), ground.live()).forEach(server -> server.hset(key, "password", old));
        ground.evidence().hset(key, "password", canary(Form.BCRYPT, "a password changed in the gap"));
    }

    /** The lowest id of a key of this form, {@code post:(\\d+)}, that all branches have. */
    static String common(Ground ground, String form) {
        Set<String> all = ids(ground.base(), form);
        all.retainAll(ids(ground.evidence(), form));
        all.retainAll(ids(ground.live(), form));
        return all.stream()
                .min(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static Set<String> ids(Jedis server, String form) {
        Pattern pattern = Pattern.compile(form);
        return server.keys(form.substring(0, form.indexOf('(')) + "*").stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Map<String, String> map(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
