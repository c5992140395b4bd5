package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * A kind of item that is a member of a set: a like.
 *
 * @param key the set's key
 * @param member the member's form
 * @param parent the placeholder of the item it belongs to
 * @param author the placeholder of the account that made it
 */
public record RelationRule(Pattern key, Pattern member, String parent, String author, List<Derive> derive) {
    public RelationRule(
            @JsonProperty(value = "key", required = true) Pattern key,
            @JsonProperty(value = "member", required = true) Pattern member,
            @JsonProperty(value = "parent", required = true) String parent,
            @JsonProperty(value = "author", required = true) String author,
            @JsonProperty("derive") List<Derive> derive) {
        this.key = key;
        this.member = member;
        this.parent = parent;
        this.author = author;
        this.derive = Objects.requireNonNullElse(derive, List.of());
    }
}
