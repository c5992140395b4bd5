package dev.rethread.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyShapesTest {
    private final KeyShapes shapes = new KeyShapes();

    @Test
    void digitsBecomeAnIdAndWordsStay() {
        IntStream.range(0, 300).forEach(i -> add("pid:" + i + ":upvote"));
        add("global");

        assertThat(counted()).containsExactly("300 pid:{id}:upvote", "1 global");
    }

    @Test
    void namesWithTheSameContinuationsBecomeOneShape() {
        for (String group : List.of("administrators", "Global Moderators", "guests", "spiders")) {
            add("group:" + group);
            add("group:" + group + ":members");
        }

        assertThat(counted()).containsExactly("4 group:*", "4 group:*:members");
    }

    @Test
    void moreNamesThanAnApplicationHasWordsAreFoldedWhileTheyStreamBy() {
        IntStream.range(0, 100_000).forEach(i -> add("auth:x" + i + "y"));

        assertThat(counted()).containsExactly("100000 auth:*");
    }

    @Test
    void aSingleTokenOrAddressIsNeverPrinted() {
        add("confirm:03fcff60-f2f3-4417-b264-09f1e23874e3");
        add("email:someone@forum.example");

        assertThat(shapes.shapes()).extracting(KeyShape::pattern).containsExactly("confirm:*", "email:*");
    }

    @Test
    void findsTheShapesOfNodeBb() {
        addAll("nodebb-incident-s");

        assertThat(shapes.shapes())
                .hasSizeLessThan(300)
                .extracting(KeyShape::pattern)
                .contains("post:{id}", "topic:{id}", "user:{id}", "category:{id}", "message:{id}")
                .contains("uid:{id}:upvote", "pid:{id}:upvote", "tid:{id}:posts", "confirm:*", "group:*:members");
    }

    @Test
    void findsTheShapesOfLamerNews() {
        addAll("lamernews-incident-a");

        assertThat(shapes.shapes())
                .hasSizeLessThan(60)
                .extracting(KeyShape::pattern)
                .contains("news:{id}", "user:{id}", "thread:comment:{id}", "auth:*", "username.to.id:*");
    }

    private List<String> counted() {
        return shapes.shapes().stream()
                .map(shape -> shape.keys() + " " + shape.pattern())
                .toList();
    }

    private void addAll(String incident) {
        Path dump = Path.of("..", "..", "shared", "data", incident, "full.rdb");
        assumeThat(dump).as("the real incidents are not here").exists();
        try (SourceFile source = SourceFile.open(dump)) {
            RdbSnapshot.read(source).keys().forEach(key -> shapes.add(key.name().toArray()));
        }
    }

    private void add(String key) {
        shapes.add(key.getBytes(StandardCharsets.UTF_8));
    }
}
