package dev.rethread.rebase;

import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.item.Provenance;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.Profile;
import dev.rethread.profile.SecretShapes;
import dev.rethread.report.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes what is kept out of a recovery: each key or field once, however many sources hold it, and never its value. */
final class Withholding {
    static final String UNATTRIBUTED = "unattributed";

    /** The field is empty for a whole key. */
    private record Place(Key key, String field) {}

    private final Profile profile;
    private final Map<Place, Withheld> withheld = new LinkedHashMap<>();

    Withholding(Profile profile) {
        this.profile = profile;
    }

    List<Withheld> all() {
        return List.copyOf(withheld.values());
    }

    /** The changed fields of an item that are credentials, and those that no rule knows. */
    void fields(KeyRole.ItemKey item, KeyChange change, Provenance from) {
        ItemRule rule = profile.item(item.kind());
        for (ElementChange element : change.elements()) {
            if (element.element() instanceof Element.Field field && element.after() != null) {
                field(item, rule, change, field.name().utf8(), element.after(), from);
            }
        }
    }

    private void field(
            KeyRole.ItemKey item, ItemRule rule, KeyChange change, String name, Bytes value, Provenance from) {
        FieldKind kind = rule.field(name).map(FieldRule::kind).orElse(null);
        String key = Names.CUT.show(change.key());
        if (kind == FieldKind.SECRET) {
            String reason = change.before() == null ? "credential" : "credential changed in the gap";
            note(change.key(), name, new Withheld(item.kind(), key, name, reason, from));
        } else if (kind == null) {
            String shown = Names.CUT.show(Bytes.of(name));
            String reason = SecretShapes.inField(name, value)
                    .map(secret -> "no rule knows the field; by its looks: " + secret.word())
                    .orElse("no rule knows the field");
            note(change.key(), name, new Withheld(UNATTRIBUTED, key, shown, reason, from));
        }
    }

    /** A key that is a credential, shown as its rule, since its name may be one. */
    void key(KeyRole role, KeyChange change, Provenance from) {
        if (change.after() != null && role instanceof KeyRole.Secret secret) {
            String shown = secret.pattern().toString();
            note(change.key(), "", new Withheld("secret", shown, "", "the key is a credential", from));
        }
    }

    /**
     * What a rule would copy, were it not for its looks.
     *
     * @param kind of the item that it belongs to
     * @param field or member; empty for a whole key
     */
    void looks(String kind, Key key, Bytes field, SecretShapes.Kind secret, Provenance from) {
        String shown = Names.CUT.show(field);
        String reason = "by its looks: " + secret.word();
        note(key, field.toString(), new Withheld(kind, Names.CUT.show(key), shown, reason, from));
    }

    /** A collection with an element of a form that no rule has. */
    void element(KeyChange change, Provenance from) {
        unattributed(change, "no rule knows the form of an element of it", from);
    }

    /** A key that stands where a rule's keys stand, and whose value is of another type. */
    void wrongType(KeyChange change, Provenance from) {
        unattributed(change, "its type is not the one that its rule says", from);
    }

    private void unattributed(KeyChange change, String reason, Provenance from) {
        note(change.key(), "", new Withheld(UNATTRIBUTED, Names.CUT.show(change.key()), "", reason, from));
    }

    private void note(Key key, String field, Withheld entry) {
        withheld.putIfAbsent(new Place(key, field), entry);
    }
}
