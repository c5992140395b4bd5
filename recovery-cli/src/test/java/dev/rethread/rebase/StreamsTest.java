package dev.rethread.rebase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams compare entry by entry, and no rule of a profile speaks of them. */
class StreamsTest {
    private final SmallGap gap = new SmallGap();

    private static StreamValue stream(int entries) {
        List<StreamEntry> all = new ArrayList<>();
        for (int i = 1; i <= entries; i++) {
            all.add(new StreamEntry(new StreamId(i, 0), List.of(Bytes.of("f"), Bytes.of("v"))));
        }
        return new StreamValue(all, new StreamId(entries, 0), StreamId.ZERO, entries, Map.of(), Bytes.EMPTY);
    }

    @Test
    void aStreamThatLiveHasIsUnattributedAndWritesNothing() {
        gap.base.put("events", stream(1));
        gap.live.put("events", stream(1));
        gap.gap.put("events", stream(2));
        Staging staging = gap.rebase();
        assertThat(staging.items())
                .singleElement()
                .satisfies(item -> assertThat(item.kind()).isEqualTo(Item.KEY))
                .satisfies(item -> assertThat(item.id().utf8()).isEqualTo("events"))
                .satisfies(item -> assertThat(item.outcome()).isEqualTo(Outcome.REFUSED))
                .satisfies(item -> assertThat(item.effects()).isEmpty());
    }

    @Test
    void aStreamWhereARuleExpectsAnotherTypeIsUnattributedToo() {
        gap.gap.put("reply:7", stream(2)).put("likes:/goma/art#old", stream(1));
        Staging staging = gap.rebase();
        assertThat(staging.items()).allMatch(item -> item.kind().equals(Item.KEY));
        assertThat(staging.withheld()).extracting(Withheld::kind).containsOnly("unattributed");
        assertThat(staging.withheld()).extracting(Withheld::key).contains("reply:7");
    }
}
