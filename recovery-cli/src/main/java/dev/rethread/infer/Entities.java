package dev.rethread.infer;

import dev.rethread.keyspace.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The kinds of item of a keyspace, and which of them values are ids of. */
final class Entities {
    private static final double STRONG = 0.8;
    private static final double SURE = 0.98;
    /** What is named exactly like an id may name much that is gone. */
    private static final double MENTIONED = 0.4;

    private static final double END = 0.05;
    private static final int FEW = 5;
    private static final long NONE = Codes.of(new byte[] {'-', '1'}, 0, 2);
    private static final double PEOPLE_FIRST = 4;

    private final List<Entity> all = new ArrayList<>();
    private final Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Secrets secrets;
    private @Nullable Entity account;

    /** What a set of values is ids of, and why. */
    record Link(Entity entity, Share share, int affinity, boolean named, double confidence) {
        String reason() {
            return share + " values are ids of " + entity + (named ? ", as the name says" : "");
        }
    }

    Entities(List<Contents> shapes, Secrets secrets) {
        this.secrets = secrets;
        taken.addAll(Yaml.WORDS);
        List<Contents> candidates = shapes.stream()
                .filter(this::candidate)
                .sorted(Comparator.comparing((Contents c) -> !own(c))
                        .thenComparing(c -> c.shape.segments().size())
                        .thenComparing(c -> -c.keys)
                        .thenComparing(c -> c.shape.pattern()))
                .toList();
        for (Contents contents : candidates) {
            if (!attached(contents)) {
                all.add(new Entity(named(contents), contents, null));
            }
        }
        account = all.stream()
                .max(Comparator.comparingLong(this::credentials).thenComparing(e -> e.affinity("user")))
                .filter(e -> credentials(e) > 0 || e.affinity("user") > 0 || e.affinity("account") > 0)
                .orElse(null);
        shapes.stream().filter(Contents::packing).forEach(this::packed);
    }

    private boolean candidate(Contents contents) {
        return contents.type() == Type.HASH
                && contents.shape.variables() == 1
                && !contents.dictionary()
                && !contents.packing()
                && contents.fields.size() > 1
                && likely(contents)
                && !contents.expiring().atLeast(0.5)
                && secrets.ofKey(contents).isEmpty();
    }

    /** Without the id in a field, one key or an id in the middle of the key is too little to tell a kind of item. */
    private static boolean likely(Contents contents) {
        List<String> segments = contents.shape.segments();
        boolean last = KeyShape.variable(segments.get(segments.size() - 1));
        return own(contents) || (last && contents.keys > 1);
    }

    private static boolean own(Contents contents) {
        return contents.fields.values().stream().anyMatch(Entity::isOwn);
    }

    /**
     * Whether its hashes are about the items of one found already ({@code user:{id}:settings}), or are more of its items
     * under longer names.
     */
    private boolean attached(Contents contents) {
        String words = contents.shape.pattern();
        return !own(contents)
                && all.stream().anyMatch(e -> e.affinity(words) > 0 && (about(contents, e) || alike(contents, e)));
    }

    private static boolean about(Contents contents, Entity entity) {
        return entity.has(contents.variables.get(0).distinct()).atLeast(SURE);
    }

    private static boolean alike(Contents contents, Entity entity) {
        long shared = contents.fields.keySet().stream()
                .filter(entity.fields()::containsKey)
                .count();
        return new Share(shared, contents.fields.size()).atLeast(STRONG);
    }

    private long credentials(Entity entity) {
        return entity.fields().values().stream()
                .filter(values -> secrets.ofField(values).isPresent())
                .count();
    }

    private void packed(Contents contents) {
        if (contents.shape.variables() == 1 && !contents.properties.isEmpty()) {
            Sample ids = contents.variables.get(0).distinct();
            String before = contents.shape.pattern().replaceAll("\\{id}.*", "");
            find(ids, before)
                    .or(() -> find(ids, ""))
                    .ifPresent(link -> all.add(new Entity(named(contents), contents, link.entity())));
        }
    }

    /** The last word before the id: {@code room} for {@code chat:room:{id}}; with the word before it if that is taken. */
    private String named(Contents contents) {
        List<String> segments = contents.shape.segments();
        int variable = Math.max(segments.indexOf(KeyShape.ID), segments.indexOf(KeyShape.NAME));
        String name = "";
        for (int i = variable - 1; i >= 0; i--) {
            String word = segments.get(i).replaceAll("[^A-Za-z]", "");
            if (!word.isEmpty()) {
                name = word + (name.isEmpty() ? "" : Character.toUpperCase(name.charAt(0)) + name.substring(1));
                if (taken.add(name)) {
                    return name;
                }
            }
        }
        String free = name.isEmpty() ? "item" : name;
        while (!taken.add(free)) {
            free += "x";
        }
        return free;
    }

    List<Entity> all() {
        return all;
    }

    /** Whose credentials there are; null where nobody's. */
    @Nullable
    Entity account() {
        return account;
    }

    /** The kind that has an id of this name; null where none. */
    @Nullable
    Entity named(long code) {
        return all.stream()
                .filter(e -> !e.packed() && !Codes.number(code))
                .filter(e -> e.contents.ids.knows(code) && e.contents.ids.has(code))
                .findFirst()
                .orElse(null);
    }

    /** Whether people chose it: some item is called so that no other is called. */
    boolean chosen(long code) {
        return !Codes.number(code)
                && all.stream()
                        .flatMap(e -> e.fields().values().stream())
                        .anyMatch(values -> values.distinct().has(code) && values.unique());
    }

    Optional<Entity> of(Contents contents) {
        return all.stream().filter(e -> e.contents == contents).findFirst();
    }

    Optional<Entity> packedIn(Entity within, Sample values, String words) {
        return all.stream()
                .filter(e -> e.within == within
                        && e.affinity(words) > 0
                        && e.has(values).atLeast(SURE))
                .findFirst();
    }

    /**
     * What {@code values} are ids of: where a name agrees, most of them; otherwise all of them, and so many that this can
     * hardly be chance. Of several the one whose name agrees best, then the one with the fewest ids, which is the least
     * likely to hold all by chance.
     */
    Optional<Link> find(Sample values, String words) {
        return find(values, words, false);
    }

    /** As {@link #find}, for members and parts of keys: these are ids more often than not, and mostly people's. */
    Optional<Link> among(Sample values, String words) {
        return find(values, words, true);
    }

    private Optional<Link> find(Sample values, String words, boolean likely) {
        Sample real = new Sample(values.size() + 1);
        for (long code : values.codes()) {
            if (code != 0 && code != NONE) {
                real.add(code);
            }
        }
        return all.stream()
                .filter(e -> !e.packed())
                .map(e -> link(e, real, words, likely))
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(Link::affinity)
                        .thenComparing(Link::named)
                        .thenComparingDouble(link -> likelihood(link, real.size()))
                        .thenComparing(link -> link.entity().name));
    }

    private Optional<Link> link(Entity entity, Sample values, String words, boolean likely) {
        Share share = entity.has(values);
        int affinity = entity.affinity(words);
        boolean people = entity == account && Words.people(words);
        boolean named = affinity > 0 || people;
        int few = entity.numbered() ? FEW : 1;
        boolean many = share.atLeast(SURE) && share.all() >= few;
        boolean trusted = likely && entity == account && values.largest() * 2 > entity.largest();
        boolean found = named
                ? share.atLeast(affinity >= Words.WHOLE ? MENTIONED : STRONG)
                : many && (trusted || chance(entity, values) <= END);
        if (!found) {
            return Optional.empty();
        }
        double confidence = share.confidence() * (affinity > 0 ? 1 : people ? 0.9 : 0.7);
        return Optional.of(new Link(entity, share, affinity, named, confidence));
    }

    /**
     * How probable it is that other numbers would all be ids: where there are gaps between the ids they would fall into
     * some, and where there are none they would hardly end where the ids do.
     */
    private static double chance(Entity entity, Sample values) {
        if (!entity.numbered()) {
            return 0;
        }
        double dense = Math.min(1, (double) entity.count() / Math.max(1, entity.largest()));
        double reach = Math.min(1, (double) values.largest() / Math.max(1, entity.largest()));
        return reach < 0.5 ? 1 : Math.min(Math.pow(dense, values.size()), reach > 0.9 ? END : 1);
    }

    private double likelihood(Link link, int size) {
        double first = link.entity() == account ? PEOPLE_FIRST : 0;
        return first - size * Math.log((double) Math.max(1, link.entity().count()));
    }
}
