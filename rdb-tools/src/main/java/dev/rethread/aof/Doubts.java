package dev.rethread.aof;

/** What is computed from a doubtful key is doubtful itself. */
final class Doubts {
    private Doubts() {}

    /** Carries doubt from the keys among arguments {@code from} to before {@code to} to the key of argument 1. */
    static void carry(Call call, int from, int to) {
        carry(call, from, to, 1);
    }

    /** As {@link #carry(Call, int, int)}, to the key of argument {@code target}. */
    static void carry(Call call, int from, int to, int target) {
        for (int i = from; i < to; i++) {
            if (call.databases.isDoubtful(call.key(i))) {
                call.databases.doubt(call.key(target));
            }
        }
    }
}
