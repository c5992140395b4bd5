package dev.rethread.judge;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects of NodeBB that have a number, and what their fields name. By its source, version 4. */
enum NodeBbKind {
    USER("user:", "joindate", "nextUid"),
    CATEGORY("category:", "", "nextCid"),
    TOPIC("topic:", "timestamp", "nextTid"),
    POST("post:", "timestamp", "nextPid"),
    ROOM("chat:room:", "timestamp", "nextChatRoomId"),
    MESSAGE("message:", "timestamp", "nextMid"),
    FLAG("flag:", "datetime", "nextFlagId"),
    EVENT("event:", "timestamp", "nextEid"),
    TOPIC_EVENT("topicEvent:", "", "nextTopicEventId");

    /** Before the number in its key. */
    final String prefix;
    /** When it was made; empty where its hash does not say. */
    final String time;
    /** The field of {@code global} with the last number given out. */
    final String counter;

    NodeBbKind(String prefix, String time, String counter) {
        this.prefix = prefix;
        this.time = time;
        this.counter = counter;
    }

    /** The field that holds its own number. */
    String id() {
        return switch (this) {
            case USER -> "uid";
            case CATEGORY -> "cid";
            case TOPIC -> "tid";
            case POST -> "pid";
            case ROOM -> "roomId";
            case MESSAGE -> "mid";
            case FLAG -> "flagId";
            case EVENT -> "eid";
            case TOPIC_EVENT -> "id";
        };
    }

    /** What a field with a number in it names; null for every other field. */
    @Nullable
    NodeBbKind names(String field, Map<String, String> object) {
        if (field.equals(id())) {
            return this;
        }
        return switch (field) {
            case "uid",
                    "fromuid",
                    "editor",
                    "deleterUid",
                    "mergerUid",
                    "forkerUid",
                    "targetUid",
                    "assignee",
                    "invitedBy",
                    "owner" -> USER;
            case "cid", "oldCid", "parentCid", "fromCid" -> CATEGORY;
            case "tid", "mergeIntoTid", "forkedFromTid" -> TOPIC;
            case "pid", "toPid", "mainPid" -> POST;
            case "roomId" -> ROOM;
            case "toMid" -> MESSAGE;
            case "flagId" -> FLAG;
            case "targetId" -> "user".equals(object.get("type")) ? USER : POST;
            default -> null;
        };
    }

    /** Fields without whose objects it cannot be there. */
    List<String> needs() {
        return switch (this) {
            case TOPIC -> List.of("cid", "uid");
            case POST -> List.of("tid", "uid");
            case MESSAGE -> List.of("roomId", "fromuid");
            case FLAG -> List.of("targetId", "targetUid");
            case EVENT, TOPIC_EVENT -> List.of("uid");
            case USER, CATEGORY, ROOM -> List.of();
        };
    }

    /** Fields that are counted or computed: held to what they count, not to what they were. */
    Set<String> computed() {
        return switch (this) {
            case USER ->
                Set.of(
                        "flags",
                        "postcount",
                        "topiccount",
                        "reputation",
                        "followerCount",
                        "followingCount",
                        "blocksCount",
                        "lastposttime",
                        "status");
            case CATEGORY -> Set.of("topic_count", "post_count");
            case TOPIC ->
                Set.of(
                        "postcount",
                        "postercount",
                        "followercount",
                        "upvotes",
                        "downvotes",
                        "lastposttime",
                        "teaserPid");
            case POST -> Set.of("upvotes", "downvotes", "bookmarks", "replies");
            case ROOM -> Set.of("messageCount", "userCount");
            case MESSAGE, FLAG, EVENT, TOPIC_EVENT -> Set.of();
        };
    }

    /** Times that only grow. */
    Set<String> growing() {
        return this == USER ? Set.of("lastonline", "lastqueuetime") : Set.of();
    }

    /** Fields that no recovery writes. */
    Set<String> secret() {
        return switch (this) {
            case USER ->
                Set.of("email", "email:confirmed", "password", "password:shaWrapped", "passwordExpiry", "rss_token");
            case EVENT -> Set.of("email", "confirm_code");
            default -> Set.of();
        };
    }

    /** Fields that change as one. */
    List<Set<String>> together() {
        return switch (this) {
            case USER -> List.of(Set.of("username", "userslug"), Set.of("banned", "banned:expire"));
            case TOPIC ->
                List.of(
                        Set.of("title", "slug"),
                        Set.of("cid", "oldCid"),
                        Set.of("deleted", "deleterUid", "deletedTimestamp"),
                        Set.of("mainPid", "mergeIntoTid", "mergerUid", "mergedTimestamp"),
                        Set.of("forkedFromTid", "forkerUid", "forkTimestamp"));
            case POST -> List.of(Set.of("content", "edited", "editor"), Set.of("deleted", "deleterUid"));
            case MESSAGE -> List.of(Set.of("content", "edited"));
            default -> List.of();
        };
    }

    Set<String> with(String field) {
        return together().stream()
                .filter(group -> group.contains(field))
                .findFirst()
                .orElse(Set.of(field));
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
