package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.List;

/** Bytes as the decoders take them. */
final class Slices {
    private Slices() {}

    static Slice of(byte[] content) {
        Slice slice = new Slice();
        slice.lie(content, 0, content.length);
        return slice;
    }

    static byte[] decompressed(byte[] lzf, long length) {
        Slice out = new Slice();
        Lzf.decompress(of(lzf), length, out);
        return out.copy().toArray();
    }

    static List<Bytes> listpack(byte[] content) {
        return Cursors.list(new Listpack().open(of(content)));
    }
}
