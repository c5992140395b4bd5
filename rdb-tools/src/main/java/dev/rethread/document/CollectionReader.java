package dev.rethread.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rethread.keyspace.Span;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceFile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bson.BSONException;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads one collection's file: documents one after another, nothing between them.
 *
 * <p>Behind damage it goes on where the damaged document says it ends, or else at the next document that begins with
 * {@code _id}, as stored ones do. Either must be whole and followed by another beginning or the end of the file: without
 * asking for all this, inner documents would be taken for stored ones. A document that is sound up
 * to the end of the file is torn, and nothing is looked for inside it.
 */
final class CollectionReader {
    private static final byte[] ID = "_id\0".getBytes(ISO_8859_1);
    private static final int ID_AT = 5;
    private static final int HEAD = ID_AT + ID.length;
    /** Decoded, an element takes some 100 bytes; one of more elements than this stays as it is in the file. */
    private static final int MANY_ELEMENTS = 100_000;
    /** Bytes of would-be documents to look at in vain, beside the file's size, so that no file takes for ever. */
    private static final long PATIENCE = 16L * DocumentShape.LARGEST;

    private final String collection;
    private final SourceFile file;
    private final FileWindow window;
    private final Consumer<Document> visitor;
    private final BsonDocumentCodec codec = new BsonDocumentCodec();
    private final List<Damage> damages = new ArrayList<>();
    private long documents;
    private long bytes;
    private long inVain;
    private @Nullable Instant newest;

    private CollectionReader(String collection, SourceFile file, Consumer<Document> visitor) {
        this.collection = collection;
        this.file = file;
        this.window = new FileWindow(file);
        damages.addAll(file.damages());
        this.visitor = visitor;
    }

    /** Hands out the documents in the order of the file. Damage never throws: it is in the result. */
    static CollectionSummary read(String collection, SourceFile file, Consumer<Document> visitor) {
        return new CollectionReader(collection, file, visitor).run();
    }

    private CollectionSummary run() {
        long at = 0;
        while (at < file.size()) {
            try {
                Document document = document(at);
                count(document);
                visitor.accept(document);
                at = document.span().end();
            } catch (MalformedException e) {
                at = pass(at, e);
            }
        }
        return new CollectionSummary(collection, file.path(), file.size(), documents, bytes, newest, damages);
    }

    private void count(Document document) {
        documents++;
        bytes += document.span().length();
        BsonValue id = document.content().get("_id");
        if (id != null && id.isObjectId()) {
            Instant issued = Instant.ofEpochSecond(
                    Integer.toUnsignedLong(id.asObjectId().getValue().getTimestamp()));
            newest = newest == null || issued.isAfter(newest) ? issued : newest;
        }
    }

    private Document document(long at) {
        int elements = check(at);
        int length = length(at);
        int from = window.index(at, length);
        BsonDocument content = elements > MANY_ELEMENTS
                ? new RawBsonDocument(Arrays.copyOfRange(window.buffer(), from, from + length))
                : decode(ByteBuffer.wrap(window.buffer(), from, length).slice());
        return new Document(collection, new Span(at, length), content);
    }

    private BsonDocument decode(ByteBuffer content) {
        try (BsonBinaryReader reader = new BsonBinaryReader(content)) {
            return codec.decode(reader, DecoderContext.builder().build());
        } catch (BSONException e) {
            throw MalformedException.wrong("the BSON library refuses it: " + e.getMessage());
        }
    }

    /** The number of elements of the document at an offset. */
    private int check(long at) {
        long left = file.size() - at;
        if (left < Integer.BYTES) {
            throw MalformedException.breaksOff("4 bytes needed for the length, " + left + " left");
        }
        int length = length(at);
        if (length < DocumentShape.SMALLEST || length > DocumentShape.LARGEST) {
            throw MalformedException.wrong("a document of " + length + " bytes, possible are " + DocumentShape.SMALLEST
                    + " to " + DocumentShape.LARGEST);
        }
        int present = (int) Math.min(length, left);
        int from = window.index(at, present);
        try {
            return DocumentShape.elements(window.buffer(), from, present, at);
        } catch (MalformedException e) {
            inVain += present;
            throw e;
        }
    }

    private int length(long at) {
        int index = window.index(at, Integer.BYTES);
        return DocumentShape.int32(window.buffer(), index);
    }

    /** Gives up the bytes from {@code at} to where a document begins again, and returns that place. */
    private long pass(long at, MalformedException why) {
        long end = why.isBreakingOff() ? file.size() : nextAfter(at);
        damages.add(new Damage(file.name(), new Span(at, end - at), "document", null, why.problem()));
        return end;
    }

    private long nextAfter(long damaged) {
        if (file.size() - damaged >= DocumentShape.SMALLEST) {
            long end = damaged + Integer.toUnsignedLong(length(damaged));
            if (end > damaged && end <= file.size() && isPlausibleEnd(end)) {
                return end;
            }
        }
        for (long at = damaged + 1; at < file.size() && inVain < PATIENCE + file.size(); at++) {
            if (beginsWithId(at) && isFollowed(at)) {
                return at;
            }
        }
        return file.size();
    }

    /** Whether what a damaged document says of its end can be believed; a wrong length may point to an inner one. */
    private boolean isPlausibleEnd(long at) {
        return at == file.size() || (isSound(at) ? isFollowed(at) : beginsWithId(at));
    }

    private boolean isFollowed(long at) {
        return isSound(at) && isBorder(at + length(at));
    }

    /** The end of the file, or the beginning of a document, be it damaged further inside. */
    private boolean isBorder(long at) {
        return at == file.size() || beginsWithId(at) || isSound(at);
    }

    private boolean beginsWithId(long at) {
        if (file.size() - at < HEAD) {
            return false;
        }
        int index = window.index(at, HEAD);
        byte[] buffer = window.buffer();
        int id = index + ID_AT;
        int length = DocumentShape.int32(buffer, index);
        return Arrays.equals(buffer, id, id + ID.length, ID, 0, ID.length)
                && length > HEAD
                && length <= DocumentShape.LARGEST;
    }

    private boolean isSound(long at) {
        try {
            check(at);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }
}
