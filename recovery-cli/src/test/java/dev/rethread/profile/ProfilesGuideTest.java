package dev.rethread.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What PROFILES.md teaches is what the reader of profiles takes. */
class ProfilesGuideTest {
    private static String guide() throws IOException {
        return Files.readString(Path.of("PROFILES.md"));
    }

    @Test
    void itsExampleLoads() throws IOException {
        String guide = guide();
        int from = guide.indexOf("```yaml\n") + "```yaml\n".length();

        Profile profile = Profiles.parse("PROFILES.md", guide.substring(from, guide.indexOf("```", from)));

        assertThat(profile.items()).containsOnlyKeys("account", "board", "topic");
        assertThat(profile.relation("like")).hasSize(1);
    }

    @Test
    void itNamesEveryKindOfValue() throws IOException {
        String guide = guide();
        for (FieldKind kind : FieldKind.values()) {
            if (kind != FieldKind.PATTERN) {
                assertThat(guide).contains("`" + kind.name().toLowerCase(java.util.Locale.ROOT));
            }
        }
    }
}
