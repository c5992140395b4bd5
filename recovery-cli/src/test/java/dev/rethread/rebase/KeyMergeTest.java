package dev.rethread.rebase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rethread.delta.ListEncoding;
import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.profile.Profile;
import dev.rethread.profile.Profiles;
import dev.rethread.rdb.RdbPayload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without a profile everything is merged key by key. */
class KeyMergeTest {
    private static final Profile NONE = Profiles.read(Profiles.NONE);
    private static final long NOW = 1_400_000_000_000L;

    private final RandomKeys.Keyspace base = new RandomKeys.Keyspace();
    private final RandomKeys.Keyspace gap = new RandomKeys.Keyspace();
    private final RandomKeys.Keyspace live = new RandomKeys.Keyspace();

    private Staging merge(Snapshot... evidence) {
        List<Evidence> all = Arrays.stream(evidence)
                .<Evidence>map(snapshot -> new Evidence.Keyspace(snapshot.source(), snapshot))
                .toList();
        return Rebase.of(NONE, base.at("base", 0), all, live.at("live", NOW), AppliedCounts.NONE);
    }

    private Item merged() {
        List<Item> items = merge(gap.at("gap", 0)).items();
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private static List<String> writes(Item item) {
        return item.effects().stream()
                .map(effect -> effect.operation() + " " + effect.element() + "=" + effect.value())
                .toList();
    }

    @Test
    void whatBothSidesAddedToASetIsThereAfterwards() {
        base.set("s", "a", "b");
        gap.set("s", "a", "b", "lost");
        live.set("s", "b", "new");
        assertThat(merged().outcome()).isEqualTo(Outcome.EDIT);
        assertThat(writes(merged())).containsExactly("CREATE lost=");
    }

    @Test
    void anEditOnBothSidesStaysAsLiveHasItAndIsCounted() {
        base.hash("h", "a", "1", "b", "1");
        gap.hash("h", "a", "2", "b", "2", "c", "2");
        live.hash("h", "a", "3", "b", "1");
        assertThat(writes(merged())).containsExactly("REPLACE b=2", "CREATE c=2");
        assertThat(merged().reason()).isEqualTo("1 element changed on both sides");
        assertThat(merged().effects()).allMatch(effect -> effect.needs().equals(List.of(effect.key())));
    }

    @Test
    void halfOfAHashThatIsGoneDoesNotComeBack() {
        base.hash("h", "a", "1");
        gap.hash("h", "a", "1", "b", "2");
        assertThat(merged().outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(merged().effects()).isEmpty();
    }

    @Test
    void aDeletionIsToldAndNotDone() {
        base.string("gone", "1");
        live.string("gone", "1");
        assertThat(merged().outcome()).isEqualTo(Outcome.RESURRECTED);
        assertThat(merged().effects()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a b, a b x, a b y, a b x y",
        "a b, x a b, y a b, y x a b",
        "a b, a b x, a b, a b x",
        "a b, b, a b, b",
        "a b c, b c x, b c y, b c x y",
        "a b c, x a b, z y a, z y x a",
        "a b c, x a b, z y x a, ",
        "a b c, x y z, w a b, CONFLICT",
        "a b a, a x y, a z, CONFLICT",
        "a, a a, a y, a a y",
        "a, a x, a x y, ",
        "a, a x, y a x, ",
        "a b, b, a b c, CONFLICT",
        "'', x, y, CONFLICT",
        "'', x, '', x",
        "'', x, y x, ",
    })
    void listsKeepWhatBothSidesAdded(String before, String lost, String now, String expected) {
        base.list("l", before);
        gap.list("l", lost);
        live.list("l", now);
        Item item = merged();
        if (expected == null || expected.equals("CONFLICT")) {
            assertThat(item.effects()).isEmpty();
            assertThat(item.outcome()).isEqualTo(expected == null ? Outcome.PRESENT : Outcome.CONFLICT);
        } else {
            assertThat(item.effects())
                    .singleElement()
                    .satisfies(effect -> assertThat(effect.value().lost()).isEqualTo(RandomKeys.encoded(expected)));
        }
    }

    @Test
    void aKeyComesBackWithTheDeadlineItHadButNotWhenThatIsOver() {
        gap.string("soon", "1").expire("soon", NOW + 5000).string("over", "1").expire("over", NOW - 5);
        assertThat(merge(gap.at("gap", 0)).items())
                .extracting(item -> item.id().utf8(), Item::outcome, KeyMergeTest::writes)
                .containsExactly(
                        tuple("over", Outcome.REFUSED, List.of()),
                        tuple("soon", Outcome.RESTORE, List.of("CREATE =1", "EXPIRE =" + (NOW + 5000))));
    }

    @Test
    void aStreamComesBackWholeWhereThereIsNone() {
        StreamValue stream = new StreamValue(
                List.of(new StreamValue.StreamEntry(new StreamId(5, 1), List.of(Bytes.of("f"), Bytes.of("v")))),
                new StreamId(5, 1),
                StreamId.ZERO,
                1,
                Map.of(),
                Bytes.EMPTY);
        gap.put("x", stream);
        Effect load = merged().effects().get(0);
        assertThat(load.operation()).isEqualTo(Operation.LOAD);
        assertThat(RdbPayload.decode(load.value().lost())).contains(stream);
    }

    @Test
    void whatLooksLikeASecretIsLeftOutElementByElement() {
        String token = "sk_live_0123456789abcdefghij";
        gap.hash("h", "api_key", token, "colour", "red").string("apikey", token);
        gap.string("sess:" + "q8Zk3vR1xW7tY2uB9nM4cD6eF0gH5jLa", "1").list("l", "a " + token);
        Staging staging = merge(gap.at("gap", 0));

        assertThat(staging.items())
                .extracting(Item::outcome)
                .containsExactly(Outcome.WITHHELD, Outcome.RESTORE, Outcome.WITHHELD, Outcome.WITHHELD);
        assertThat(staging.withheld()).extracting(Withheld::field).containsExactlyInAnyOrder("api_key", "", "", "");
        assertThat(staging.toString()).doesNotContain("0123456789abcdefghij").doesNotContain("q8Zk3vR1xW7tY2uB");
    }

    @Test
    void completeEvidenceGoesFirstAndFragmentsAddWhatIsAbsent() {
        base.hash("h", "a", "1", "b", "1");
        live.hash("h", "a", "1", "b", "1");
        gap.hash("h", "a", "2", "b", "1");
        RandomKeys.Keyspace fragment = new RandomKeys.Keyspace().hash("h", "a", "9", "b", "9", "c", "9");
        Staging staging = merge(fragment.partialAt("fragment", 0), gap.at("gap", 0));
        assertThat(writes(staging.items().get(0))).containsExactly("REPLACE a=2", "CREATE c=9");
    }

    @Test
    void aFragmentFromBeforeCompleteEvidenceAddsNothing() {
        gap.string("kept", "1");
        RandomKeys.Keyspace older =
                new RandomKeys.Keyspace().string("purged", "1").string("kept", "1");
        Staging staging = merge(older.partialAt("older", NOW - 10), gap.at("gap", NOW - 5));
        assertThat(staging.items()).extracting(item -> item.id().utf8()).containsExactly("kept");
        assertThat(staging.items().get(0).sources()).hasSize(2);
    }

    @Test
    void ofCompleteEvidenceTheOneWrittenLastGoesFirst() {
        RandomKeys.Keyspace older = new RandomKeys.Keyspace().string("k", "old").string("purged", "1");
        gap.string("k", "new");
        Staging staging = merge(older.at("older", NOW - 10), gap.at("gap", NOW - 5));
        assertThat(staging.items()).hasSize(1);
        assertThat(writes(staging.items().get(0))).containsExactly("CREATE =new");
    }

    @Test
    void aFragmentNeverDeletes() {
        base.set("s", "a", "b").string("gone", "1");
        live.set("s", "a", "b").string("gone", "1");
        gap.set("s", "b", "c");
        Staging staging = merge(gap.partialAt("gap", 0));
        assertThat(staging.items()).hasSize(1);
        assertThat(writes(staging.items().get(0))).containsExactly("CREATE c=");
    }

    @Test
    void whatWasWrittenBeforeTheBaseChangesAndDeletesNothing() {
        base.string("k", "new").string("made", "1");
        live.string("k", "new").string("made", "1");
        gap.string("k", "old").string("extra", "1");
        List<Evidence> evidence = List.of(new Evidence.Keyspace("gap", gap.at("gap", NOW - 10)));
        Staging staging = Rebase.of(NONE, base.at("base", NOW - 5), evidence, live.at("live", NOW), AppliedCounts.NONE);
        assertThat(staging.items())
                .extracting(item -> item.id().utf8(), Item::outcome)
                .containsExactly(tuple("extra", Outcome.RESTORE), tuple("k", Outcome.CONFLICT));
    }

    private Staging withoutBase(Snapshot... evidence) {
        List<Evidence> all = Arrays.stream(evidence)
                .<Evidence>map(snapshot -> new Evidence.Keyspace(snapshot.source(), snapshot))
                .toList();
        return Rebase.withoutBase(NONE, all, live.at("live", NOW), AppliedCounts.NONE, Policies.NONE, 0);
    }

    @Test
    void withoutABaseWhatDiffersIsAConflictAndNothingCountsAsDeleted() {
        gap.hash("h", "a", "2", "lost", "1", "both", "1").string("lost", "1").string("count", "7");
        live.hash("h", "a", "1", "new", "1", "both", "1").string("new", "1").string("count", "9");
        gap.list("l", "a b x");
        live.list("l", "a b y");

        Staging staging = withoutBase(gap.at("gap", 0));

        assertThat(staging.timeline().derived()).isTrue();
        assertThat(staging.items())
                .extracting(item -> item.id().utf8(), Item::outcome, Item::reason, KeyMergeTest::writes)
                .containsExactly(
                        tuple(
                                "count",
                                Outcome.CONFLICT,
                                "1 element in live otherwise, unknown which is newer",
                                List.of()),
                        tuple(
                                "h",
                                Outcome.EDIT,
                                "1 element in live otherwise, unknown which is newer",
                                List.of("CREATE lost=1")),
                        tuple("l", Outcome.EDIT, "", List.of("REPLACE =" + RandomKeys.encoded("a b x y"))),
                        tuple("lost", Outcome.RESTORE, "", List.of("CREATE =1")));
    }

    @Test
    void withoutABaseAnOlderSourceTellsWhatTheNewerEditedAndDeleted() {
        RandomKeys.Keyspace older =
                new RandomKeys.Keyspace().hash("h", "a", "1").string("gone", "1");
        live.hash("h", "a", "1").string("gone", "1");
        gap.hash("h", "a", "2");
        Staging staging = withoutBase(gap.at("gap", NOW - 5), older.at("older", NOW - 10));
        assertThat(staging.items())
                .extracting(item -> item.id().utf8(), Item::outcome, KeyMergeTest::writes)
                .containsExactly(
                        tuple("gone", Outcome.RESURRECTED, List.of()),
                        tuple("h", Outcome.EDIT, List.of("REPLACE a=2")));
    }

    @Test
    void withoutABaseNothingOfLiveGoesAndNothingIsLeftToMerge() {
        int written = 0;
        for (long seed = 1; seed <= 400; seed++) {
            RandomKeys random = new RandomKeys(seed);
            RandomKeys.Keyspace before = random.keyspace();
            RandomKeys.Keyspace lost = random.changed(before);
            RandomKeys.Keyspace after = random.changed(before);
            Map<Key, Entry> now = Map.copyOf(after.entries());

            List<Effect> effects = withoutBase(lost, after).items().stream()
                    .flatMap(item -> item.effects().stream())
                    .toList();
            assertThat(effects).as("seed " + seed).allMatch(effect -> adds(effect));
            effects.forEach(effect -> KeyOracle.apply(effect, after));
            written += effects.size();

            assertThat(after.entries().keySet()).containsAll(now.keySet());
            assertThat(withoutBase(lost, after).items())
                    .as("seed " + seed)
                    .allMatch(item -> item.effects().isEmpty());
        }
        assertThat(written).isGreaterThan(500);
    }

    /** Of what live has only lists get more, and they keep what they have. */
    private static boolean adds(Effect effect) {
        return effect.operation() != Operation.REPLACE
                || (effect.type() == dev.rethread.keyspace.Type.LIST
                        && ListEncoding.decode(effect.value().lost())
                                .containsAll(ListEncoding.decode(Objects.requireNonNull(effect.expected())
                                        .lost())));
    }

    private static Staging withoutBase(RandomKeys.Keyspace lost, RandomKeys.Keyspace live) {
        List<Evidence> evidence = List.of(new Evidence.Keyspace("gap", lost.at("gap", 0)));
        return Rebase.withoutBase(NONE, evidence, live.at("live", NOW), AppliedCounts.NONE, Policies.NONE, 0);
    }

    @Test
    void randomKeyspacesMergeAsTheTableSaysAndNothingIsLeftToMerge() {
        int written = 0;
        for (long seed = 1; seed <= 1500; seed++) {
            RandomKeys random = new RandomKeys(seed);
            RandomKeys.Keyspace before = random.keyspace();
            RandomKeys.Keyspace lost = random.changed(before);
            RandomKeys.Keyspace now = random.changed(before);
            Map<Key, Entry> expected = KeyOracle.merged(before.entries(), lost.entries(), now.entries());

            Staging staging = rebase(before, lost, now);
            RandomKeys.Keyspace after = now.copy();
            List<Effect> effects = new ArrayList<>();
            staging.items().forEach(item -> effects.addAll(item.effects()));
            effects.forEach(effect -> KeyOracle.apply(effect, after));
            written += effects.size();

            assertThat(values(after.entries())).as("seed " + seed).isEqualTo(values(expected));
            assertThat(rebase(before, lost, after).items())
                    .as("seed " + seed)
                    .allMatch(item -> item.effects().isEmpty());
        }
        assertThat(written).isGreaterThan(4000);
    }

    private static Staging rebase(RandomKeys.Keyspace base, RandomKeys.Keyspace lost, RandomKeys.Keyspace live) {
        List<Evidence> evidence = List.of(new Evidence.Keyspace("gap", lost.at("gap", 0)));
        return Rebase.of(NONE, base.at("base", 0), evidence, live.at("live", NOW), AppliedCounts.NONE);
    }

    private static Map<Key, List<Object>> values(Map<Key, Entry> entries) {
        Map<Key, List<Object>> values = new java.util.TreeMap<>();
        entries.forEach((key, entry) -> values.put(key, List.<Object>of(plain(entry.value()), entry.expireAt())));
        return values;
    }

    private static Object plain(Value value) {
        return value;
    }
}
