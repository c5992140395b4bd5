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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a multi-part AOF (Redis 7): which files make it up, in which order they are read.
 *
 * <pre>
 * file appendonly.aof.2.base.rdb seq 2 type b
 * file "forum log.aof.2.incr.aof" seq 2 type i
 * </pre>
 *
 * <p>Where it is missing, two readings of it are possible (two bases, one number twice), or it contradicts what is in the
 * directory, the files are read by their names ({@link PartNames}): that is damage, which says what was assumed. Where
 * one line is bad the others are still used.
 *
 * @param file the manifest itself, or the directory where there is none
 * @param loaded the base, if there is one, then the incremental files by their numbers
 * @param history what was loaded before each rewrite, oldest first, as far as the files are still there
 * @param damages lines that could not be read, named files that are not there, a wrong order, parts that seem to be
 *     missing from it, what was assumed; each means that the keyspace is not complete
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
     * @throws SourceException where there is more than one, or parts of several AOFs and none for one of them, or no part
     *     that can be read
     */
    public static AofManifest read(Path directory) {
        List<Path> children = SourceFolder.children(directory);
        Path file = only(
                directory, children.stream().filter(AofManifest::isManifest).toList());
        Lines lines = new Lines(directory, file, children);
        if (file != null) {
            lines.read(text(file, lines.damages));
        }
        lines.checkSome();
        lines.checkWhole();
        lines.checkPresent();
        List<List<AofPart>> history = lines.history();
        List<AofPart> loaded = lines.loaded();
        if (!lines.damages.isEmpty()) {
            loaded = lines.byName(loaded);
            history = unlike(loaded, history);
        }
        if (loaded.isEmpty()) {
            throw nothing(lines.file, lines.damages);
        }
        return new AofManifest(lines.file, loaded, history, lines.damages, lines.notes(loaded, history));
    }

    /** Without what is loaded since no base was left for it. */
    private static List<List<AofPart>> unlike(List<AofPart> loaded, List<List<AofPart>> history) {
        Set<String> files = loaded.stream().map(AofPart::file).collect(Collectors.toSet());
        return history.stream()
                .filter(generation -> generation.stream().noneMatch(part -> files.contains(part.file())))
                .toList();
    }

    private static SourceException nothing(Path file, List<Damage> damages) {
        return new SourceException(
                file + ": names no file that can be read" + (damages.isEmpty() ? "" : ": " + damages.get(0)),
                "Look for the files it names, or for another copy of the directory.");
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

    private static @Nullable Path only(Path directory, List<Path> manifests) {
        if (manifests.size() > 1) {
            throw new SourceException(
                    directory + ": " + manifests.size() + " manifests, should be 1: " + manifests,
                    "Copy the files of one of them to a directory of their own.");
        }
        return manifests.isEmpty() ? null : manifests.get(0);
    }

    private static String text(Path file, List<Damage> damages) {
        try (SourceFile source = SourceFile.openPart(file)) {
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
        private final Path directory;
        private final Path file;
        private final List<String> files;
        private final List<AofPart> parts = new ArrayList<>();
        private final List<Damage> damages = new ArrayList<>();

        Lines(Path directory, @Nullable Path file, List<Path> children) {
            this.directory = directory;
            this.file = file == null ? directory : file;
            this.files = children.stream()
                    .map(SourceFolder::plainName)
                    .filter(name -> file == null || !name.equals(SourceFolder.plainName(file)))
                    .toList();
        }

        void checkSome() {
            if (file.equals(directory)) {
                damaged(Bytes.EMPTY, "no " + SUFFIX + " file in it");
            } else if (parts.isEmpty()) {
                damaged(Bytes.EMPTY, "names no file");
            }
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
                damaged(part, span, "two base files, " + Bytes.of(known.file()) + " and this one");
            } else if (known.sequence() == part.sequence()) {
                damaged(part, span, "number " + part.sequence() + " twice, " + Bytes.of(known.file()) + " has it too");
            } else if (known.sequence() > part.sequence()) {
                damaged(
                        part,
                        span,
                        "number " + part.sequence() + " stands after " + known.sequence() + "; read by number");
            }
        }

        private void damaged(AofPart part, Span span, String problem) {
            damages.add(new Damage(file.toString(), span, "manifest line", Bytes.of(part.file()), problem));
        }

        /** What a manifest that servers would load can still lack: the beginning, or a part in between. */
        void checkWhole() {
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
            files.forEach(this::checkStray);
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

        void checkPresent() {
            List<AofPart> missing = loaded().stream()
                    .filter(part -> !SourceFolder.hasFile(SourceFolder.find(directory, part.file())))
                    .toList();
            for (AofPart part : missing) {
                damaged(Bytes.of(part.file()), "named, but not there");
            }
            parts.removeAll(missing);
        }

        /** Says what is taken instead of what the manifest says, where that is something else. */
        List<AofPart> byName(List<AofPart> told) {
            String aof = aof();
            List<AofPart> there = parts.stream()
                    .filter(part -> SourceFolder.hasFile(SourceFolder.find(directory, part.file())))
                    .toList();
            List<AofPart> loaded = PartNames.loaded(
                    there,
                    files.stream().filter(name -> PartNames.isOf(aof, name)).toList());
            if (!loaded.equals(told)) {
                damaged(
                        Bytes.EMPTY,
                        "the manifest cannot be followed; assumed from the names of the files: "
                                + loaded.stream()
                                        .map(part -> Bytes.of(part.file()).toString())
                                        .collect(Collectors.joining(", ")));
                checkNumbers(loaded);
            }
            return loaded;
        }

        /** What the parts' names begin with. */
        private String aof() {
            Set<String> aofs = PartNames.aofs(files);
            String plain = SourceFolder.plainName(file);
            String own = plain.endsWith(SUFFIX) ? plain.substring(0, plain.length() - SUFFIX.length()) : plain;
            if (aofs.size() > 1 && !aofs.contains(own)) {
                throw new SourceException(
                        file + ": parts of " + aofs.size() + " append-only files, and no manifest that can be followed",
                        "Copy the parts of one of them to a directory of their own.");
            }
            return aofs.size() == 1 ? aofs.iterator().next() : own;
        }

        private void checkNumbers(List<AofPart> loaded) {
            long before = -1;
            for (AofPart part : loaded) {
                long expected = part.type() == AofPart.Type.BASE || before < 0 ? part.sequence() : before;
                if (part.sequence() > expected) {
                    damaged(
                            Bytes.of(part.file()),
                            "number " + part.sequence() + ", number " + expected + " is not there");
                }
                before = part.type() == AofPart.Type.BASE ? part.sequence() : part.sequence() + 1;
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
        List<List<AofPart>> history() {
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

        List<String> notes(List<AofPart> loaded, List<List<AofPart>> history) {
            List<String> notes = new ArrayList<>();
            Set<String> told = loaded.stream().map(AofPart::file).collect(Collectors.toCollection(HashSet::new));
            for (AofPart part : parts) {
                if (part.type() == AofPart.Type.HISTORY && told.add(part.file())) {
                    boolean used = history.stream().anyMatch(generation -> generation.contains(part));
                    notes.add(Bytes.of(part.file())
                            + (used
                                    ? ": superseded by a rewrite; holds what was there before it"
                                    : ": superseded by a rewrite, not read"));
                }
            }
            for (String name : files) {
                if (!told.contains(name)) {
                    notes.add(Bytes.of(name) + ": not named by the manifest, not read");
                }
            }
            return notes;
        }
    }
}
