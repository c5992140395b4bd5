package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ReadAheadTest {
    private static final int SIZE = 9 << 20;

    @TempDir
    Path folder;

    private SourceFile source() throws IOException {
        return SourceFile.open(Files.write(folder.resolve("source"), new byte[SIZE]));
    }

    @Test
    void failsAgainForWhoAsksAgain() throws IOException {
        SourceFile source = source();
        source.close();
        ReadAhead ahead = ReadAhead.start(source, 0, SIZE);
        assertThatThrownBy(ahead::next).isInstanceOf(SourceException.class);
        assertThatThrownBy(ahead::next).isInstanceOf(SourceException.class);
        ahead.close();
    }

    @Test
    void failsAgainBehindChunksThatWereGood() throws IOException {
        SourceFile source = source();
        ReadAhead ahead = ReadAhead.start(source, 0, SIZE);
        assertThat(ahead.next().length).isPositive();
        source.close();
        assertThatThrownBy(() -> drain(ahead)).isInstanceOf(SourceException.class);
        assertThatThrownBy(ahead::next).isInstanceOf(SourceException.class);
        ahead.close();
    }

    private static void drain(ReadAhead ahead) {
        int length = 1;
        while (length > 0) {
            length = ahead.next().length;
        }
    }

    @Test
    void itsThreadEndsWhenItIsClosedEarly() throws IOException {
        try (SourceFile source = source()) {
            for (int i = 0; i < 50; i++) {
                ReadAhead ahead = ReadAhead.start(source, 0, SIZE);
                ahead.next();
                ahead.close();
            }
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("rdb-read-ahead"));
    }
}
