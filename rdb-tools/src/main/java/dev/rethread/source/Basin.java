package dev.rethread.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Collects unpacked or received bytes: in memory while they are few, then in a {@link Spool}. */
final class Basin {
    private static final int HELD = 8 << 20;

    private final String name;
    private ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable Spool spool;

    Basin(String name) {
        this.name = name;
    }

    long size() {
        return spool == null ? held.size() : spool.size();
    }

    void add(byte[] bytes, int length) {
        if (spool == null && held.size() + length > HELD) {
            spool = Spool.create(name);
            spool.append(held.toByteArray(), held.size());
            held = new ByteArrayOutputStream();
        }
        if (spool == null) {
            held.write(bytes, 0, length);
        } else {
            spool.append(bytes, length);
        }
    }

    Content content() {
        return spool == null ? new Content.Held(held.toByteArray(), held.size()) : spool;
    }

    /** Gives up what was collected. */
    void abandon() {
        if (spool != null) {
            try {
                spool.close();
            } catch (IOException e) {
                // its name is gone already, and the reason for giving up is worth more
            }
        }
    }
}
