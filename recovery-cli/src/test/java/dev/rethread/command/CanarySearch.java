package dev.rethread.command;

import dev.rethread.command.Canaries.Canary;
import dev.rethread.fixtures.truth.SecretScan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for every canary, whole or half, in any form. */
final class CanarySearch {
    private static final int SHORTEST_HALF = 12;

    private final List<Canary> owners = new ArrayList<>();
    private final SecretScan scan;

    CanarySearch(Collection<Canary> canaries) {
        List<String> needles = new ArrayList<>();
        for (Canary canary : canaries) {
            needles.add(canary.core());
            owners.add(canary);
            int half = canary.core().length() / 2;
            if (half >= SHORTEST_HALF) {
                needles.addAll(
                        List.of(canary.core().substring(0, half), canary.core().substring(half)));
                owners.addAll(List.of(canary, canary));
            }
        }
        this.scan = new SecretScan(needles);
    }

    Set<Canary> in(String text) {
        return owners(scan.find(text));
    }

    /** What is in a file, or in the files of a folder. */
    Set<Canary> in(Path path) {
        return scan.numbersIn(path).values().stream()
                .flatMap(numbers -> owners(numbers).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<Canary> owners(Set<Integer> numbers) {
        return numbers.stream().map(owners::get).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
