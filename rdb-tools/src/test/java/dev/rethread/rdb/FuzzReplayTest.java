package dev.rethread.rdb;

import dev.rethread.fuzz.KeptInputs;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> filesTakenForRdb() {
        return KeptInputs.replay("rdb", RdbFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> bytesTakenForLzf() {
        return KeptInputs.replay("lzf", LzfFuzz::fuzzerTestOneInput);
    }
}
