package dev.rethread.source;

import dev.rethread.keyspace.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What a compressed content holds, as far as its decoder got.
 *
 * @param damages empty, or what the decoder said where it gave up
 * @param cut whether it gave up for want of bytes: then what came before is as good as ever. Otherwise any byte of it
 *     may be wrong, since most decoders check only at the end
 */
record Unpacked(Content content, List<Damage> damages, boolean cut) {
    private static final int CHUNK = 1 << 16;
    /** Decoders read ahead; none as far as this. */
    private static final int AHEAD = 1 << 20;

    /** @throws SourceException if {@code packed} cannot be read, or there is no room */
    static Unpacked of(Codec codec, String name, Content packed) {
        Basin basin = new Basin(name);
        try {
            Feed feed = new Feed(name, packed, Long.MAX_VALUE);
            try (InputStream in = codec.decoder(feed)) {
                pour(in, basin, new byte[CHUNK]);
                return new Unpacked(basin.content(), List.of(), false);
            } catch (IOException | RuntimeException e) {
                refuseIfOurs(e);
                return lastDrops(codec, name, packed, basin, feed.position());
            }
        } catch (RuntimeException e) {
            basin.abandon();
            throw e;
        }
    }

    /**
     * A decoder that throws keeps what it had decoded in that call. So it is run again up to there, and then asked for
     * one byte at a time, and given one at a time, which also tells where it gives up.
     */
    private static Unpacked lastDrops(Codec codec, String name, Content packed, Basin basin, long near) {
        Feed feed = new Feed(name, packed, near - AHEAD);
        String problem = "gave up once, and not again";
        try (InputStream in = codec.decoder(feed)) {
            in.skipNBytes(basin.size());
            pour(in, basin, new byte[1]);
        } catch (IOException | RuntimeException e) {
            refuseIfOurs(e);
            problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
        String where = "compressed offset 0x" + Long.toHexString(feed.position()) + " of 0x"
                + Long.toHexString(packed.size()) + " (" + problem + ")";
        boolean cut = feed.isExhausted();
        Damage damage = new Damage(
                name,
                new Span(basin.size(), 0),
                codec.toString(),
                null,
                (cut ? "breaks off at " : "damaged at or before ") + where + "; what follows is lost");
        return new Unpacked(basin.content(), List.of(damage), cut);
    }

    private static void pour(InputStream in, Basin basin, byte[] chunk) throws IOException {
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            basin.add(chunk, n);
        }
    }

    /** Our own refusals (no room, a failing disk) say nothing about the compressed bytes. */
    private static void refuseIfOurs(Exception e) {
        if (e instanceof SourceException ours) {
            throw ours;
        }
    }
}
