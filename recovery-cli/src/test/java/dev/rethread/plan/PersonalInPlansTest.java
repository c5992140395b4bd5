package dev.rethread.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.item.Provenance;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.StoredEffect;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan is passed on for review: it binds mail and IP addresses without showing them. */
class PersonalInPlansTest {
    private static String plan(String mail) {
        Effect effect = new Effect(
                1,
                0,
                template("user:" + mail + ":ip"),
                Type.HASH,
                template("198.51.100.9"),
                Operation.CREATE,
                null,
                template(mail),
                List.of(),
                false,
                new Provenance("backup", new Span(0, 1)));
        StoredEffect stored = new StoredEffect(1, 1, "account", Bytes.of(mail), Outcome.RESTORE, effect);
        return new StepRenderer().render(Planner.plan(List.of(stored)).get(0)).toString();
    }

    private static Template template(String text) {
        return Template.literal(Bytes.of(text));
    }

    @Test
    void addressesAreMaskedInKeysElementsValuesAndItems() {
        assertThat(plan("jane@example.org"))
                .contains("user:j…@e….org:ip", "account j…@e….org", "198.51.…")
                .doesNotContain("jane", "example.org", "100.9");
    }

    @Test
    void anotherAddressThatLooksAlikeMakesAnotherPlan() {
        assertThat(plan("jane@example.org")).isNotEqualTo(plan("jack@example.org"));
    }
}
