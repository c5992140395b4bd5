package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifest of a multi-part AOF (Redis 7): which files make it up, in which order they are read.
 *
 * <pre>
 * file appendonly.aof.2.base.rdb seq 2 type b
 * file "forum log.aof.2.incr.aof" seq 2 type i
 * </pre>
 *
 * <p>Stricter than needed where two readings are possible (two bases, one number twice): that is a
 * {@link SourceException}. Where one line is bad the others are still used, and the line is damage.
 *
 * @param file the manifest itself
 * @param loaded the base, if there is one, then the incremental files by their numbers
 * @param history what was loaded before each rewrite, oldest first, as far as the files are still there
 * @param damages lines that could not be read, named files that are not there, a wrong order, parts that seem to be
 *     missing from it; each means that the keyspace is not complete
 * @param notes files that are not read: superseded ones, and those that the manifest does not name
 */
public record AofManifest(
        Path file, List<AofPart> loaded, List<List<AofPart>> history, List<Damage> damages, List<String> notes) {
    private static final String SUFFIX = ".manifest";
    private static final String TEMPORARY = "temp-";
    private static final int LARGEST = 1 << 20;
    private static final Pattern BASE = Pattern.compile(".*\\.\\d{1,18}\\.base\\.(rdb|aof)");
    private static final Pattern INCREMENT = Pattern.compile(".*\\.(\\d{1,18})\\.incr\\.aof");

    public AofManifest {
        loaded = List.copyOf(loaded);
        history = List.copyOf(history);
        damages = List.copyOf(damages);
        notes = List.copyOf(notes);
    }

    /**
     * Reads the manifest in {@code directory}.
     *
     * @throws SourceException where there is none or more than one, it is empty, ambiguous, or names no file that is
     *     there
     */
    public static AofManifest read(Path directory) {
        List<Path> children = SourceFolder.children(directory);
        Path file = only(
                directory, children.stream().filter(AofManifest::isManifest).toList());
        Lines lines = new Lines(file);
        lines.read(text(file, lines.damages));
        lines.checkWhole(children);
        lines.checkPresent(directory);
        List<List<AofPart>> history = lines.history(directory);
        return new AofManifest(file, lines.loaded(), history, lines.damages, lines.notes(children, history));
    }

    /**
     * The history files, oldest first and each list beginning with its base, then {@link #loaded}. Only generations from
     * the newest back to one that is not whole; what is not in here is in {@link #notes}.
     */
    public List<List<AofPart>> generations() {
        List<List<AofPart>> all = new ArrayList<>(history);
        all.add(loaded);
        return all;
    }

    /** Whether a file is called as servers call an incremental part. */
    static boolean isIncrement(Path file) {
        return INCREMENT.matcher(SourceFolder.plainName(file)).matches();
    }

    private static boolean isManifest(Path child) {
        String name = SourceFolder.plainName(child).toLowerCase(Locale.ROOT);
        return name.endsWith(SUFFIX) && !name.startsWith(TEMPORARY);
    }

    private static Path only(Path directory, List<Path> manifests) {
        if (manifests.isEmpty()) {
            throw new SourceException(
                    directory + ": no " + SUFFIX + " file in it",
                    "Read its files one by one, the base first, or write a manifest: one line \"file NAME seq N type"
                            + " b\" for the base and \"type i\" for each increment.");
        }
        if (manifests.size() > 1) {
            throw new SourceException(
                    directory + ": " + manifests.size() + " manifests, should be 1: " + manifests,
                    "Copy the files of one of them to a directory of their own.");
        }
        return manifests.get(0);
    }

    private static String text(Path file, List<Damage> damages) {
        try (SourceFile source = SourceFile.open(file)) {
            if (source.size() > LARGEST) {
                throw new SourceException(
                        file + ": " + source.size() + " bytes, a manifest has at most " + LARGEST,
                        "This is another file, or one overwritten by a disk fault.");
            }
            damages.addAll(source.damages());
            damages.addAll(source.around());
            byte[] content = new byte[(int) source.size()];
            source.read(0, content, 0, content.length);
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    /** The lines read so far. */
    private static final class Lines {
        private final Path file;
        private final List<AofPart> parts = new ArrayList<>();
        private final List<Damage> damages = new ArrayList<>();

        Lines(Path file) {
            this.file = file;
        }

        void read(String text) {
            int start = 0;
            while (start < text.length()) {
                int newline = text.indexOf('\n', start);
                int end = newline < 0 ? text.length() : newline + 1;
                line(text.substring(start, end), new Span(start, end - start));
                start = end;
            }
        }

        private void line(String text, Span span) {
            if (text.startsWith("#") || text.isBlank()) {
                return;
            }
            try {
                add(ManifestLine.parse(text), span);
            } catch (ManifestLine.BadLineException bad) {
                damages.add(new Damage(file.toString(), span, "manifest line", Bytes.of(text.strip()), bad.problem()));
            }
        }

        private void add(AofPart part, Span span) {
            for (AofPart known : parts) {
                if (known.type() == part.type() && part.type() != AofPart.Type.HISTORY) {
                    compare(known, part, span);
                }
            }
            parts.add(part);
        }

        private void compare(AofPart known, AofPart part, Span span) {
            if (part.type() == AofPart.Type.BASE) {
                throw ambiguous("two base files, " + known.file() + " and " + part.file());
            }
            if (known.sequence() == part.sequence()) {
                throw ambiguous("number " + part.sequence() + " twice: " + known.file() + " and " + part.file());
            }
            if (known.sequence() > part.sequence()) {
                damages.add(new Damage(
                        file.toString(),
                        span,
                        "manifest line",
                        Bytes.of(part.file()),
                        "number " + part.sequence() + " stands after " + known.sequence() + "; read by number"));
            }
        }

        private SourceException ambiguous(String problem) {
            return new SourceException(
                    file + ": " + problem,
                    "Copy the directory and leave in the copy's manifest only the files that belong together.");
        }

        /** What a manifest that servers would load can still lack: the beginning, or a part in between. */
        void checkWhole(List<Path> children) {
            if (loaded().stream().noneMatch(part -> part.type() == AofPart.Type.BASE)) {
                damaged(Bytes.EMPTY, "no base is named: what was written before the first increment is missing");
            }
            long before = 0;
            for (AofPart part : loaded()) {
                boolean increment = part.type() == AofPart.Type.INCREMENTAL;
                if (increment && before > 0 && part.sequence() > before + 1) {
                    damaged(Bytes.of(part.file()), "number " + part.sequence() + " follows " + before);
                }
                before = increment ? part.sequence() : before;
            }
            children.forEach(child -> checkStray(SourceFolder.plainName(child)));
        }

        /** A rewrite numbers its base no higher than the increment it begins, so a lower one is superseded. */
        private void checkStray(String name) {
            Matcher matcher = INCREMENT.matcher(name);
            boolean named = parts.stream().anyMatch(part -> part.file().equals(name));
            if (!named && matcher.matches() && Long.parseLong(matcher.group(1)) >= baseSequence()) {
                damaged(Bytes.of(name), "there, and no older than the base, but not named");
            }
        }

        private long baseSequence() {
            return loaded().stream()
                    .filter(part -> part.type() == AofPart.Type.BASE)
                    .mapToLong(AofPart::sequence)
                    .findFirst()
                    .orElse(0);
        }

        private void damaged(Bytes part, String problem) {
            damages.add(new Damage(file.toString(), new Span(0, 0), "part", part, problem));
        }

        void checkPresent(Path directory) {
            List<AofPart> missing = loaded().stream()
                    .filter(part -> !SourceFolder.hasFile(SourceFolder.find(directory, part.file())))
                    .toList();
            for (AofPart part : missing) {
                damaged(Bytes.of(part.file()), "named, but not there");
            }
            parts.removeAll(missing);
            if (loaded().isEmpty()) {
                throw new SourceException(
                        file + ": names no file that can be read" + (damages.isEmpty() ? "" : ": " + damages.get(0)),
                        "Look for the files it names, or for another copy of the directory.");
            }
        }

        List<AofPart> loaded() {
            return parts.stream()
                    .filter(part -> part.type() != AofPart.Type.HISTORY)
                    .sorted(Comparator.comparing(AofPart::type).thenComparingLong(AofPart::sequence))
                    .toList();
        }

        /**
         * Servers put what a rewrite supersedes before older history: its increments, newest first, then its base.
         */
        List<List<AofPart>> history(Path directory) {
            List<List<AofPart>> generations = new ArrayList<>();
            List<AofPart> generation = new ArrayList<>();
            for (AofPart part : parts) {
                if (part.type() == AofPart.Type.HISTORY) {
                    generation.add(0, part);
                    boolean there = SourceFolder.hasFile(SourceFolder.find(directory, part.file()));
                    if (!there) {
                        return generations;
                    }
                    if (BASE.matcher(part.file()).matches()) {
                        generations.add(0, List.copyOf(generation));
                        generation.clear();
                    }
                }
            }
            return generations;
        }

        List<String> notes(List<Path> children, List<List<AofPart>> history) {
            List<String> notes = new ArrayList<>();
            Set<String> named = new HashSet<>(Set.of(SourceFolder.plainName(file)));
            for (AofPart part : parts) {
                named.add(part.file());
                if (part.type() == AofPart.Type.HISTORY) {
                    boolean used = history.stream().anyMatch(generation -> generation.contains(part));
                    notes.add(Bytes.of(part.file())
                            + (used
                                    ? ": superseded by a rewrite; holds what was there before it"
                                    : ": superseded by a rewrite, not read"));
                }
            }
            for (Path child : children) {
                String name = SourceFolder.plainName(child);
                if (!named.contains(name)) {
                    notes.add(Bytes.of(name) + ": not named by the manifest, not read");
                }
            }
            return notes;
        }
    }
}
