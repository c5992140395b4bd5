package dev.rethread.command;

/** Placeholder replaced below. */
final class Launcher {
    private Launcher() {}

    static int run(Console console, String... args) {
        return args.length + console.hashCode();
    }
}
