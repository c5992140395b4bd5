package dev.rethread.document;

import dev.rethread.keyspace.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.ObjectId;

/** Writes dumps as the BSON library does, and reads them back whole. */
final class Dumps {
    private Dumps() {}

    static BsonDocument numbered(int n) {
        return new BsonDocument("_id", new BsonObjectId(new ObjectId(1_390_000_000 + n, n)))
                .append("n", new BsonInt32(n))
                .append("text", new BsonString("post number " + n))
                .append("inner", new BsonDocument("_id", new BsonInt32(n)));
    }

    static byte[] bytes(BsonDocument... documents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (BsonDocument document : documents) {
            try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                    BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
                new BsonDocumentCodec()
                        .encode(writer, document, EncoderContext.builder().build());
                out.writeBytes(buffer.toByteArray());
            }
        }
        return out.toByteArray();
    }

    static Path write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.write(file, content);
    }

    static List<Document> documents(DocumentDump dump) {
        List<Document> documents = new ArrayList<>();
        dump.forEach(documents::add);
        return documents;
    }

    /** Whether documents and damage of a dump of one file follow one another without a hole. */
    static boolean tiles(List<Document> documents, CollectionSummary summary) {
        List<Span> spans = Stream.concat(
                        documents.stream().map(Document::span),
                        summary.damages().stream().map(damage -> damage.span()))
                .sorted(Comparator.comparingLong(Span::offset))
                .toList();
        long at = 0;
        for (Span span : spans) {
            if (span.offset() != at || span.length() == 0) {
                return false;
            }
            at = span.end();
        }
        return at == summary.size();
    }
}
