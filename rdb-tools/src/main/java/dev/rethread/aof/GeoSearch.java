package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What GEORADIUS, GEORADIUSBYMEMBER and GEOSEARCHSTORE store. Servers log the command itself, so the search is done
 * again; where its outcome hangs on the last bits of a sine or on the order of equals, the result is doubtful.
 */
final class GeoSearch {
    private static final double TIE = 1e-9;

    private final Call call;
    private final WorkingSortedSet source;
    private @Nullable GeoPoint center;
    private double width = -1;
    private double height;
    private boolean box;
    private double unit = 1;
    private long count;
    private boolean any;
    private boolean descending;
    private boolean storeDistance;
    private int target;

    private boolean close;

    /** A member found, with its distance in the unit of the search. */
    private record Found(Bytes member, double score, double distance) {}

    private GeoSearch(Call call, WorkingSortedSet source) {
        this.call = call;
        this.source = source;
    }

    /** GEORADIUS and, {@code byMember}, GEORADIUSBYMEMBER. */
    static void radius(Call call, boolean byMember) {
        GeoSearch search = of(call, 1);
        if (byMember) {
            search.member(2);
        } else {
            search.place(2);
        }
        search.circle(byMember ? 3 : 4);
        search.options(byMember ? 5 : 6);
        search.store(1);
    }

    /** {@code GEOSEARCHSTORE to from ...}. */
    static void store(Call call) {
        GeoSearch search = of(call, 2);
        search.target = 1;
        search.options(3);
        search.store(2);
    }

    private static GeoSearch of(Call call, int key) {
        WorkingSortedSet source = call.find(call.key(key), WorkingSortedSet.class);
        return new GeoSearch(call, source == null ? new WorkingSortedSet() : source);
    }

    private void place(int at) {
        double longitude = call.score(at);
        double latitude = call.score(at + 1);
        if (Math.abs(longitude) > GeoPoint.LARGEST_LONGITUDE || Math.abs(latitude) > GeoPoint.LARGEST_LATITUDE) {
            throw new RefusedException("no such place");
        }
        center = new GeoPoint(longitude, latitude);
    }

    private void member(int at) {
        Double score = source.score(call.argument(at));
        if (score == null && !source.isEmpty()) {
            throw new RefusedException("no such member");
        }
        center = GeoPoint.of(score == null ? 0 : score);
    }

    private void circle(int at) {
        width = call.score(at);
        unit(at + 1);
    }

    private void unit(int at) {
        unit = switch (call.word(at)) {
            case "M" -> 1;
            case "KM" -> 1000;
            case "FT" -> 0.3048;
            case "MI" -> 1609.34;
            default -> throw new RefusedException("no such unit");
        };
    }

    private void options(int from) {
        int at = from;
        while (at < call.count()) {
            at += option(at);
        }
        if (center == null || width < 0) {
            throw new RefusedException("syntax");
        }
    }

    /** Takes one option and returns how many arguments it has. */
    private int option(int at) {
        String word = call.word(at);
        switch (word) {
            case "ASC", "DESC" -> descending = word.equals("DESC");
            case "ANY" -> any = true;
            case "COUNT" -> count = call.integer(at + 1);
            case "STORE" -> target = at + 1;
            case "STOREDIST" -> {
                storeDistance = true;
                boolean named = call.word(0).startsWith("GEORADIUS");
                target = named ? at + 1 : target;
                return named ? 2 : 1;
            }
            default -> {
                return shape(word, at);
            }
        }
        return word.equals("COUNT") || word.equals("STORE") ? 2 : 1;
    }

    private int shape(String word, int at) {
        switch (word) {
            case "FROMMEMBER" -> member(at + 1);
            case "FROMLONLAT" -> place(at + 1);
            case "BYRADIUS" -> circle(at + 1);
            case "BYBOX" -> {
                box = true;
                width = call.score(at + 1);
                height = call.score(at + 2);
                unit(at + 3);
                return 4;
            }
            default -> throw new RefusedException("syntax");
        }
        return word.equals("FROMMEMBER") ? 2 : 3;
    }

    private void store(int sourceAt) {
        if (target == 0) {
            return;
        }
        List<Found> found = find();
        boolean cut = count > 0 && count < found.size();
        WorkingSortedSet result = new WorkingSortedSet();
        for (Found each : cut ? nearest(found) : found) {
            result.set(each.member(), storeDistance ? each.distance() : each.score());
        }
        call.put(call.key(target), result);
        Doubts.carry(call, sourceAt, sourceAt + 1, target);
        if (close || (cut && any)) {
            call.inexact(call.key(target), "what it finds hangs on rounding or on the server's order");
        }
    }

    private List<Found> find() {
        List<Found> found = new ArrayList<>();
        GeoPoint from = center;
        for (Map.Entry<Bytes, Double> entry : source.scores().entrySet()) {
            GeoPoint place = GeoPoint.of(entry.getValue());
            if (from != null && GeoPoint.isOne(entry.getValue()) && isWithin(from, place)) {
                double distance = from.distance(place) / unit;
                found.add(new Found(entry.getKey(), entry.getValue(), distance));
            }
        }
        return found;
    }

    private boolean isWithin(GeoPoint from, GeoPoint place) {
        if (!box) {
            return isAtMost(from.distance(place), width * unit);
        }
        GeoPoint beside = new GeoPoint(from.longitude(), place.latitude());
        return isAtMost(place.distanceNorth(from), height * unit / 2)
                && isAtMost(place.distance(beside), width * unit / 2);
    }

    private boolean isAtMost(double distance, double limit) {
        close |= distance != limit && isTie(distance, limit);
        return distance <= limit;
    }

    private static boolean isTie(double left, double right) {
        return Math.abs(left - right) <= TIE * Math.max(left, right);
    }

    private List<Found> nearest(List<Found> found) {
        Comparator<Found> order = Comparator.comparingDouble(Found::distance);
        List<Found> sorted =
                found.stream().sorted(descending ? order.reversed() : order).toList();
        int last = (int) count - 1;
        close |= isTie(sorted.get(last).distance(), sorted.get(last + 1).distance());
        return sorted.subList(0, last + 1);
    }
}
