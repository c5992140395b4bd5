package dev.rethread.live;

import com.moilioncircle.redis.replicator.io.RawByteListener;
import dev.rethread.keyspace.Bytes;
import java.io.ByteArrayOutputStream;

/** Keeps the bytes that pass while it listens. */
final class RawBytes implements RawByteListener {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void handle(byte... rawBytes) {
        bytes.write(rawBytes, 0, rawBytes.length);
    }

    Bytes bytes() {
        return Bytes.wrap(bytes.toByteArray());
    }
}
