package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.incident.ExitCode;
import dev.rethread.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A profile in tables. */
class ProfileShowTest {
    @TempDir
    private Path folder;

    private String show(String... arguments) {
        String[] words = new String[arguments.length + 2];
        words[0] = "profile";
        words[1] = "show";
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        Shell.Result result = new Shell(folder).rethread(words);
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
        return result.out();
    }

    @Test
    void tellsWhatIssuesIdsWhatWaitsAndWhatIsKeptOut() {
        String[] lines = show("lamernews").replaceAll(" +", " ").split("\n");

        assertThat(lines)
                .contains(
                        "comment counter thread:comment:{news}, field nextid news",
                        "account registered again username - user:{user}",
                        "comment written user_id, ctime news, account thread:comment:{news}, field {comment}",
                        "news.up:{news} relation up-vote zset {user} by time s 2",
                        "news.cron part of news zset {news} by time s 0",
                        " auth:*",
                        " account.password",
                        " url:*");
    }

    @Test
    void showsEveryFormOfAKeyAndWhatIsListedOnly() {
        String[] lines = show("nodebb").replaceAll(" +", " ").split("\n");

        assertThat(lines)
                .contains(
                        "flags:hash part of flag zset post:{post}:{user} by id flag 0",
                        "flags:hash part of flag zset user:{flagged:user}:{user} by id flag 0",
                        "topicEvent written type, uid, place in topic:{topic}:events topic, user topicEvent:{topicEvent}");
    }

    /** Whoever writes a profile must find everything again that it says. */
    @Test
    void everyFormOfEveryShippedProfileIsShown() throws IOException {
        for (String name : Profiles.SHIPPED) {
            JsonNode shown = new ObjectMapper().readTree(show(name, "--format", "json"));
            Set<String> forms = new HashSet<>();
            shown.path("keys").forEach(form -> forms.add(form.path("pattern").asText()));
            shown.path("secrets").forEach(form -> forms.add(form.asText()));
            shown.path("ephemeral").forEach(form -> forms.add(form.asText()));

            assertThat(shown.path("report").asText()).isEqualTo("profile show");
            Profiles.read(name)
                    .keys()
                    .keySet()
                    .forEach(form -> assertThat(forms).contains(form.toString()));
            assertThat(shown.path("kinds")).hasSize(Profiles.read(name).items().size());
        }
    }

    @Test
    void aMistakeIsNamedWithItsPlace() throws IOException {
        Files.writeString(
                folder.resolve("forum.yaml"), "profile: forum\ntitle: Forum\ndomains:\n  user: {ids: nome}\n");

        Shell.Result result = new Shell(folder).rethread("profile", "show", "forum.yaml");

        assertThat(result.is(ExitCode.PRECONDITION)).as(result.toString()).isTrue();
        assertThat(result.err()).contains("forum.yaml:4:").contains("nome");
    }
}
