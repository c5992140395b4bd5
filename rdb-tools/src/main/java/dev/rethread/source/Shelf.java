package dev.rethread.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was unpacked in this process: everything that is open, and the last few besides. A source is recognised before it
 * is read, a dump is read more than once and an archive for each of its members; unpacking each time would take longer
 * than reading. Thread-safe.
 */
final class Shelf {
    private static final int IDLE = 3;
    /** In the order in which they were used. */
    private static final Map<Id, Lease> LEASES = new LinkedHashMap<>(16, 0.75f, true);

    private Shelf() {}

    /** A member of a file as the file is now; {@code member} is empty for the file itself. */
    record Id(
            Path file,
            FileTime modified,
            long size,
            @Nullable Object inode,
            String member) {
        static Id of(SourcePath path) {
            try {
                Path real = path.file().toRealPath();
                BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
                return new Id(
                        real,
                        now.lastModifiedTime(),
                        now.size(),
                        now.fileKey(),
                        Objects.requireNonNullElse(path.member(), ""));
            } catch (IOException e) {
                throw new SourceException(path.file() + ": cannot be opened: " + e, "Check that you may read it.", e);
            }
        }
    }

    /** Something unpacked, until it is given back. */
    static final class Lease implements AutoCloseable {
        private final Unpacked unpacked;
        private int readers;

        private Lease(Unpacked unpacked) {
            this.unpacked = unpacked;
        }

        Unpacked unpacked() {
            return unpacked;
        }

        @Override
        public void close() {
            synchronized (LEASES) {
                readers--;
                clear();
            }
        }
    }

    static Lease take(Id id, Supplier<Unpacked> unpack) {
        synchronized (LEASES) {
            Lease lease = LEASES.get(id);
            if (lease == null) {
                lease = new Lease(unpack.get());
                LEASES.put(id, lease);
            }
            lease.readers++;
            return lease;
        }
    }

    private static void clear() {
        long idle = LEASES.values().stream().filter(lease -> lease.readers == 0).count();
        Iterator<Lease> all = LEASES.values().iterator();
        while (idle > IDLE) {
            Lease lease = all.next();
            if (lease.readers == 0) {
                all.remove();
                idle--;
                close(lease);
            }
        }
    }

    private static void close(Lease lease) {
        try {
            lease.unpacked.content().close();
        } catch (IOException e) {
            throw new SourceException("a temporary file cannot be closed: " + e, "Check the disk it lies on.", e);
        }
    }
}
