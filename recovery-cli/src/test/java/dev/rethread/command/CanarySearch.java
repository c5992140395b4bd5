package dev.rethread.command;

import dev.rethread.command.Canaries.Canary;
import dev.rethread.fixtures.truth.SecretScan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks for every canary, whole or half, in any form. */
final class CanarySearch {
    private static final int SHORTEST_HALF = 12;

    private final List<Canary> owners = new ArrayList<>();
    private final SecretScan scan;

    CanarySearch(Collection<Canary> canaries) {
        List<String> needles = new ArrayList<>();
        for (Canary canary : canaries) {
            int half = canary.core().length() / 2;
            needles.add(canary.core());
            owners.add(canary);
            if (half >= SHORTEST_HALF) {
                needles.add(canary.core().substring(0, half));
                needles.add(canary.core().substring(half));
                owners.add(canary);
                owners.add(canary);
            }
        }
        this.scan = new SecretScan(needles);
    }

    Set<Canary> in(String text) {
        return owners(scan.find(text));
    }

    /** What is in each file of a folder. */
    SortedMap<Path, Set<Canary>> in(Path folder) {
        SortedMap<Path, Set<Canary>> found = new TreeMap<>();
        scan.numbersIn(folder).forEach((file, numbers) -> found.put(file, owners(numbers)));
        return found;
    }

    private Set<Canary> owners(Set<Integer> numbers) {
        Set<Canary> found = new LinkedHashSet<>();
        numbers.forEach(number -> found.add(owners.get(number)));
        return found;
    }
}
