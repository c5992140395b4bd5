package dev.rethread.aof;

import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of an AOF in the order of what they tell.
 *
 * @param generations each begins with a base; the last one is what a server would load, the others are history files
 *     that were kept ({@code aof-disable-auto-gc}), oldest first
 * @param damages of the manifest
 */
record AofFiles(String name, List<List<Part>> generations, List<Damage> damages, List<String> notes) {
    /** One file, and what the snapshot calls it. */
    record Part(String name, Path path) {
        /** Whether it is meant by {@code file}: its own name, or with what the incident calls the directory. */
        boolean isCalled(String file) {
            return !file.isEmpty() && (name.equals(file) || name.endsWith("/" + file));
        }

        /** @throws dev.rethread.source.SourceException where it cannot be opened */
        SourceFile open() {
            return SourceFile.openPart(path);
        }
    }

    static AofFiles of(String name, Path path, Until until) {
        if (!SourceFolder.is(path)) {
            SourceFile.open(path).close();
            return new AofFiles(name, List.of(List.of(new Part(name, path))), List.of(), List.of());
        }
        AofManifest manifest = AofManifest.read(path);
        List<List<Part>> generations = new ArrayList<>();
        for (List<AofPart> generation : manifest.generations()) {
            generations.add(generation.stream()
                    .map(part -> new Part(name + "/" + part.file(), SourceFolder.find(path, part.file())))
                    .toList());
        }
        return new AofFiles(name, wanted(generations, until), manifest.damages(), manifest.notes());
    }

    /** History tells what a wipe or a moment needs; the end is without it, an offset where its file is. */
    private static List<List<Part>> wanted(List<List<Part>> all, Until until) {
        int last = all.size() - 1;
        if (until instanceof Until.Offset offset) {
            return all.stream()
                    .filter(parts -> parts.stream().anyMatch(part -> part.isCalled(offset.file())))
                    .reduce((older, newer) -> newer)
                    .map(List::of)
                    .orElseThrow(() -> notThere(all, offset.file()));
        }
        boolean history = until instanceof Until.Wipe || until instanceof Until.Time;
        return history ? all : all.subList(last, all.size());
    }

    private static SourceException notThere(List<List<Part>> all, String file) {
        String names = all.stream().flatMap(List::stream).map(Part::name).collect(Collectors.joining(", "));
        return new SourceException(
                (file.isEmpty() ? "an offset in a directory" : file) + ": which file of " + names + "?",
                "Say FILE:OFFSET, with the file's name within the directory.");
    }

    long size() {
        return generations.stream()
                .flatMap(List::stream)
                .mapToLong(AofFiles::size)
                .sum();
    }

    private static long size(Part part) {
        try (SourceFile source = part.open()) {
            return source.size();
        }
    }

    /** Replays all of them, or as many as {@code replay} wants. */
    void replay(Replay replay) {
        replay.damages.addAll(damages);
        for (int i = 0; i < generations.size() && replay.stop() == null; i++) {
            List<Part> generation = generations.get(i);
            int first = i == 0 ? 0 : begin(replay, generation.get(0));
            for (int j = first; j < generation.size() && replay.stop() == null; j++) {
                boolean last = i == generations.size() - 1 && j == generation.size() - 1;
                part(replay, generation.get(j), last);
            }
        }
        damages.forEach(damage -> replay.doubts.add(damage.toString()));
    }

    private static void part(Replay replay, Part part, boolean last) {
        try (SourceFile source = part.open()) {
            unpacking(source, replay);
            replay.part(part.name(), AofReader.of(part.name(), source), source.size(), last);
        }
    }

    /** What was lost before there were commands to read. */
    private static void unpacking(SourceFile source, Replay replay) {
        replay.damages.addAll(source.damages());
        source.damages().forEach(damage -> replay.doubts.add(damage.toString()));
    }

    /** Loads the base that follows on history; where it is no rewrite of what was there, replaying ends before it. */
    private static int begin(Replay replay, Part base) {
        boolean comparable = replay.complete();
        if (replay.limit().isTime() && isTooLate(replay, base)) {
            replay.stepBack(replay.databases, base.name(), Stop.Reason.UNTIL, "this base was saved later");
            return 1;
        }
        Databases before = replay.beginAgain();
        part(replay, base, false);
        @Nullable
        String resync = comparable ? Resynced.between(before, replay.databases).orElse(null) : null;
        if (resync != null && replay.stop() == null && replay.limit().isWipe()) {
            replay.stepBack(before, base.name(), Stop.Reason.RESYNC, resync);
        }
        return 1;
    }

    private static boolean isTooLate(Replay replay, Part base) {
        try (SourceFile source = base.open()) {
            return AofReader.of(source).next() instanceof AofRecord.Preamble preamble
                    && replay.limit().isBeyond(preamble.keyspace());
        }
    }
}
