package dev.rethread.aof;

/** What is computed from a doubtful key is doubtful itself. */
final class Doubts {
    private Doubts() {}

    /** Carries doubt from the keys among arguments {@code from} to before {@code to} to the key of argument 1. */
    static void carry(Call call, int from, int to) {
        for (int i = from; i < to; i++) {
            if (call.databases.isDoubtful(call.key(i))) {
                call.databases.doubt(call.key(1));
            }
        }
    }
}
