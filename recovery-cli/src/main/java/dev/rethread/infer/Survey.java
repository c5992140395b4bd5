package dev.rethread.infer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.KeySink;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.ValueSink;
import dev.rethread.profile.SecretShapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a keyspace twice: the names for their shapes, then the values for what the keys of each shape hold. Its memory
 * does not grow with the keyspace.
 */
final class Survey implements KeySink, ValueSink {
    /** Ids below are known exactly, in the shapes with the most keys. */
    private static final int EXACT = 1 << 22;

    private static final int EXACT_SHAPES = 64;
    /** Rarer shapes are not looked into. */
    private static final int MOST_SHAPES = 2048;
    /** For all samples, in numbers of 64 bits: 64 MB. */
    private static final long ROOM = 1 << 23;

    private static final int LONGEST_NAME = 4096;
    private static final int JSON_FIRST = 10_000;
    private static final int JSON_EVERY = 16;
    private static final int LONGEST_JSON = 1 << 16;
    private static final int LONGEST_FIELD = 40;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Contents NOWHERE = new Contents(new KeyShape(List.of(), 0), 0, new Room(0));

    private final int database;
    private final KeyShapes shapes = new KeyShapes();
    private final List<Contents> contents = new ArrayList<>();
    private final List<byte[]> variables = new ArrayList<>();
    private long keys;
    private Contents now = NOWHERE;
    private long owner;
    private long elements;
    private byte @Nullable [] id;

    private Survey(int database) {
        this.database = database;
    }

    /** What the keys of {@code database} hold, by their shapes, the most frequent first and the rarest left out. */
    static List<Contents> of(Union keyspace, int database) {
        Survey survey = new Survey(database);
        keyspace.keys(key -> {
            if (survey.counts(key)) {
                survey.shapes.add(key.name().unsafeArray());
            }
        });
        Room room = new Room(ROOM);
        survey.shapes.shapes().stream().limit(MOST_SHAPES).forEach(shape -> {
            int exact = survey.contents.size() < EXACT_SHAPES ? EXACT : 0;
            survey.contents.add(new Contents(shape, exact, room));
        });
        keyspace.walk(survey, survey::single);
        return survey.contents;
    }

    /** A key alone of its shape is no item: counters are read in every snapshot, since the largest number counts. */
    private boolean single(Key key) {
        Contents found = find(key);
        return found != null && found.shape.variables() == 0;
    }

    /** A key without a name has no shape. */
    private boolean counts(Key key) {
        return key.database() == database && key.name().length() > 0;
    }

    private @Nullable Contents find(Key key) {
        variables.clear();
        int shape = counts(key) ? shapes.find(key.name().unsafeArray(), variables) : -1;
        return shape < 0 || shape >= contents.size() ? null : contents.get(shape);
    }

    @Override
    public @Nullable ValueSink key(Key key, long expireAt, boolean sure) {
        Contents found = find(key);
        if (found == null) {
            return null;
        }
        now = found;
        now.keys++;
        now.expiring += expireAt == Entry.NEVER ? 0 : 1;
        keys++;
        owner = 0;
        for (int i = 0; i < variables.size(); i++) {
            byte[] variable = variables.get(i);
            long code = Codes.of(variable, 0, variable.length);
            owner = i == 0 ? code : Codes.pair(owner, code);
            now.variables.get(i).add(variable, 0, variable.length, keys, null);
        }
        id = variables.size() == 1 ? variables.get(0) : null;
        searchName(key.name());
        return this;
    }

    private void searchName(Bytes name) {
        if (now.searched < 128 || now.keys % 64 == 0) {
            now.searched++;
            boolean secret = name.length() <= LONGEST_NAME
                    && SecretShapes.inKeyName(name).isPresent();
            now.secretNames += secret ? 1 : 0;
        }
    }

    @Override
    public void begin(Type type) {
        now.types.merge(type, 1L, Long::sum);
        elements = 0;
        if (type == Type.HASH && variables.size() == 1) {
            now.ids.add(owner);
        }
    }

    @Override
    public void string(byte[] bytes, int offset, int length) {
        now.elements.add(bytes, offset, length, owner, id);
        now.forms.add(bytes, offset, length);
    }

    @Override
    public void element(byte[] bytes, int offset, int length) {
        one(bytes, offset, length);
    }

    @Override
    public void member(byte[] bytes, int offset, int length) {
        one(bytes, offset, length);
    }

    @Override
    public void scored(byte[] bytes, int offset, int length, double score) {
        now.scores.add(score, one(bytes, offset, length));
    }

    private long one(byte[] bytes, int offset, int length) {
        elements++;
        long code = Codes.of(bytes, offset, length);
        now.elements.add(bytes, offset, length, code, id);
        now.forms.add(bytes, offset, length);
        for (int i = 0; i < variables.size(); i++) {
            byte[] variable = variables.get(i);
            now.holders.get(i).put(code, Codes.of(variable, 0, variable.length));
        }
        if (id != null) {
            now.pairs.add(Codes.pair(owner, code));
            now.swapped.add(Codes.pair(code, owner));
        }
        return code;
    }

    @Override
    public void field(
            byte[] field, int offset, int length, byte[] value, int valueOffset, int valueLength, long expireAt) {
        elements++;
        Values values = named(field, offset, length) ? now.field(text(field, offset, length), now.fields) : null;
        if (values != null) {
            values.add(value, valueOffset, valueLength, owner, id);
        }
        if (values == null || variables.isEmpty()) {
            other(field, offset, length, value, valueOffset, valueLength);
        }
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.US_ASCII);
    }

    /** Whether an application may have given the name: a letter, then letters, digits and some marks. */
    private static boolean named(byte[] field, int offset, int length) {
        boolean named = length > 0 && length <= LONGEST_FIELD;
        int digits = 0;
        for (int i = offset; named && i < offset + length; i++) {
            byte b = field[i];
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
            boolean digit = b >= '0' && b <= '9';
            digits += digit ? 1 : 0;
            named = letter || (i > offset && (digit || b == ':' || b == '-' || b == '.'));
        }
        return named && digits <= 2;
    }

    private void other(byte[] field, int offset, int length, byte[] value, int valueOffset, int valueLength) {
        long code = Codes.of(field, offset, length);
        now.names.add(field, offset, length, code, id);
        now.named.add(value, valueOffset, valueLength, code, null);
        boolean object = valueLength > 1 && value[valueOffset] == '{' && value[valueOffset + valueLength - 1] == '}';
        if (object) {
            now.packed++;
            if (Codes.number(code) && (now.packed < JSON_FIRST || now.packed % JSON_EVERY == 0)) {
                properties(value, valueOffset, valueLength, Codes.pair(owner, code), text(field, offset, length));
            }
        }
    }

    private void properties(byte[] json, int offset, int length, long packedOwner, String packedId) {
        if (length > LONGEST_JSON) {
            return;
        }
        try {
            JsonNode object = JSON.readTree(json, offset, length);
            object.properties()
                    .forEach(property -> property(property.getKey(), property.getValue(), packedOwner, packedId));
        } catch (JsonProcessingException notJson) {
            now.packed--;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void property(String name, JsonNode value, long packedOwner, String packedId) {
        byte[] field = name.getBytes(StandardCharsets.UTF_8);
        Values values = named(field, 0, field.length) ? now.field(name, now.properties) : null;
        if (values == null) {
            return;
        }
        byte[] own = packedId.getBytes(StandardCharsets.US_ASCII);
        if (value.isArray()) {
            values.array();
            value.forEach(element -> bytes(element.asText(), values, packedOwner, own));
        } else {
            bytes(value.isValueNode() ? value.asText() : value.toString(), values, packedOwner, own);
        }
    }

    private static void bytes(String text, Values values, long owner, byte[] own) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        values.add(bytes, 0, bytes.length, owner, own);
    }

    @Override
    public void whole(Value value) {}

    @Override
    public void opaque(int rdbType, byte[] raw, int offset, int length) {}

    @Override
    public void end() {
        if (id != null) {
            now.cardinality.put(owner, elements);
        }
    }
}
