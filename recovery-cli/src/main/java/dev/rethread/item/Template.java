package dev.rethread.item;

import dev.rethread.keyspace.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Bytes in which ids of the lost branch stand as references, so that one id map turns key names, members, scores and
 * values of the lost branch into live's.
 *
 * <p>{@link #encode} is its form in the ledger: {@code 'L' length bytes} for a literal, {@code 'R' length domain length
 * id} for a reference, lengths as 4-byte big-endian.
 */
public record Template(List<Part> parts) {
    /** A piece of a template. */
    public sealed interface Part {
        record Literal(Bytes bytes) implements Part {}

        record Ref(Reference reference) implements Part {}
    }

    public Template {
        parts = List.copyOf(parts);
    }

    public static Template literal(Bytes bytes) {
        return new Template(List.of(new Part.Literal(bytes)));
    }

    /** {@code first} and {@code second} in one. */
    public static Bytes joined(Bytes first, Bytes second) {
        return first.isEmpty()
                ? second
                : new Template(List.of(new Part.Literal(first), new Part.Literal(second))).lost();
    }

    /** {@code first} with {@code second} behind it. */
    public static Template joined(Template first, Template second) {
        List<Part> parts = new ArrayList<>(first.parts());
        parts.addAll(second.parts());
        return new Template(parts);
    }

    public static Template literal(String text) {
        return literal(Bytes.of(text));
    }

    public static Template reference(Reference reference) {
        return new Template(List.of(new Part.Ref(reference)));
    }

    public List<Reference> references() {
        List<Reference> found = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Ref ref) {
                found.add(ref.reference());
            }
        }
        return found;
    }

    /** This template with every reference replaced by what {@code ids} says it is in live. */
    public Bytes resolve(Function<Reference, Bytes> ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            out.writeBytes(bytesOf(part, ids).unsafeArray());
        }
        return Bytes.wrap(out.toByteArray());
    }

    /** The bytes as the lost branch had them. */
    public Bytes lost() {
        return resolve(Reference::id);
    }

    private static Bytes bytesOf(Part part, Function<Reference, Bytes> ids) {
        if (part instanceof Part.Literal literal) {
            return literal.bytes();
        }
        return ids.apply(((Part.Ref) part).reference());
    }

    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            if (part instanceof Part.Literal literal) {
                out.write('L');
                write(out, literal.bytes());
            } else {
                Reference reference = ((Part.Ref) part).reference();
                out.write('R');
                write(out, Bytes.of(reference.domain()));
                write(out, reference.id());
            }
        }
        return out.toByteArray();
    }

    public static Template decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        List<Part> parts = new ArrayList<>();
        while (in.hasRemaining()) {
            byte tag = in.get();
            Bytes first = read(in);
            parts.add(tag == 'L' ? new Part.Literal(first) : new Part.Ref(new Reference(first.utf8(), read(in))));
        }
        return new Template(parts);
    }

    /** Several templates one after another, each with its length before it. */
    public static byte[] encodeAll(List<Template> templates) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        templates.forEach(template -> write(out, Bytes.wrap(template.encode())));
        return out.toByteArray();
    }

    public static List<Template> decodeAll(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        List<Template> templates = new ArrayList<>();
        while (in.hasRemaining()) {
            templates.add(decode(read(in).toArray()));
        }
        return templates;
    }

    private static void write(ByteArrayOutputStream out, Bytes bytes) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length()).array());
        out.writeBytes(bytes.unsafeArray());
    }

    private static Bytes read(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("template length " + length + " of " + in.remaining());
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return Bytes.wrap(bytes);
    }

    /** For people: references stand as {@code ‹user 268›}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Literal literal) {
                out.append(literal.bytes());
            } else {
                out.append('‹').append(((Part.Ref) part).reference()).append('›');
            }
        }
        return out.toString();
    }
}
