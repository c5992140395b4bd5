package dev.rethread.document;

/**
 * Walks one document's bytes by their lengths, never deeper than {@link #DEEPEST} levels and without allocating. What passes
 * can be decoded.
 *
 * <pre>
 * document  int32 length of all of it, element..., 0x00
 * element   type, name, 0x00, value
 * value     01 double            8 bytes       0A null             none
 *           02 string            string        0B regex            two texts, each ended by 0x00
 *           03 document          document      0C pointer          string, 12 bytes
 *           04 array             document      0D code, 0E symbol  string
 *           05 binary            int32 n, subtype, n bytes
 *           06 undefined         none          0F code with scope  int32 length of all, string, document
 *           07 object id         12 bytes      10 int32            4 bytes
 *           08 boolean           0 or 1        11 time stamp, 12 int64  8 bytes
 *           09 time              8 bytes       13 decimal128       16 bytes
 *           7F, FF greatest and smallest key   none
 * string    int32 n of at least 1, n bytes, the last of them 0x00
 * </pre>
 *
 * All numbers are little-endian. Source: bsonspec.org, version 1.1.
 */
final class DocumentShape {
    /** The server's own limit. */
    static final int DEEPEST = 200;

    static final int SMALLEST = 5;
    /** What a stored document may take, and the allowance that the server's tools add to it. */
    static final int LARGEST = (16 << 20) + (16 << 10);

    private static final int OLD_BINARY = 2;

    private final byte[] bytes;
    private final int present;
    private final long origin;
    private int at;
    private int elements;

    private DocumentShape(byte[] bytes, int from, int present, long origin) {
        this.bytes = bytes;
        this.at = from;
        this.present = from + present;
        this.origin = origin - from;
    }

    /**
     * Checks the document at {@code bytes[from]} and counts its elements, those of inner documents included.
     *
     * @param present how many of its bytes are there; fewer than it announces if the file ends before
     * @param offset where it lies in the file, for messages
     * @throws MalformedException if it is none
     */
    static int elements(byte[] bytes, int from, int present, long offset) {
        DocumentShape shape = new DocumentShape(bytes, from, present, offset);
        shape.document(from + LARGEST, 0);
        return shape.elements;
    }

    private void document(int limit, int depth) {
        if (depth > DEEPEST) {
            throw wrong("documents nested deeper than " + DEEPEST);
        }
        int start = at;
        int end = end(start, int32(limit), SMALLEST, limit, "a document");
        for (int type = u8(end); type != 0; type = u8(end)) {
            elements++;
            text(end);
            value(type, end, depth);
        }
        mustBeAt(end, "a document");
    }

    private void value(int type, int end, int depth) {
        switch (type) {
            case 0x01, 0x09, 0x11, 0x12 -> skip(8, end);
            case 0x02, 0x0d, 0x0e -> string(end);
            case 0x03, 0x04 -> document(end, depth + 1);
            case 0x05 -> binary(end);
            case 0x06, 0x0a, 0x7f, 0xff -> {}
            case 0x07 -> skip(12, end);
            case 0x08 -> bool(end);
            case 0x0b -> {
                text(end);
                text(end);
            }
            case 0x0c -> {
                string(end);
                skip(12, end);
            }
            case 0x0f -> codeWithScope(end, depth);
            case 0x10 -> skip(4, end);
            case 0x13 -> skip(16, end);
            default -> throw wrong("an element of the unknown type 0x" + Integer.toHexString(type));
        }
    }

    private void string(int limit) {
        int length = int32(limit);
        if (length < 1) {
            throw wrong("a string of " + length + " bytes, at least its closing zero is needed");
        }
        skip(length - 1, limit);
        if (u8(limit) != 0) {
            throw wrong("a string of " + length + " bytes that does not end with zero");
        }
    }

    private void binary(int limit) {
        int length = int32(limit);
        int subtype = u8(limit);
        if (subtype == OLD_BINARY) {
            int inner = int32(limit);
            if (inner != length - 4) {
                throw wrong("binary data of " + length + " bytes that says it holds " + inner);
            }
            skip(inner, limit);
        } else {
            skip(length, limit);
        }
    }

    private void bool(int limit) {
        int value = u8(limit);
        if (value > 1) {
            throw wrong("a boolean of " + value);
        }
    }

    private void codeWithScope(int limit, int depth) {
        int start = at;
        int end = end(start, int32(limit), SMALLEST, limit, "code with scope");
        string(end);
        document(end, depth + 1);
        mustBeAt(end, "code with scope");
    }

    private int end(int start, int length, int smallest, int limit, String what) {
        if (length < smallest || length > limit - start) {
            throw wrong(what + " of " + length + " bytes, possible are " + smallest + " to " + (limit - start));
        }
        return start + length;
    }

    private void mustBeAt(int end, String what) {
        if (at != end) {
            throw wrong(what + " ends here, it announced 0x" + Long.toHexString(origin + end));
        }
    }

    /** Bytes up to and with the next zero. */
    private void text(int limit) {
        int stop = Math.min(limit, present);
        while (at < stop) {
            if (bytes[at++] == 0) {
                return;
            }
        }
        require(1, limit);
    }

    private int u8(int limit) {
        require(1, limit);
        return bytes[at++] & 0xff;
    }

    private int int32(int limit) {
        require(4, limit);
        int value = int32(bytes, at);
        at += 4;
        return value;
    }

    static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }

    private void skip(int count, int limit) {
        require(count, limit);
        at += count;
    }

    private void require(int count, int limit) {
        if (count < 0 || count > limit - at) {
            throw wrong(count + " bytes needed, " + (limit - at) + " left in the document");
        }
        if (count > present - at) {
            throw MalformedException.breaksOff(
                    count + " bytes needed" + here() + ", the file ends after " + (present - at));
        }
    }

    private MalformedException wrong(String problem) {
        return MalformedException.wrong(problem + here());
    }

    private String here() {
        return ", at 0x" + Long.toHexString(origin + at);
    }
}
