package dev.rethread.profile;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the most specific of many patterns that a name fits; of equal ones the first. The names' beginnings are a tree,
 * a byte a branch; where a name leaves it, the patterns that can still fit are at hand, so that the number of the others
 * does not matter. Looking up takes no memory. Immutable.
 *
 * @param <T> what a pattern stands for
 */
final class PatternIndex<T> {
    /** A pattern and what it stands for. */
    record Rule<T>(Pattern pattern, T meaning) {}

    private static final int BYTES = 256;

    private final Node<T> root = new Node<>();

    /** @param rules in their order */
    PatternIndex(List<Rule<T>> rules) {
        List<Rule<T>> ordered = new ArrayList<>(rules);
        ordered.sort(Comparator.comparingInt((Rule<T> rule) -> rule.pattern().specificity())
                .reversed());
        ordered.forEach(rule -> root.at(rule.pattern().prefix()).rules.add(rule));
        root.inherit(List.of(), ordered);
    }

    @Nullable
    Rule<T> find(Bytes name) {
        for (Rule<T> rule : root.deepest(name).rules) {
            if (rule.pattern().fits(name)) {
                return rule;
            }
        }
        return null;
    }

    private static final class Node<T> {
        private final @Nullable Node<T>[] next = branches();
        private List<Rule<T>> rules = new ArrayList<>();

        @SuppressWarnings("unchecked")
        private static <T> @Nullable Node<T>[] branches() {
            return (Node<T>[]) new Node<?>[BYTES];
        }

        Node<T> at(Bytes prefix) {
            Node<T> node = this;
            for (int i = 0; i < prefix.length(); i++) {
                Node<T> below = node.next[prefix.at(i)];
                if (below == null) {
                    below = new Node<>();
                    node.next[prefix.at(i)] = below;
                }
                node = below;
            }
            return node;
        }

        /** Adds the rules of shorter beginnings, which this node's names may fit as well. */
        void inherit(List<Rule<T>> above, List<Rule<T>> order) {
            List<Rule<T>> own = rules;
            rules = order.stream()
                    .filter(rule -> above.contains(rule) || own.contains(rule))
                    .toList();
            Stream.of(next).forEach(below -> {
                if (below != null) {
                    below.inherit(rules, order);
                }
            });
        }

        Node<T> deepest(Bytes name) {
            Node<T> node = this;
            for (int i = 0; i < name.length(); i++) {
                Node<T> below = node.next[name.at(i)];
                if (below == null) {
                    return node;
                }
                node = below;
            }
            return node;
        }
    }
}
