package dev.rethread.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.StoredEffect;
import dev.rethread.source.Sha256;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One step as a line. Ids of the lost branch stand as {@code {"user":"268"}} between the literal pieces. */
final class StepRenderer {
    JsonNode render(PlanStep step) {
        ObjectNode line = PlanFile.JSON.createObjectNode();
        line.put("step", step.number());
        line.put("phase", step.phase());
        line.put("db", step.database());
        line.set("key", template(step.key()));
        line.put("type", step.type().word());
        line.put("must", step.must().word());
        if (!step.needs().isEmpty()) {
            ArrayNode needs = line.putArray("needs");
            step.needs().forEach(need -> needs.add(template(need)));
        }
        ArrayNode writes = line.putArray("writes");
        step.writes().forEach(stored -> writes.add(write(stored)));
        return line;
    }

    private JsonNode write(StoredEffect stored) {
        Effect effect = stored.effect();
        ObjectNode write = PlanFile.JSON.createObjectNode();
        write.put("effect", stored.id());
        write.put("item", stored.kind() + " " + stored.item());
        write.put("op", effect.operation().name().toLowerCase(Locale.ROOT));
        write.set("element", template(effect.element()));
        Template expected = effect.expected();
        if (expected != null) {
            write.set("expected", shown(effect, expected));
        }
        write.set("value", shown(effect, effect.value()));
        write.put("source", effect.provenance().toString());
        return write;
    }

    /** Texts, lists and payloads as digests: enough to tell whether they changed, nothing to read. */
    private JsonNode shown(Effect effect, @Nullable Template value) {
        boolean whole = effect.operation() == Operation.LOAD
                || (effect.type() == Type.LIST && effect.operation() != Operation.EXPIRE);
        if (value == null || (!effect.text() && !whole)) {
            return template(value);
        }
        Sha256 digest = new Sha256();
        digest.add(value.encode());
        ObjectNode shown = PlanFile.JSON.createObjectNode();
        shown.put("digest", digest.text());
        shown.put("bytes", value.lost().length());
        return shown;
    }

    private JsonNode template(@Nullable Template template) {
        ArrayNode parts = PlanFile.JSON.createArrayNode();
        if (template == null) {
            return parts;
        }
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Part.Literal literal) {
                parts.add(literal.bytes().toString());
            } else if (part instanceof Template.Part.Ref ref) {
                parts.addObject()
                        .put(ref.reference().domain(), ref.reference().id().toString());
            }
        }
        return parts.size() == 1 && parts.get(0).isTextual() ? parts.get(0) : parts;
    }
}
