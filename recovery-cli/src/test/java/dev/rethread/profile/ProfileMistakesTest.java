package dev.rethread.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in a profile is found when it is read, with its place. */
final class ProfileMistakesTest {
    @TempDir
    Path folder;

    private static String muut() {
        try (var in = Profiles.class.getResourceAsStream("muut.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Profile read(String yaml) throws IOException {
        Path file = folder.resolve("forum.yaml");
        Files.writeString(file, yaml);
        return Profiles.read(file.toString());
    }

    @Test
    void theShippedProfileIsRight() throws IOException {
        assertThat(read(muut()).name()).isEqualTo("muut");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "~", "[]", "muut", "profile: [", "profile: x\n\tdomains: {}", "\u0000"})
    void whatIsNoProfileIsRefused(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("forum.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "domain: thread|domain: topic|no domain 'topic'",
                "value: \"{user}\"|value: \"{usr}\"|{usr}",
                "score: \"{time}\"|score: \"{tiem}\"|{tiem}",
                "\"{name}\", value|\"{password}\", value|{password}",
                "field: likes, add: 1|field: \"{colour}\", add: 1|{colour}",
                "identity: [name]|identity: [email]|email",
                "identity: [user, time]|identity: [user, tmie]|tmie",
                "label: name|label: password|password",
                "parent: channel|parent: title|title",
                "author: user|author: title|title",
                "register: {field: name|register: {field: nmae|nmae",
                "group: forum|group: board|board",
                "fields: {name: name, title|fields: {nmae: name, title|nmae",
                "{name: owner.path|{nmae: owner.path|nmae",
                "attached: {\"thread:{thread}:edits\"|attached: {\"thread:{thread}:edit\"|thread:{thread}:edit",
                "relations: {reply-like: likes}|relations: {thread-like: likes}|thread-like",
                "channel: {ids: name}|channel: {ids: nam}|nam",
                "channel: {ids: name}|channel: |channel",
                "channel: {ids: name}|channel: {ids: name}\\n  board: {ids: name}|board",
                "domain: reply|domain: thread|domains.reply",
                "after: |aftr: |aftr",
                "profile: muut|profil: muut|profil",
                "time: time\\n      edited|time: tmie\\n      edited|tmie",
                "remade: true|remade: maybe|maybe",
                "database: 0|database: -1|-1",
            })
    void aMistakeIsNamedWithItsPlace(String right, String wrong, String named) {
        String yaml = muut().replace(right.replace("\\n", "\n"), wrong.replace("\\n", "\n"));
        org.junit.jupiter.api.Assumptions.assumeFalse(yaml.equals(muut()), "not in the shipped profile: " + right);

        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining(named)
                .message()
                .matches("(?s).*forum\\.yaml:\\d+:\\d+: .*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "parent: channel|parent: title",
                "author: user|author: title",
                "label: name|label: password",
                "identity: [user, time]|identity: [user, tmie]",
                "joined: time|joined: tiem",
                "remade: true|remade: maybe",
                "display: text|display:",
                "bio: text|display: text",
                "\"session:*\": secret|\"session:*\": sceret",
                "\"session:*\": secret|\"session:*\": {set: plain, of: thread}",
                "\"thread:{thread}:edits\": {list: plain, of: thread}|\"thread:{thread}:edits\": {list: plain, of: thraed}",
                "id: owner.path|id: owner.path, id: owner.path",
            })
    void theLineIsThatOfTheMistake(String right, String wrong) {
        int at = muut().indexOf(right);
        org.junit.jupiter.api.Assumptions.assumeTrue(at >= 0, "not in the shipped profile: " + right);
        long line = muut().substring(0, at).lines().count() + (muut().charAt(at - 1) == '\n' ? 1 : 0);
        String yaml = muut().substring(0, at) + wrong + muut().substring(at + right.length());

        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("forum.yaml:" + line + ":");
    }

    @Test
    void everyShippedProfileIsRightAndListed() throws Exception {
        Path shipped = Path.of(Profiles.class.getResource("muut.yaml").toURI()).getParent();
        try (var files = Files.list(shipped)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrderElementsOf(Profiles.SHIPPED.stream()
                            .map(name -> name + ".yaml")
                            .toList());
        }
        Profiles.SHIPPED.forEach(name -> assertThat(Profiles.read(name).name()).isEqualTo(name));
    }

    @Test
    void aFileThatIsNoGrammarIsNotReadAsOne() throws IOException {
        Path file = folder.resolve("dump.rdb");
        Files.write(file, new byte[2 << 20]);

        assertThatThrownBy(() -> Profiles.read(file.toString())).isInstanceOf(ProfileException.class);
    }

    @Test
    void identitiesThatLeadBackToThemselvesAreRefused() {
        String yaml = muut().replace("identity: [name]", "identity: [sso, favourite]")
                .replace("sso: id forum", "sso: id forum\n      favourite: id thread");

        assertThatThrownBy(() -> read(yaml)).hasMessageContaining("identity: leads back to itself");
    }

    @Test
    void aNullWhereARuleShouldBeIsRefused() {
        for (String name : new String[] {"account", "forum", "reply"}) {
            String yaml = muut().replace("\n  " + name + ":\n", "\n  " + name + ": ~\n  x" + name + ":\n");

            assertThatThrownBy(() -> read(yaml)).isInstanceOf(ProfileException.class);
        }
    }
}
