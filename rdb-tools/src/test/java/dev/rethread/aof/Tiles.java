package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.aof.AofRecord.Command;
import dev.rethread.aof.AofRecord.Hole;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All records of a file, found to tile it. */
record Tiles(List<AofRecord> records) {
    static Tiles of(Path path) {
        List<AofRecord> records = new ArrayList<>();
        try (SourceFile source = SourceFile.openPart(path)) {
            AofReader reader = AofReader.of(source);
            long end = 0;
            for (AofRecord found = reader.next(); found != null; found = reader.next()) {
                assertThat(found.span().offset()).as("%s of %s", found, path).isEqualTo(end);
                assertThat(found.span().length()).as("%s of %s", found, path).isPositive();
                end = found.span().end();
                assertThat(reader.position()).isEqualTo(end);
                records.add(found);
            }
            assertThat(end).as("%s", path).isEqualTo(source.size());
        }
        return new Tiles(records);
    }

    List<Command> commands() {
        return records.stream()
                .filter(Command.class::isInstance)
                .map(Command.class::cast)
                .toList();
    }

    List<Damage> holes() {
        return records.stream()
                .filter(Hole.class::isInstance)
                .map(hole -> ((Hole) hole).damage())
                .toList();
    }
}
