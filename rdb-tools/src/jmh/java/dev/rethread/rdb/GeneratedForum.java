package dev.rethread.rdb;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Writes an RDB (version 10) as a forum of any size leaves it: of each 12 keys 6 are posts (hashes with a text of words,
 * compressed), and one each a sorted set, a set of numbers, a set of names, a list, a string and a small packed hash.
 * One sorted set lists every other key. 2.4 million keys make about 700 MB.
 *
 * <p>{@code GeneratedForum FILE KEYS}
 */
final class GeneratedForum {
    private static final int ROUND = 12;
    private static final int LONGEST_TEXT = 1 << 12;
    private static final int SYLLABLES = 300;
    private static final int WORDS = 4000;
    /** How much the common words outdo the rare ones; with this the text compresses as English does, 1.3 to 1. */
    private static final int SKEW = 5;
    /** As often as in English. */
    private static final String LETTERS = "eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhh"
            + "rrrrrrddddlllluuucccmmmwwffggyyppbbvk";

    private final SplittableRandom random = new SplittableRandom(2014);
    private final OutputStream out;
    private final Crc64 crc = new Crc64();
    private final LzfCompressor lzf = new LzfCompressor();
    private final byte[][] words = words();
    private final byte[] text = new byte[LONGEST_TEXT];
    private final ByteBuffer record = ByteBuffer.allocate(1 << 20);

    private GeneratedForum(OutputStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }

    static void write(Path file, int keys) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            new GeneratedForum(out).write(keys);
        }
    }

    private void write(int keys) throws IOException {
        record.put(latin("REDIS0010"));
        record.put((byte) RdbOpcode.SELECTDB).put((byte) 0).put((byte) RdbOpcode.RESIZEDB);
        length(keys + 1L);
        length(0);
        flush();
        for (int key = 0; key < keys; key++) {
            key(key);
            flush();
        }
        posts(keys / 2);
        record.put((byte) RdbOpcode.EOF);
        flush();
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(crc.value())
                .array());
    }

    private void flush() throws IOException {
        crc.update(record.array(), 0, record.position());
        out.write(record.array(), 0, record.position());
        record.clear();
    }

    private void key(int number) {
        switch (number % ROUND) {
            case 6 -> packed(RdbType.ZSET_LISTPACK, "topic:" + number + ":posts", scores(number));
            case 7 -> numbers(number);
            case 8 -> names(number);
            case 9 -> list(number);
            case 10 -> small(number);
            case 11 -> packed(RdbType.HASH_LISTPACK, "user:" + number, user(number));
            default -> post(number);
        }
    }

    private void begin(RdbType type, String key) {
        record.put((byte) type.code());
        string(key);
    }

    private void packed(RdbType type, String key, String... elements) {
        begin(type, key);
        packed(PackedBytes.listpack(elements));
    }

    private void packed(byte[] structure) {
        System.arraycopy(structure, 0, text, 0, structure.length);
        compressed(structure.length);
    }

    private String[] scores(int number) {
        String[] elements = new String[2 * (4 + random.nextInt(16))];
        for (int i = 0; i < elements.length; i += 2) {
            elements[i] = Integer.toString(number * 16 + i);
            elements[i + 1] = "1398" + (100000000 + number + i);
        }
        return elements;
    }

    private String[] user(int number) {
        return new String[] {
            "username", word() + number, "email", word() + number + "@example.org", "joindate", "1398" + number,
            "reputation", Integer.toString(random.nextInt(60)), "location", word(), "website", "http://" + word() + ".example"
        };
    }

    private void numbers(int number) {
        begin(RdbType.SET_INTSET, "uid:" + number + ":read");
        long[] numbers = new long[5 + random.nextInt(20)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 1000L * i + random.nextInt(1000);
        }
        byte[] content = PackedBytes.intset(4, numbers);
        length(content.length);
        record.put(content);
    }

    private void names(int number) {
        begin(RdbType.SET, "tag:" + number + ":topics");
        int count = 3 + random.nextInt(10);
        length(count);
        for (int i = 0; i < count; i++) {
            string(word() + ":" + i);
        }
    }

    private void list(int number) {
        begin(RdbType.LIST_QUICKLIST_2, "notifications:" + number);
        length(1);
        length(2);
        String[] elements = new String[3 + random.nextInt(12)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = "notification:" + (number + i) + ":" + word();
        }
        packed(PackedBytes.listpack(elements));
    }

    private void small(int number) {
        begin(RdbType.STRING, "view:" + number);
        record.put((byte) 0xc2).order(ByteOrder.LITTLE_ENDIAN).putInt(random.nextInt()).order(ByteOrder.BIG_ENDIAN);
    }

    private void post(int number) {
        begin(RdbType.HASH, "post:" + number);
        length(8);
        field("pid", Integer.toString(number));
        field("uid", Integer.toString(random.nextInt(100000)));
        field("tid", Integer.toString(number / 20));
        field("timestamp", "1398" + (100000000 + number));
        field("edited", "0");
        field("votes", Integer.toString(random.nextInt(100)));
        field("editor", "");
        string("content");
        compressed(prose(50 + random.nextInt(900)));
    }

    private void field(String name, String value) {
        string(name);
        string(value);
    }

    private void posts(int count) throws IOException {
        begin(RdbType.ZSET_2, "posts:pid");
        length(count);
        for (int i = 0; i < count; i++) {
            string("post:" + i);
            record.order(ByteOrder.LITTLE_ENDIAN).putDouble(1398100000000.0 + i).order(ByteOrder.BIG_ENDIAN);
            if (record.remaining() < 100) {
                flush();
            }
        }
        flush();
    }

    private int prose(int size) {
        int filled = 0;
        while (filled < size) {
            byte[] word = words[(int) (WORDS * Math.pow(random.nextDouble(), SKEW))];
            System.arraycopy(word, 0, text, filled, word.length);
            filled += word.length;
            text[filled++] = ' ';
        }
        return filled;
    }

    private void compressed(int size) {
        int small = size > 20 ? lzf.compress(text, size) : 0;
        if (small > 0) {
            record.put((byte) 0xc3);
            length(small);
            length(size);
            record.put(lzf.output(), 0, small);
        } else {
            length(size);
            record.put(text, 0, size);
        }
    }

    private String word() {
        return new String(words[random.nextInt(words.length)], StandardCharsets.ISO_8859_1);
    }

    private byte[][] words() {
        String[] syllables = new String[SYLLABLES];
        for (int i = 0; i < SYLLABLES; i++) {
            syllables[i] = letters(2 + random.nextInt(5) / 3);
        }
        byte[][] all = new byte[WORDS][];
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int parts = Math.max(1, random.nextInt(5)); parts > 0; parts--) {
                word.append(syllables[random.nextInt(SYLLABLES)]);
            }
            all[i] = latin(word.toString());
        }
        return all;
    }

    private String letters(int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    /** As a server writes it: small whole numbers in their short form. */
    private void string(String content) {
        if (content.length() < 5 && content.matches("[1-9]\\d*|0")) {
            int number = Integer.parseInt(content);
            record.put((byte) (number < 128 ? 0xc0 : 0xc1)).put((byte) number);
            if (number >= 128) {
                record.put((byte) (number >> 8));
            }
            return;
        }
        length(content.length());
        record.put(latin(content));
    }

    private void length(long length) {
        if (length < 64) {
            record.put((byte) length);
        } else if (length < 1 << 14) {
            record.putShort((short) (0x4000 | length));
        } else {
            record.put((byte) 0x80).putInt((int) length);
        }
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
