package dev.rethread.model;

import dev.rethread.model.World.Thing;
import dev.rethread.model.World.Tie;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What people do in a forum, at random. Every act has a moment of its own. */
final class Life {
    private static final List<String> NAMES =
            List.of("ann", "bob", "Cy", "dee", "eve", "Fay", "gus", "sso:hal", "sso:ida", "sso:jo");
    private static final List<String> SPACES = List.of("art", "books", "cars", "dogs");
    private static final List<String> WORDS = List.of("hello", "see", "why", "never", "again", "good", "old", "thing");

    private final World world;
    private final Random random;
    private final String branch;
    private final int step;
    private final List<Runnable> acts = new ArrayList<>();
    private final long began;
    private long moment;

    /**
     * @param branch a word that passwords of this branch have in them
     * @param moment of the last act before
     * @param step between two acts: two branches of two parities never meet
     */
    Life(World world, Random random, String branch, long moment, int step) {
        this.world = world;
        this.random = random;
        this.branch = branch;
        this.began = moment;
        this.moment = moment;
        this.step = step;
        often(8, this::post);
        often(5, this::topic);
        often(4, this::vote);
        often(3, this::comment, this::editPost, this::bookmark, this::view, this::read);
        often(2, this::register, this::page, this::follow, this::moveTopic, this::deletePost, this::settings);
        often(2, this::editComment, this::upvoteComment, this::deleteTopic, this::retitle, this::link);
        often(1, this::space, this::movePost, this::purgePost, this::editPage, this::bio, this::password);
        often(1, this::deleteComment, this::purgeTopic, this::rename, this::retitleSpace, this::purgePage);
    }

    private void often(int weight, Runnable... some) {
        for (Runnable act : some) {
            for (int i = 0; i < weight; i++) {
                acts.add(act);
            }
        }
    }

    /** What every forum begins with. */
    static World founded(Random random) {
        World world = new World();
        Life life = new Life(world, random, "base", 0, 1);
        for (int i = 0; i < 3; i++) {
            life.tick();
            life.register();
        }
        for (int i = 0; i < 2; i++) {
            life.tick();
            life.space();
        }
        life.tick();
        life.topic();
        return world;
    }

    long live(int times) {
        for (int i = 0; i < times; i++) {
            tick();
            acts.get(random.nextInt(acts.size())).run();
        }
        return moment;
    }

    /** Somebody opens a topic: what tells of no moment has no age either. */
    void dated() {
        tick();
        topic();
    }

    /** People write again what they remember of what was lost, under another moment. */
    void repost(World lost) {
        List<Thing> posts = lost.all("post").stream()
                .filter(post ->
                        !world.has(post.name()) && world.has(post.get("topic")) && world.has(post.get("author")))
                .toList();
        for (Thing post : posts) {
            if (random.nextInt(3) == 0) {
                tick();
                String id = world.next("post");
                make(
                        "post " + moment,
                        id,
                        "topic",
                        post.get("topic"),
                        "author",
                        post.get("author"),
                        "text",
                        Links.without(post.get("text"), world));
            }
        }
    }

    private void tick() {
        moment += step;
    }

    private @Nullable Thing any(List<Thing> some) {
        return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
    }

    private @Nullable Thing any(String kind, Predicate<Thing> wanted) {
        return any(world.all(kind).stream().filter(wanted).toList());
    }

    private @Nullable Thing any(String kind) {
        return any(kind, thing -> true);
    }

    private Thing user() {
        return world.all("user").get(random.nextInt(world.all("user").size()));
    }

    private String words() {
        return WORDS.get(random.nextInt(WORDS.size())) + " " + WORDS.get(random.nextInt(WORDS.size()));
    }

    private String text() {
        Thing linked = random.nextInt(4) == 0 ? any(random.nextBoolean() ? "post" : "topic") : null;
        return words() + " " + moment + (linked == null ? "" : " " + Links.to(linked.name()));
    }

    /** {@code facts} are names and values in turn. */
    private Thing make(String name, String id, String... facts) {
        Thing thing = new Thing(name, id, new TreeMap<>());
        thing.facts().put("time", "" + moment);
        for (int i = 0; i < facts.length; i += 2) {
            thing.facts().put(facts[i], facts[i + 1]);
        }
        world.put(thing);
        return thing;
    }

    private void set(Thing thing, String fact, @Nullable String value) {
        if (value == null) {
            thing.facts().remove(fact);
        } else {
            thing.facts().put(fact, value);
        }
    }

    private void register() {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String lower = name.toLowerCase(Locale.ROOT);
        if (world.has("user " + lower)) {
            return;
        }
        Thing user = make("user " + lower, world.next("user"), "name", random.nextInt(3) == 0 ? lower : name);
        if (!lower.startsWith("sso:")) {
            set(user, "password", secret());
        }
        if (random.nextBoolean()) {
            set(user, "bio", "I am " + words());
        }
    }

    private String secret() {
        return "$2b$12$" + branch + "Aa0/" + moment + "x".repeat(40);
    }

    private void password() {
        Thing user = any("user", some -> some.has("password"));
        if (user != null) {
            set(user, "password", secret());
        }
    }

    private void bio() {
        set(user(), "bio", "now " + words() + moment);
    }

    private void settings() {
        set(user(), random.nextBoolean() ? "theme" : "lang", words());
    }

    /**
     * Once in a lifetime, to a name that nobody else takes; of those that both branches have: one that only one of them
     * has is known by its name alone.
     */
    private void rename() {
        Thing user = any(
                "user",
                some -> (branch.equals("base") || some.time() <= began)
                        && !some.get("name").contains("~")
                        && some.has("password"));
        if (user != null) {
            set(user, "name", user.get("name") + "~" + moment);
        }
    }

    private void space() {
        String name = SPACES.get(random.nextInt(SPACES.size()));
        if (!world.has("space " + name)) {
            make("space " + name, name, "title", "About " + words(), "owner", user().name());
        }
    }

    private void retitleSpace() {
        Thing space = any("space");
        if (space != null) {
            set(space, "title", "About " + words() + moment);
        }
    }

    private void topic() {
        Thing space = any("space");
        if (space == null) {
            return;
        }
        String author = user().name();
        Thing topic = make("topic " + moment, world.next("topic"), "space", space.name(), "author", author);
        set(topic, "title", words());
        set(topic, "views", "0");
        set(topic, "main", "post " + moment);
        if (random.nextInt(5) == 0) {
            set(topic, "hidden", "1");
        }
        make("post " + moment, world.next("post"), "topic", topic.name(), "author", author, "text", text());
    }

    private void post() {
        Thing topic = any("topic");
        if (topic == null) {
            return;
        }
        Thing answered = random.nextInt(3) == 0 ? any(world.all("post", "topic", topic.name())) : null;
        Thing post = make("post " + moment, world.next("post"), "topic", topic.name(), "author", user().name());
        set(post, "text", text());
        if (answered != null) {
            set(post, "reply", answered.name());
        }
    }

    private void editPost() {
        Thing post = any("post");
        if (post != null) {
            String before = post.has("diffs") ? post.get("diffs") + "|" : "";
            set(post, "diffs", before + "d" + moment);
            set(post, "text", text());
            set(post, "edited", "" + moment);
        }
    }

    private void link() {
        Thing post = any("post");
        Thing linked = any("post");
        if (post != null && linked != null) {
            set(post, "text", post.get("text") + " " + Links.to(linked.name()));
            set(post, "edited", "" + moment);
        }
    }

    private void retitle() {
        Thing topic = any("topic");
        if (topic != null) {
            set(topic, "title", words() + " " + moment);
        }
    }

    private void moveTopic() {
        Thing topic = any("topic");
        Thing space = any("space");
        if (topic != null && space != null) {
            set(topic, "space", space.name());
        }
    }

    private boolean main(Thing post) {
        return world.at(post.get("topic")).get("main").equals(post.name());
    }

    private void movePost() {
        Thing post = any("post", some -> !main(some));
        Thing topic = any("topic");
        if (post != null && topic != null) {
            set(post, "topic", topic.name());
        }
    }

    private void deletePost() {
        toggleDeleted(any("post"));
    }

    private void deleteTopic() {
        toggleDeleted(any("topic"));
    }

    private void toggleDeleted(@Nullable Thing thing) {
        if (thing != null) {
            boolean restore = thing.has("deleted");
            set(thing, "deleted", restore ? null : "1");
            set(thing, "deleter", restore ? null : user().name());
        }
    }

    private void purgePost() {
        Thing post = any("post", some -> !main(some));
        if (post != null) {
            world.purge(post.name());
        }
    }

    private void purgeTopic() {
        Thing topic = random.nextBoolean() ? any("topic") : null;
        if (topic != null) {
            world.purge(topic.name());
        }
    }

    private void purgePage() {
        Thing page = random.nextBoolean() ? any("page") : null;
        if (page != null) {
            world.purge(page.name());
        }
    }

    private void view() {
        Thing topic = any("topic");
        if (topic != null) {
            set(topic, "views", "" + (Integer.parseInt(topic.get("views")) + 1 + random.nextInt(9)));
        }
    }

    private void read() {
        Thing topic = any("topic");
        if (topic != null) {
            world.ties().put(new Tie("read", topic.name(), user().name()), moment);
        }
    }

    private void vote() {
        Thing post = any("post");
        if (post == null) {
            return;
        }
        Tie up = new Tie("up", post.name(), user().name());
        Tie down = new Tie("down", post.name(), up.user());
        Tie given = random.nextInt(3) == 0 ? down : up;
        boolean takenBack = world.ties().containsKey(given);
        world.ties().remove(up);
        world.ties().remove(down);
        if (!takenBack) {
            world.ties().put(given, moment);
        }
    }

    private void bookmark() {
        Thing topic = any("topic");
        if (topic != null) {
            toggle(new Tie("mark", topic.name(), user().name()));
        }
    }

    private void follow() {
        Tie tie = new Tie("follow", user().name(), user().name());
        if (!tie.to().equals(tie.user())) {
            toggle(tie);
        }
    }

    private void toggle(Tie tie) {
        if (world.ties().remove(tie) == null) {
            world.ties().put(tie, moment);
        }
    }

    private void page() {
        Thing space = any("space");
        if (space == null) {
            return;
        }
        String title = WORDS.get(random.nextInt(3));
        String slug = title;
        Set<String> taken = new TreeSet<>();
        world.all("page").forEach(page -> taken.add(page.id()));
        for (int i = 2; taken.contains(slug) || (branch.equals("lost") && world.buried(slug)); i++) {
            slug = title + "-" + i;
        }
        Thing page = make("page " + moment, slug, "space", space.name(), "author", user().name(), "title", title);
        set(page, "text", text());
    }

    private void editPage() {
        Thing page = any("page");
        if (page != null) {
            set(page, "text", text());
            set(page, "edited", "" + moment);
        }
    }

    private void comment() {
        Thing page = any("page");
        if (page == null) {
            return;
        }
        Thing parent = random.nextBoolean() ? any(world.all("comment", "page", page.name())) : null;
        String id = world.next("comment/" + page.name());
        Thing comment = make("comment " + moment, id, "page", page.name(), "author", user().name(), "body", text());
        set(comment, "up", comment.get("author"));
        if (parent != null) {
            set(comment, "parent", parent.name());
        }
    }

    private void editComment() {
        Thing comment = any("comment");
        if (comment != null) {
            set(comment, "body", text());
        }
    }

    private void deleteComment() {
        Thing comment = any("comment");
        if (comment != null) {
            set(comment, "del", "1");
        }
    }

    private void upvoteComment() {
        Thing comment = any("comment");
        if (comment != null) {
            Set<String> up = new TreeSet<>(Rendering.names(comment.get("up")));
            up.add(user().name());
            set(comment, "up", String.join(",", up));
        }
    }
}
