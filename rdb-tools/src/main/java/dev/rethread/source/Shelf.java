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
    private static final Map<Id, Item> ITEMS = new LinkedHashMap<>(16, 0.75f, true);

    private Shelf() {}

    /**
     * A member of a file as the file is now; {@code member} is empty for the file itself.
     *
     * @param size of what is to be unpacked, as it was when it was opened: a file that has grown since is another
     */
    record Id(
            Path file,
            FileTime modified,
            long size,
            @Nullable Object inode,
            String member) {
        static Id of(SourcePath path, long size) {
            try {
                Path real = path.file().toRealPath();
                BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
                return new Id(
                        real,
                        now.lastModifiedTime(),
                        size,
                        now.fileKey(),
                        Objects.requireNonNullElse(path.member(), ""));
            } catch (IOException e) {
                throw new SourceException(path.file() + ": cannot be opened: " + e, "Check that you may read it.", e);
            }
        }
    }

    private static final class Item {
        private final Unpacked unpacked;
        private int readers;

        private Item(Unpacked unpacked) {
            this.unpacked = unpacked;
        }
    }

    /** Something unpacked, until it is given back; giving it back once more does nothing. */
    static final class Lease implements AutoCloseable {
        private final Item item;
        private boolean returned;

        private Lease(Item item) {
            this.item = item;
            item.readers++;
        }

        Unpacked unpacked() {
            return item.unpacked;
        }

        @Override
        public void close() {
            synchronized (ITEMS) {
                if (!returned) {
                    returned = true;
                    item.readers--;
                    clear();
                }
            }
        }
    }

    static Lease take(Id id, Supplier<Unpacked> unpack) {
        synchronized (ITEMS) {
            Item item = ITEMS.get(id);
            if (item == null) {
                item = new Item(unpack.get());
                ITEMS.put(id, item);
            }
            return new Lease(item);
        }
    }

    private static void clear() {
        long idle = ITEMS.values().stream().filter(item -> item.readers == 0).count();
        Iterator<Item> all = ITEMS.values().iterator();
        while (idle > IDLE) {
            Item item = all.next();
            if (item.readers == 0) {
                all.remove();
                idle--;
                close(item);
            }
        }
    }

    private static void close(Item item) {
        try {
            item.unpacked.content().close();
        } catch (IOException e) {
            throw new SourceException("a temporary file cannot be closed: " + e, "Check the disk it lies on.", e);
        }
    }
}
