package dev.rethread.rdb;

import dev.rethread.source.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of four longs a row, appended to and then read. Pages beyond a limit go to a temporary file that has no name
 * any more and is gone with the process; they are mapped, so that the system keeps of them in memory what it can.
 */
final class Rows {
    static final int COLUMNS = 4;
    private static final int PAGE_BITS = 16;
    private static final int PAGE_ROWS = 1 << PAGE_BITS;
    private static final int PAGE_LONGS = PAGE_ROWS * COLUMNS;
    private static final int PAGE_BYTES = PAGE_LONGS * Long.BYTES;
    private static final int FIRST_ROWS = 16;
    private static final int MOST_ROWS = 1_500_000_000;

    private final long limit;
    private final List<LongBuffer> full = new ArrayList<>();
    private long[] page = new long[FIRST_ROWS * COLUMNS];
    private int filled;
    private int size;
    private @Nullable FileChannel spill;

    /** @param limit how many bytes of full pages stay in memory */
    Rows(long limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    boolean spilled() {
        return spill != null;
    }

    void add(long first, long second, long third, long fourth) {
        if (filled == page.length) {
            makeRoom();
        }
        page[filled] = first;
        page[filled + 1] = second;
        page[filled + 2] = third;
        page[filled + 3] = fourth;
        filled += COLUMNS;
        size++;
    }

    long get(int row, int column) {
        int number = row >>> PAGE_BITS;
        int index = (row & PAGE_ROWS - 1) * COLUMNS + column;
        return number < full.size() ? full.get(number).get(index) : page[index];
    }

    private void makeRoom() {
        if (page.length < PAGE_LONGS) {
            page = Arrays.copyOf(page, 2 * page.length);
            return;
        }
        if (size >= MOST_ROWS) {
            throw new SourceException("more than " + MOST_ROWS + " keys in one file", "Split the file.");
        }
        if ((full.size() + 1L) * PAGE_BYTES <= limit) {
            full.add(LongBuffer.wrap(page));
            page = new long[PAGE_LONGS];
        } else {
            full.add(spilled(page));
        }
        filled = 0;
    }

    private LongBuffer spilled(long[] content) {
        try {
            FileChannel file = spill == null ? temporary() : spill;
            spill = file;
            long at = file.size();
            ByteBuffer bytes = ByteBuffer.allocate(PAGE_BYTES).order(ByteOrder.nativeOrder());
            bytes.asLongBuffer().put(content);
            while (bytes.hasRemaining()) {
                file.write(bytes, at + bytes.position());
            }
            return file.map(FileChannel.MapMode.READ_ONLY, at, PAGE_BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
        } catch (IOException e) {
            throw new SourceException(
                    "the index of the keys cannot be written to a temporary file: " + e,
                    "Make room there, name a larger disk with -Djava.io.tmpdir, or give more memory with -Xmx.",
                    e);
        }
    }

    private static FileChannel temporary() throws IOException {
        Path path = Files.createTempFile("rethread-index", null);
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Nothing is added any more. */
    void seal() {
        page = Arrays.copyOf(page, filled);
        try {
            if (spill != null) {
                spill.close();
            }
        } catch (IOException e) {
            throw new SourceException("the temporary file of the index cannot be closed: " + e, "Check that disk.", e);
        }
    }
}
