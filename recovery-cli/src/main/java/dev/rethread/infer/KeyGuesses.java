package dev.rethread.infer;

import dev.rethread.keyspace.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the keys hold that are no items: indexes and relations, parts of items, secrets, what runs out. */
final class KeyGuesses {
    private static final double MOST = 0.9;
    private static final double MIRRORED = 0.8;
    private static final int ENOUGH = 4;

    private final Entities entities;
    private final Secrets secrets;
    private final FieldGuesses fields;
    private final Map<Contents, Place> places;
    private final Map<Entity, ItemGuess> items;
    private final Map<String, Guess> rules = new LinkedHashMap<>();
    private final Map<String, Guess> untold = new LinkedHashMap<>();
    private final Map<Contents, String> relations = new LinkedHashMap<>();
    private final Set<String> relationNames = new HashSet<>(Yaml.WORDS);

    KeyGuesses(
            Entities entities,
            Secrets secrets,
            FieldGuesses fields,
            Map<Contents, Place> places,
            Map<Entity, ItemGuess> items) {
        this.fields = fields;
        this.places = places;
        this.entities = entities;
        this.secrets = secrets;
        this.items = items;
    }

    /** By pattern. */
    Map<String, Guess> rules() {
        return rules;
    }

    /** Patterns of which nothing could be told, and why. */
    Map<String, Guess> untold() {
        return untold;
    }

    void add(Contents contents) {
        Place place = java.util.Objects.requireNonNull(places.get(contents));
        Optional<Guess> out = secrets.ofKey(contents).or(() -> ephemeral(contents));
        if (out.isPresent()) {
            rules.putIfAbsent(
                    place.pattern(new ArrayList<>()).replaceAll("\\{[^}]*}", "*"), count(contents, out.get()));
            return;
        }
        List<Form> forms = contents.ofOneType().atLeast(MOST) ? forms(contents, place) : List.of();
        List<String> taken =
                forms.stream().flatMap(form -> form.taken().stream()).distinct().toList();
        String pattern = place.pattern(new ArrayList<>(taken));
        if (forms.isEmpty()) {
            String reason = contents.type().word() + (contents.oneType() ? "" : " and others")
                    + ", nothing in it is known to be an id";
            untold.putIfAbsent(place.pattern(new ArrayList<>()), count(contents, new Guess("", 0, reason)));
        } else {
            String rule = String.join(
                    ", ",
                    forms.stream()
                            .map(form -> counting(contents, pattern, form.rule()))
                            .toList());
            Guess first = forms.get(0).guess();
            rules.putIfAbsent(
                    pattern,
                    count(
                            contents,
                            new Guess(
                                    forms.size() == 1 ? rule : "[" + rule + "]", first.confidence(), first.reason())));
        }
    }

    /** With what an element counts for: fields of the items that the keys name. */
    private String counting(Contents contents, String pattern, String rule) {
        String name = pattern.replaceFirst(".*?\\{([^}:]+).*", "$1");
        List<String> counts = fields.counts(contents).stream()
                .map(count -> "{hash: " + Yaml.quoted(count.entity().key(name)) + ", field: "
                        + Yaml.quoted(count.field()) + ", add: 1}")
                .toList();
        return counts.isEmpty()
                ? rule
                : rule.substring(0, rule.length() - 1) + ", derive: [" + String.join(", ", counts) + "]}";
    }

    private static Guess count(Contents contents, Guess guess) {
        return guess.because(
                contents.shape.variables() == 0 || contents.keys == 1 ? "one key" : contents.keys + " keys");
    }

    private static Optional<Guess> ephemeral(Contents contents) {
        if (contents.expiring().atLeast(MOST)) {
            return Optional.of(new Guess("ephemeral", contents.expiring(), "keys expire"));
        }
        if (Words.passing(contents.shape.segments().get(0))) {
            return Optional.of(new Guess("ephemeral", 0.5, "the name tells of what the application makes again"));
        }
        boolean addresses = contents.variables.stream()
                        .anyMatch(values -> values.addresses().atLeast(0.5))
                || contents.elements.addresses().atLeast(0.5);
        return addresses
                ? Optional.of(new Guess("ephemeral", 0.6, "IP addresses, which are personal"))
                : Optional.empty();
    }

    /** One form of the elements under a key. */
    private record Form(Guess guess, String rule, List<String> taken) {}

    private List<Form> forms(Contents contents, Place place) {
        return switch (contents.type()) {
            case STRING -> value(contents, place, "string");
            case LIST -> value(contents, place, "list");
            case SET, ZSET -> members(contents, place);
            case HASH -> hash(contents, place);
            default -> List.of();
        };
    }

    private List<Form> value(Contents contents, Place place, String word) {
        Optional<Entities.Link> link = entities.find(contents.elements.distinct(), contents.shape.pattern());
        List<Entity> named = place.named();
        if (link.isPresent() && (link.get().affinity() > 0 || named.isEmpty()) && contents.shape.variables() > 0) {
            Guess guess = new Guess(
                    "id " + link.get().entity(),
                    link.get().confidence(),
                    link.get().reason());
            return List.of(
                    form("{" + word + ": " + guess.rule(), "of: " + link.get().entity(), guess, List.of()));
        }
        if (named.isEmpty()) {
            return List.of();
        }
        Guess guess = new Guess("plain", 0.6, "the key has an id of " + last(named));
        return List.of(form("{" + word + ": plain", "of: " + last(named), guess, List.of()));
    }

    private static Form form(String begin, String end, Guess guess, List<String> taken) {
        return new Form(guess, begin + ", " + end + "}", taken);
    }

    private static Entity last(List<Entity> named) {
        return named.get(named.size() - 1);
    }

    private List<Form> hash(Contents contents, Place place) {
        List<Entity> named = place.named();
        Optional<Entities.Link> field =
                contents.dictionary() ? entities.among(contents.names.distinct(), place.words()) : Optional.empty();
        Optional<Entities.Link> value =
                contents.dictionary() ? entities.find(contents.named.distinct(), place.words()) : Optional.empty();
        if (field.isEmpty() && named.isEmpty()) {
            return value.filter(link -> link.affinity() > 0 || contents.names.count() >= ENOUGH)
                    .map(link -> form(
                            "{hash: \"*\", value: id " + link.entity(), "of: " + link.entity(), guess(link), List.of()))
                    .map(List::of)
                    .orElse(List.of());
        }
        List<String> taken = new ArrayList<>();
        String element =
                field.map(link -> Place.placeholder(link.entity(), taken)).orElse("*");
        boolean times = contents.dictionary()
                && (contents.named.milliseconds().atLeast(MOST)
                        || contents.named.seconds().atLeast(MOST));
        Entity of = named.isEmpty() ? field.orElseThrow().entity() : last(named);
        Guess guess = field.map(KeyGuesses::guess).orElse(new Guess("", 0.6, "the key has an id of " + of));
        return List.of(
                form("{hash: \"" + element + "\", value: " + (times ? "newest" : "plain"), "of: " + of, guess, taken));
    }

    private static Guess guess(Entities.Link link) {
        return new Guess("", link.confidence(), link.reason());
    }

    private List<Form> members(Contents contents, Place place) {
        Optional<Entities.Link> link = called(contents, place)
                .or(() -> indexed(contents, place))
                .or(() -> entities.among(contents.elements.distinct(), place.words()))
                .or(() -> mirrored(contents));
        if (link.isPresent()) {
            return List.of(member(contents, place, link.get()));
        }
        List<Form> forms = new ArrayList<>();
        for (Forms.Form form : contents.forms.found()) {
            Form told = formed(contents, place, form);
            if (told == null) {
                return part(contents, place);
            }
            forms.add(told);
        }
        return forms.isEmpty() ? part(contents, place) : forms;
    }

    /** The kind that all of the key's words together are the name of, where the members are its ids. */
    private Optional<Entities.Link> called(Contents contents, Place place) {
        String words = contents.shape.pattern().replace(KeyShape.ID, "");
        return entities.all().stream()
                .filter(entity -> !entity.packed() && !place.named().contains(entity))
                .filter(entity -> entity.affinity(words) >= Words.WHOLE)
                .map(entity -> link(entity, contents, words))
                .filter(link -> link.share().atLeast(MOST))
                .findFirst();
    }

    private static Entities.Link link(Entity entity, Contents contents, String words) {
        int affinity = entity.affinity(words);
        Share share = entity.has(contents.elements.distinct());
        return new Entities.Link(entity, share, affinity, affinity > 0, share.confidence());
    }

    /** The kind whose keys hold the same pairs the other way round. */
    private Optional<Entities.Link> mirrored(Contents contents) {
        return places.keySet().stream()
                .filter(other -> other.shape.variables() == 1 && mirrors(other, contents))
                .map(other -> java.util.Objects.requireNonNull(places.get(other))
                        .variables
                        .get(0))
                .filter(entity -> entity != null && !entity.packed())
                .map(entity -> link(entity, contents, ""))
                .filter(link -> link.share().atLeast(MOST))
                .findFirst();
    }

    private static boolean mirrors(Contents one, Contents other) {
        Share mirrored = one.pairs.share(other.swapped::knows, other.swapped::has);
        return mirrored.all() >= ENOUGH && mirrored.atLeast(MIRRORED);
    }

    /** The kind that names the key's ids in its fields, where the members are its ids. */
    private Optional<Entities.Link> indexed(Contents contents, Place place) {
        return entities.all().stream()
                .filter(entity -> !entity.packed() && index(contents, place, entity) != null)
                .map(entity -> link(entity, contents, place.words()))
                .filter(link -> link.share().atLeast(MOST))
                .max(java.util.Comparator.comparingInt(Entities.Link::affinity)
                        .thenComparing(link -> link.entity().name));
    }

    private Form member(Contents contents, Place place, Entities.Link link) {
        Entity member = link.entity();
        List<String> taken = new ArrayList<>();
        String element = Place.placeholder(member, taken);
        Guess score = score(contents, member, place);
        Guess guess = guess(link).because(score.reason());
        String begin = begin(contents, element, score.rule());
        String index = index(contents, place, member);
        if (place.named().isEmpty() || index != null) {
            return form(begin, "of: " + member, index == null ? guess : guess.because(index), taken);
        }
        return form(begin, "relation: " + relation(contents, place), guess, taken);
    }

    private static String begin(Contents contents, String element, String score) {
        boolean scored = contents.type() == Type.ZSET;
        return "{" + contents.type().word() + ": \"" + element + "\"" + (scored ? ", score: " + score : "");
    }

    /** Why the members are there for being what they are, not for what somebody did with them; null where not. */
    private @Nullable String index(Contents contents, Place place, Entity member) {
        Share best = new Share(0, 0);
        String reason = null;
        for (int i = 0; i < place.variables.size(); i++) {
            for (Map.Entry<String, Values> field : member.fields().entrySet()) {
                Share share = contents.holders.get(i).agreement(field.getValue().byOwner());
                boolean named = share.all() >= ENOUGH
                        && share.atLeast(MOST)
                        && field.getValue().distinct().size() > 1;
                if (named && share.some() > best.some()) {
                    best = share;
                    reason = share + " sampled members name the key's id in " + field.getKey();
                }
            }
        }
        if (reason != null) {
            return reason;
        }
        Share time = time(member)
                .map(values -> contents.scores.byOwner().agreement(values.byOwner()))
                .orElse(new Share(0, 0));
        return time.atLeast(MOST) && time.all() >= ENOUGH ? time + " sampled scores are their time" : null;
    }

    private Optional<Values> time(Entity entity) {
        ItemGuess item = items.get(entity);
        return item == null
                ? Optional.empty()
                : item.time().map(field -> entity.fields().get(field));
    }

    private String relation(Contents contents, Place place) {
        for (Map.Entry<Contents, String> other : relations.entrySet()) {
            if (mirrors(other.getKey(), contents)
                    && relations.values().stream()
                                    .filter(other.getValue()::equals)
                                    .count()
                            == 1) {
                relations.put(contents, other.getValue());
                return other.getValue();
            }
        }
        String words = String.join("-", Words.of(place.words()));
        String name = words.isEmpty() ? "relation" : words;
        for (int i = 2; !relationNames.add(name); i++) {
            name = words + "-" + i;
        }
        relations.put(contents, name);
        return name;
    }

    /** What a score is: like a field of the members, a time, an id, a number. */
    private Guess score(Contents contents, @Nullable Entity member, Place place) {
        if (contents.type() != Type.ZSET) {
            return new Guess("plain", 1, "a set");
        }
        Values scores = contents.scores;
        Optional<Guess> alike = member == null ? Optional.empty() : alike(scores, member);
        if (alike.isPresent()) {
            return alike.get();
        }
        if (scores.milliseconds().atLeast(MOST)) {
            return new Guess(
                    Words.moving(place.words()) ? "newest" : "time",
                    scores.milliseconds(),
                    "scores are times in milliseconds");
        }
        if (scores.seconds().atLeast(MOST)) {
            return new Guess("time s", scores.seconds(), "scores are times in seconds");
        }
        return new Guess(Words.count(place.words()) ? "counter" : "plain", 0.5, "scores are numbers");
    }

    private Optional<Guess> alike(Values scores, Entity member) {
        ItemGuess item = items.get(member);
        String best = null;
        Share share = new Share(0, 0);
        for (Map.Entry<String, Values> field : member.fields().entrySet()) {
            Share agreement = scores.byOwner().agreement(field.getValue().byOwner());
            boolean telling = agreement.all() >= ENOUGH
                    && agreement.all() * 2 >= scores.byOwner().size()
                    && field.getValue().distinct().size() > 1
                    && !Entity.isOwn(field.getValue());
            if (telling && agreement.atLeast(MOST) && agreement.part() > share.part()) {
                best = field.getKey();
                share = agreement;
            }
        }
        if (best == null || item == null) {
            return Optional.empty();
        }
        String kind = item.fields.containsKey(best) ? item.fields.get(best).rule() : "plain";
        String time = item.time().orElse("");
        String rule = switch (kind) {
            case "time", "time s" -> kind;
            case "count", "counter" -> "counter";
            case "newest" ->
                time.isEmpty() || !scores.milliseconds().atLeast(MOST) ? "newest" : "\"derived {" + time + "}\"";
            default -> "plain";
        };
        return Optional.of(new Guess(rule, share, "sampled scores are " + best));
    }

    /** Members of which one form is told: with ids in them. */
    private @Nullable Form formed(Contents contents, Place place, Forms.Form form) {
        List<String> taken = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        Entity last = null;
        String reason = "";
        int slot = 0;
        for (int i = 0; i < form.text().length(); i++) {
            char c = form.text().charAt(i);
            if (c != Forms.SLOT) {
                element.append(c);
                continue;
            }
            Sample values = form.slots().get(slot++);
            String before = element.toString().replaceAll("\\{[^}]*}", "");
            Optional<Entities.Link> link = entities.find(values, before + " ")
                    .filter(l -> l.affinity() > 0)
                    .or(() -> entities.find(values, place.words()));
            Entity scoped = last == null
                    ? null
                    : entities.packedIn(last, values, place.words()).orElse(null);
            Entity found =
                    scoped != null ? scoped : link.map(Entities.Link::entity).orElse(null);
            if (found == null) {
                return null;
            }
            reason = link.filter(l -> scoped == null)
                    .map(Entities.Link::reason)
                    .orElse("values are numbers of " + found);
            element.append(Place.placeholder(found, taken));
            last = found;
        }
        if (last == null) {
            return null;
        }
        Guess score = idScore(contents).orElseGet(() -> score(contents, null, place));
        boolean rest = element.indexOf("*") >= 0 && !place.named().isEmpty();
        String of =
                score.rule().startsWith("id ") ? score.rule().substring(3) : (rest ? last(place.named()) : last).name;
        Guess guess = new Guess("", new Share(form.count(), contents.elements.count()), "members have this form")
                .because(reason)
                .because(score.reason());
        return form(begin(contents, element.toString(), score.rule()), "of: " + of, guess, taken);
    }

    private Optional<Guess> idScore(Contents contents) {
        if (contents.type() != Type.ZSET
                || contents.scores.milliseconds().atLeast(MOST)
                || contents.scores.seconds().atLeast(MOST)) {
            return Optional.empty();
        }
        return entities.find(contents.scores.distinct(), contents.shape.pattern())
                .filter(link -> contents.scores.unique() && (link.affinity() > 0))
                .map(link -> new Guess("id " + link.entity(), link.confidence(), "scores: " + link.reason()));
    }

    /** Members that are no ids: part of what the key names, or of what the scores are ids of. */
    private List<Form> part(Contents contents, Place place) {
        Optional<Guess> ids = idScore(contents);
        if (ids.isPresent()) {
            String rule = ids.get().rule();
            return List.of(form(begin(contents, "*", rule), "of: " + rule.substring(3), ids.get(), List.of()));
        }
        List<Entity> named = place.named();
        if (named.isEmpty()) {
            return List.of();
        }
        Guess score = score(contents, null, place);
        Guess guess = new Guess("", 0.6, "the key has an id of " + last(named)).because(score.reason());
        return List.of(form(begin(contents, "*", score.rule()), "of: " + last(named), guess, List.of()));
    }
}
