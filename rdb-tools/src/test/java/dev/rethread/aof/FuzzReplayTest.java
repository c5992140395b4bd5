package dev.rethread.aof;

import dev.rethread.fuzz.KeptInputs;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> filesTakenForAof() {
        return KeptInputs.replay("aof", AofFuzz::fuzzerTestOneInput);
    }
}
