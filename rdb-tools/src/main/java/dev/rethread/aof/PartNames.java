package dev.rethread.aof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which files belong together, by what servers call them, where a manifest does not say.
 *
 * <pre>
 * appendonly.aof.2.base.rdb     appendonly.aof.2.incr.aof     appendonly.aof.3.incr.aof
 * </pre>
 *
 * The base of the highest number, then the increments from that number on: a rewrite numbers its base no higher than the
 * increment it begins, so that lower ones are superseded. A name with an ending of its own ({@code .bak}) counts where
 * there is no file without it.
 */
final class PartNames {
    private static final Pattern NAME =
            Pattern.compile("(.+)\\.(\\d{1,18})\\.(base\\.(?:rdb|aof)|incr\\.aof)([.~][\\w.~-]{0,20})?");
    private static final int AOF = 1;
    private static final int NUMBER = 2;
    private static final int KIND = 3;
    private static final int ENDING = 4;

    private PartNames() {}

    private static @Nullable Matcher matched(String file) {
        Matcher matcher = NAME.matcher(file);
        return matcher.matches() && !file.startsWith("temp-") ? matcher : null;
    }

    /** What the name says of the file, or null where it is no part's. */
    static @Nullable AofPart parse(String file) {
        Matcher matcher = matched(file);
        if (matcher == null) {
            return null;
        }
        boolean base = matcher.group(KIND).startsWith("base");
        AofPart.Type type = base ? AofPart.Type.BASE : AofPart.Type.INCREMENTAL;
        return new AofPart(file, Long.parseLong(matcher.group(NUMBER)), type);
    }

    /** Which AOFs have a part among the files, by their names. */
    static Set<String> aofs(Collection<String> files) {
        return files.stream()
                .map(PartNames::matched)
                .filter(matcher -> matcher != null)
                .map(matcher -> matcher.group(AOF))
                .collect(Collectors.toSet());
    }

    /** Whether the name is that of a part of the AOF called {@code aof}. */
    static boolean isOf(String aof, String file) {
        Matcher matcher = matched(file);
        return matcher != null && matcher.group(AOF).equals(aof);
    }

    /**
     * The parts to load.
     *
     * @param named by a manifest, and there; what their names say is believed rather than what it says
     * @param files that are there and belong to the same AOF
     */
    static List<AofPart> loaded(List<AofPart> named, List<String> files) {
        List<AofPart> parts = candidates(named, files, part -> part.type() != AofPart.Type.HISTORY);
        if (parts.stream().noneMatch(part -> part.type() == AofPart.Type.BASE)) {
            parts = candidates(named, files, part -> true);
        }
        List<AofPart> loaded = new ArrayList<>();
        parts.stream()
                .filter(part -> part.type() == AofPart.Type.BASE)
                .max(Comparator.comparing(PartNames::isByName).thenComparingLong(AofPart::sequence))
                .ifPresent(loaded::add);
        long first = loaded.isEmpty() ? 0 : loaded.get(0).sequence();
        Set<Long> numbers = new HashSet<>();
        parts.stream()
                .filter(part -> part.type() == AofPart.Type.INCREMENTAL && part.sequence() >= first)
                .filter(part -> numbers.add(part.sequence()))
                .sorted(Comparator.comparingLong(AofPart::sequence))
                .forEach(loaded::add);
        return loaded;
    }

    private static boolean isByName(AofPart part) {
        return matched(part.file()) != null;
    }

    /** Plain names first, then those with an ending, then what only the manifest knows. */
    private static List<AofPart> candidates(List<AofPart> named, List<String> files, Predicate<AofPart> wanted) {
        Set<String> unwanted =
                named.stream().filter(wanted.negate()).map(AofPart::file).collect(Collectors.toSet());
        Map<String, AofPart> parts = new LinkedHashMap<>();
        files.stream().sorted(Comparator.comparing(PartNames::hasEnding)).forEach(file -> {
            AofPart part = unwanted.contains(file) ? null : parse(file);
            if (part != null) {
                parts.put(file, part);
            }
        });
        named.stream().filter(wanted).forEach(part -> parts.putIfAbsent(part.file(), part));
        return List.copyOf(parts.values());
    }

    private static boolean hasEnding(String file) {
        Matcher matcher = matched(file);
        return matcher != null && matcher.group(ENDING) != null;
    }
}
