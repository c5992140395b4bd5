package dev.rethread.judge;

import dev.rethread.judge.NodeBbVerdict.Flaw;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Votes, bookmarks, follows, blocks and memberships: who stands in which relation to what, in both of their keys. */
final class NodeBbRelations {
    private static final Pattern PERMISSION =
            Pattern.compile("group:(cid:.*|(administrators|Global Moderators)(:members|:owners)?)");
    private static final Pattern AUTOMATIC =
            Pattern.compile("cid:.*|administrators|Global Moderators|registered-users|verified-users|unverified-users");

    /** A key with the id of one side in its name and those of the other in it. */
    private record Form(String prefix, String suffix, boolean sorted) {
        String key(String id) {
            return prefix + id + suffix;
        }
    }

    /**
     * @param first whose id is in the name of the key; null for names of groups and tags
     * @param mirror the key of the other side, if there is one
     * @param opposite the relation that nobody has beside this one
     */
    private record Relation(
            String word,
            @Nullable NodeBbKind first,
            NodeBbKind second,
            Form form,
            @Nullable Form mirror,
            String opposite) {}

    private static final List<Relation> RELATIONS = List.of(
            both("upvote", NodeBbKind.POST, "pid:", ":upvote", ":upvote", "downvote"),
            both("downvote", NodeBbKind.POST, "pid:", ":downvote", ":downvote", "upvote"),
            both("bookmark", NodeBbKind.POST, "pid:", ":users_bookmarked", ":bookmarks", ""),
            both("topic follow", NodeBbKind.TOPIC, "tid:", ":followers", ":followed_tids", "topic ignore"),
            both("topic ignore", NodeBbKind.TOPIC, "tid:", ":ignorers", ":ignored_tids", "topic follow"),
            new Relation(
                    "follow",
                    NodeBbKind.USER,
                    NodeBbKind.USER,
                    new Form("following:", "", true),
                    new Form("followers:", "", true),
                    ""),
            new Relation(
                    "tag follow",
                    null,
                    NodeBbKind.USER,
                    new Form("tag:", ":followers", true),
                    new Form("uid:", ":followed_tags", true),
                    ""),
            one("block", NodeBbKind.USER, "uid:", ":blocked_uids", true),
            one("chat member", NodeBbKind.ROOM, "chat:room:", ":uids", true),
            one("chat owner", NodeBbKind.ROOM, "chat:room:", ":owners", true),
            one("membership", null, "group:", ":members", true),
            one("group owner", null, "group:", ":owners", false),
            one("group request", null, "group:", ":pending", false),
            one("group invitation", null, "group:", ":invited", false));

    private static Relation both(
            String word, NodeBbKind first, String prefix, String suffix, String mirror, String opposite) {
        Form form = new Form(prefix, suffix, false);
        return new Relation(word, first, NodeBbKind.USER, form, new Form("uid:", mirror, true), opposite);
    }

    private static Relation one(String word, @Nullable NodeBbKind first, String prefix, String suffix, boolean sorted) {
        return new Relation(word, first, NodeBbKind.USER, new Form(prefix, suffix, sorted), null, "");
    }

    private record Pair(String first, String second) {}

    private final NodeBbAlignment alignment;
    private final NodeBbVerdict verdict;

    NodeBbRelations(NodeBbAlignment alignment, NodeBbVerdict verdict) {
        this.alignment = alignment;
        this.verdict = verdict;
    }

    /** Whether a key says who may administrate. */
    static boolean permission(String key) {
        return PERMISSION.matcher(key).matches();
    }

    static boolean owns(String key) {
        return RELATIONS.stream().anyMatch(relation -> {
            Form mirror = relation.mirror();
            return id(relation.form(), relation.first(), key) != null
                    || (mirror != null && id(mirror, relation.second(), key) != null);
        });
    }

    private static @Nullable String id(Form form, @Nullable NodeBbKind kind, String key) {
        boolean fits = key.startsWith(form.prefix())
                && key.endsWith(form.suffix())
                && key.length() > form.prefix().length() + form.suffix().length();
        if (!fits) {
            return null;
        }
        String id = key.substring(
                form.prefix().length(), key.length() - form.suffix().length());
        boolean known = kind == null ? !AUTOMATIC.matcher(id).matches() : id.matches("\\d+");
        return known ? id : null;
    }

    void check() {
        RELATIONS.forEach(this::check);
    }

    private void check(Relation relation) {
        Map<Pair, Double> base = pairs(alignment.base, relation);
        Map<Pair, Double> lost = pairs(alignment.lost, relation);
        Map<Pair, Double> before = pairs(alignment.before, relation);
        Map<Pair, Double> after = pairs(alignment.after, relation);
        Map<Pair, Double> must = new LinkedHashMap<>(before);
        Map<Pair, Double> instead =
                other(relation).map(other -> pairs(alignment.lost, other)).orElse(Map.of());
        base.keySet().stream()
                .filter(pair -> !lost.containsKey(pair) && instead.containsKey(pair))
                .filter(pair -> must.remove(pair) != null && !after.containsKey(pair))
                .forEach(pair -> verdict.restored(relation.word() + " turned"));
        Set<Pair> since = opposite(relation);
        lost.forEach((pair, time) -> {
            Pair here = base.containsKey(pair) || leftover(pair) ? null : here(relation, pair);
            if (here != null
                    && !since.contains(here)
                    && must.putIfAbsent(here, time) == null
                    && after.containsKey(here)) {
                verdict.restored(relation.word());
            }
        });
        base.forEach((pair, time) -> {
            Double anew = lost.get(pair);
            if (anew != null && !anew.equals(time) && must.replace(pair, time, anew)) {
                verdict.restored(relation.word() + " given anew");
            }
        });
        must.forEach((pair, time) -> present(relation, pair, time, after));
        after.keySet().stream()
                .filter(pair -> !must.containsKey(pair))
                .forEach(
                        pair -> verdict.flaw(Flaw.RELATION, relation.word() + " " + line(pair) + " must not be there"));
        mirrored(relation, after);
    }

    private static Optional<Relation> other(Relation relation) {
        return RELATIONS.stream()
                .filter(other -> other.word().equals(relation.opposite()))
                .findFirst();
    }

    /** Who has taken the opposite side in live since: that stays. */
    private Set<Pair> opposite(Relation relation) {
        return other(relation)
                .map(other -> {
                    Set<Pair> pairs =
                            new HashSet<>(pairs(alignment.before, other).keySet());
                    pairs.removeAll(pairs(alignment.base, other).keySet());
                    return pairs;
                })
                .orElse(Set.of());
    }

    /** A pair of the lost branch with the numbers of live; null while one of the two is not there. */
    private @Nullable Pair here(Relation relation, Pair pair) {
        String first = first(relation, pair.first());
        String second = alignment.number(relation.second(), pair.second());
        NodeBbKind kind = relation.first();
        boolean waits = (kind != null && waits(kind, pair.first())) || waits(relation.second(), pair.second());
        if (waits) {
            verdict.waits(relation.word());
        }
        return first == null || second == null ? null : new Pair(first, second);
    }

    /** Of an account that was deleted in the gap: the software forgets some of the keys that name it. */
    private boolean leftover(Pair pair) {
        return !alignment.lost.has(NodeBbKind.USER, pair.second());
    }

    private boolean waits(NodeBbKind kind, String id) {
        return alignment.fate(kind, id) == NodeBbAlignment.Fate.WAITING;
    }

    private @Nullable String first(Relation relation, String id) {
        NodeBbKind kind = relation.first();
        if (kind != null) {
            return alignment.number(kind, id);
        }
        boolean group = relation.form().prefix().equals("group:");
        return !group || alignment.lost.hashes().containsKey("group:" + id) ? id : null;
    }

    private void present(Relation relation, Pair pair, Double time, Map<Pair, Double> after) {
        Double there = after.get(pair);
        if (there == null) {
            verdict.flaw(Flaw.RELATION, relation.word() + " " + line(pair) + " is missing");
        } else if (!Objects.equals(time, there)) {
            verdict.flaw(Flaw.RELATION, relation.word() + " " + line(pair) + " is of another time");
        }
    }

    private static String line(Pair pair) {
        return pair.first() + " – " + pair.second();
    }

    /** Both sides, with the time from whichever key keeps it; 0 where none does. */
    private static Map<Pair, Double> pairs(NodeBbSite site, Relation relation) {
        Map<Pair, Double> pairs =
                new TreeMap<>(java.util.Comparator.comparing(Pair::first).thenComparing(Pair::second));
        forward(site, relation).forEach((pair, time) -> pairs.put(pair, time));
        mirror(site, relation).forEach((pair, time) -> pairs.computeIfPresent(pair, (any, old) -> time));
        return pairs;
    }

    private static Map<Pair, Double> forward(NodeBbSite site, Relation relation) {
        Map<Pair, Double> pairs = new LinkedHashMap<>();
        collect(site, relation.form(), relation.first(), (own, other, time) -> pairs.put(new Pair(own, other), time));
        return pairs;
    }

    private static Map<Pair, Double> mirror(NodeBbSite site, Relation relation) {
        Map<Pair, Double> pairs = new LinkedHashMap<>();
        Form mirror = relation.mirror();
        if (mirror != null) {
            collect(site, mirror, relation.second(), (own, other, time) -> pairs.put(new Pair(other, own), time));
        }
        return pairs;
    }

    private interface Each {
        void accept(String own, String other, Double time);
    }

    private static void collect(NodeBbSite site, Form form, @Nullable NodeBbKind kind, Each each) {
        if (form.sorted()) {
            site.sorted().forEach((key, scores) -> {
                String id = id(form, kind, key);
                if (id != null) {
                    scores.forEach((member, score) -> each.accept(id, member, score));
                }
            });
        } else {
            site.sets().forEach((key, members) -> {
                String id = id(form, kind, key);
                if (id != null) {
                    members.forEach(member -> each.accept(id, member, 0.0));
                }
            });
        }
    }

    private void mirrored(Relation relation, Map<Pair, Double> after) {
        Form mirror = relation.mirror();
        if (mirror == null) {
            return;
        }
        Map<Pair, Double> there = mirror(alignment.after, relation);
        Map<Pair, Double> earlier = mirror(alignment.before, relation);
        Map<Pair, Double> earlierForward = forward(alignment.before, relation);
        after.keySet().stream()
                .filter(pair -> !there.containsKey(pair))
                .filter(pair -> !earlierForward.containsKey(pair) || earlier.containsKey(pair))
                .forEach(pair -> verdict.flaw(
                        Flaw.RELATION, relation.word() + " " + line(pair) + " is not in " + mirror.key(pair.second())));
        there.keySet().stream()
                .filter(pair ->
                        !after.containsKey(pair) && !(earlier.containsKey(pair) && !earlierForward.containsKey(pair)))
                .forEach(pair -> verdict.flaw(
                        Flaw.RELATION,
                        relation.word() + " " + line(pair) + " is only in " + mirror.key(pair.second())));
    }
}
