package dev.rethread.aof;

/** A place on the earth in degrees, as a sorted set's score holds it: 26 bits of each, interleaved. */
record GeoPoint(double longitude, double latitude) {
    static final double LARGEST_LONGITUDE = 180;
    static final double LARGEST_LATITUDE = 85.05112878;

    private static final int BITS = 26;
    private static final double CELLS = 1L << BITS;
    private static final double RADIANS = Math.PI / 180;
    private static final double EARTH_RADIUS = 6372797.560856;

    /** Whether a search can come upon a score, be it meant for a place or not. */
    static boolean isOne(double score) {
        return score >= 0 && score < CELLS * CELLS;
    }

    /** The middle of the cell that the score names. */
    static GeoPoint of(double score) {
        long bits = (long) score;
        return new GeoPoint(middle(every2nd(bits >>> 1), LARGEST_LONGITUDE), middle(every2nd(bits), LARGEST_LATITUDE));
    }

    private static double middle(long cell, double largest) {
        double low = -largest + cell / CELLS * (2 * largest);
        double high = -largest + (cell + 1) / CELLS * (2 * largest);
        return Math.max(-largest, Math.min(largest, (low + high) / 2));
    }

    private static long every2nd(long bits) {
        long gathered = 0;
        for (int i = 0; i < BITS; i++) {
            gathered |= ((bits >>> (2 * i)) & 1) << i;
        }
        return gathered;
    }

    /** Metres along a great circle, by the haversine formula. */
    double distance(GeoPoint other) {
        double v = StrictMath.sin((other.longitude - longitude) * RADIANS / 2);
        if (v == 0) {
            return distanceNorth(other);
        }
        double here = latitude * RADIANS;
        double there = other.latitude * RADIANS;
        double u = StrictMath.sin((there - here) / 2);
        double a = u * u + StrictMath.cos(here) * StrictMath.cos(there) * v * v;
        return 2.0 * EARTH_RADIUS * StrictMath.asin(Math.sqrt(a));
    }

    /** Metres along a meridian. */
    double distanceNorth(GeoPoint other) {
        return EARTH_RADIUS * Math.abs(other.latitude * RADIANS - latitude * RADIANS);
    }
}
