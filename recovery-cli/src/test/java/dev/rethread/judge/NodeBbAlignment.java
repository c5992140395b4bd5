package dev.rethread.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which object of the lost branch is which of live, by what people recognise: a name, an author and a time. What the
 * base holds keeps its number in every state; whatever came later is named by these alone.
 */
final class NodeBbAlignment {
    private static final Pattern LINK = Pattern.compile("/(post|topic|category|uid)/(\\d+)");
    private static final String NOBODY = "0";

    /** What must become of an object of the lost branch. */
    enum Fate {
        /** Base and live hold it under the same number. */
        KEPT,
        /** Made again in live by its owner. */
        FOUND,
        /** Must be written back. */
        LOST,
        /** Somebody must register, or a category be made again, first. */
        WAITING,
        /** Deleted by users, in the gap without a trace or in live. */
        GONE
    }

    final NodeBbSite base;
    final NodeBbSite lost;
    final NodeBbSite before;
    final NodeBbSite after;
    private final Map<NodeBbKind, Map<String, List<String>>> known = new EnumMap<>(NodeBbKind.class);
    private final Map<NodeBbKind, Map<String, List<String>>> now = new EnumMap<>(NodeBbKind.class);
    private final Map<String, Fate> fates = new HashMap<>();

    NodeBbAlignment(NodeBbSite base, NodeBbSite lost, NodeBbSite before, NodeBbSite after) {
        this.base = base;
        this.lost = lost;
        this.before = before;
        this.after = after;
        for (NodeBbKind kind : NodeBbKind.values()) {
            known.put(kind, named(before, kind));
            now.put(kind, named(after, kind));
        }
    }

    private Map<String, List<String>> named(NodeBbSite site, NodeBbKind kind) {
        Map<String, List<String>> ids = new HashMap<>();
        site.objects(kind)
                .keySet()
                .forEach(id -> ids.computeIfAbsent(name(site, kind, id), any -> new ArrayList<>())
                        .add(id));
        return ids;
    }

    /** What people know an object by, the same in every state. */
    String name(NodeBbSite site, NodeBbKind kind, String id) {
        if (inBase(site, kind, id)) {
            return "number " + id;
        }
        Map<String, String> object = site.object(kind, id);
        if (object == null) {
            return "nothing, number " + id;
        }
        return switch (kind) {
            case USER -> object.getOrDefault("username", "").toLowerCase(Locale.ROOT);
            case CATEGORY ->
                object.getOrDefault("name", "").toLowerCase(Locale.ROOT) + " in "
                        + above(site, object.getOrDefault("parentCid", NOBODY));
            case TOPIC, POST -> by(site, object, "uid", "timestamp");
            case MESSAGE -> by(site, object, "fromuid", "timestamp");
            case ROOM -> "at " + object.get("timestamp");
            case FLAG -> by(site, object, "targetUid", "datetime");
            case EVENT -> object.get("type") + by(site, object, "uid", "timestamp");
            case TOPIC_EVENT -> topicEvent(site, id, object);
        };
    }

    private String above(NodeBbSite site, String parent) {
        return parent.equals(NOBODY) ? "the top" : name(site, NodeBbKind.CATEGORY, parent);
    }

    private String by(NodeBbSite site, Map<String, String> object, String author, String time) {
        String id = object.getOrDefault(author, NOBODY);
        return (id.equals(NOBODY) ? "nobody" : name(site, NodeBbKind.USER, id)) + " at " + object.get(time);
    }

    private String topicEvent(NodeBbSite site, String id, Map<String, String> object) {
        Map.Entry<String, Double> place = site.topicEvents().get(id);
        return place == null
                ? "nowhere, number " + id
                : object.get("type") + " of " + name(site, NodeBbKind.TOPIC, place.getKey()) + " at "
                        + place.getValue().longValue();
    }

    /** Whether this number is in base, and the same thing here: the number may have been given out twice. */
    boolean inBase(NodeBbSite site, NodeBbKind kind, String id) {
        Map<String, String> old = base.object(kind, id);
        Map<String, String> object = site.object(kind, id);
        return old != null && (object == null || Objects.equals(made(base, kind, id), made(site, kind, id)));
    }

    private static @Nullable Object made(NodeBbSite site, NodeBbKind kind, String id) {
        return switch (kind) {
            case CATEGORY -> "";
            case TOPIC_EVENT -> site.field(kind, id, "type");
            default -> site.field(kind, id, kind.time);
        };
    }

    /** What must become of an object that the lost branch names. */
    Fate fate(NodeBbKind kind, String id) {
        Fate seen = fates.get(kind + id);
        if (seen == null) {
            fates.put(kind + id, Fate.WAITING);
            seen = judge(kind, id);
            fates.put(kind + id, seen);
        }
        return seen;
    }

    private Fate judge(NodeBbKind kind, String id) {
        if (inBase(lost, kind, id)) {
            return before.has(kind, id) ? Fate.KEPT : Fate.GONE;
        }
        Map<String, String> object = lost.object(kind, id);
        if (object == null) {
            return Fate.GONE;
        }
        if (!ids(known, kind, id).isEmpty()) {
            return Fate.FOUND;
        }
        if (kind == NodeBbKind.USER || kind == NodeBbKind.CATEGORY) {
            return Fate.WAITING;
        }
        return needs(kind, id, object).stream().anyMatch(fate -> fate == Fate.WAITING || fate == Fate.GONE)
                ? Fate.WAITING
                : Fate.LOST;
    }

    private List<Fate> needs(NodeBbKind kind, String id, Map<String, String> object) {
        List<Fate> fates = new ArrayList<>();
        for (String field : kind.needs()) {
            String needed = object.getOrDefault(field, NOBODY);
            if (!needed.equals(NOBODY)) {
                fates.add(fate(Objects.requireNonNull(kind.names(field, object)), needed));
            }
        }
        if (kind == NodeBbKind.TOPIC_EVENT) {
            Map.Entry<String, Double> place = lost.topicEvents().get(id);
            fates.add(place == null ? Fate.GONE : fate(NodeBbKind.TOPIC, place.getKey()));
        }
        return fates;
    }

    private List<String> ids(Map<NodeBbKind, Map<String, List<String>>> state, NodeBbKind kind, String id) {
        return Objects.requireNonNull(state.get(kind)).getOrDefault(name(lost, kind, id), List.of());
    }

    /** The number that an object of the lost branch must have in live; null while it is not there. */
    @Nullable
    String number(NodeBbKind kind, String id) {
        if (id.equals(NOBODY)) {
            return NOBODY;
        }
        return switch (fate(kind, id)) {
            case KEPT -> id;
            case FOUND -> ids(known, kind, id).get(0);
            case LOST -> ids(now, kind, id).stream().findFirst().orElse(null);
            case WAITING, GONE -> null;
        };
    }

    /** The numbers in live of what must wait, if it is there nevertheless. */
    List<String> early(NodeBbKind kind, String id) {
        return ids(now, kind, id).stream()
                .filter(number -> !before.has(kind, number))
                .toList();
    }

    /** Names that more objects of live have than of any branch. */
    Set<String> twice(NodeBbKind kind) {
        Set<String> twice = new HashSet<>();
        Map<String, List<String>> there = named(lost, kind);
        now.get(kind).forEach((name, ids) -> {
            int allowed = Math.max(
                    1,
                    Math.max(
                            there.getOrDefault(name, List.of()).size(),
                            Objects.requireNonNull(known.get(kind))
                                    .getOrDefault(name, List.of())
                                    .size()));
            if (ids.size() > allowed) {
                twice.add(name + ": " + ids);
            }
        });
        return twice;
    }

    /** A text of the lost branch with the numbers in its links as live has them. */
    String linked(String text) {
        return LINK.matcher(text).replaceAll(link -> {
            String number = number(linkKind(link.group(1)), link.group(2));
            return Matcher.quoteReplacement("/" + link.group(1) + "/" + (number == null ? link.group(2) : number));
        });
    }

    private static NodeBbKind linkKind(String word) {
        return switch (word) {
            case "post" -> NodeBbKind.POST;
            case "topic" -> NodeBbKind.TOPIC;
            case "category" -> NodeBbKind.CATEGORY;
            default -> NodeBbKind.USER;
        };
    }
}
