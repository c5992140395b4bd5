package dev.rethread.aof;

import java.util.function.Consumer;

/**
 * One command: its shape, as COMMAND INFO tells it, and what it does.
 *
 * @param name in upper case
 * @param arity how many arguments with the name; negative: at least so many
 * @param firstKey index of the first key, 0 where there is none
 * @param lastKey index of the last key; -1: the last argument, -2: the one before
 * @param step from one key to the next
 * @param effect replays the command; throws {@link RefusedException} where a server would have answered an error
 */
record CommandRule(String name, int arity, int firstKey, int lastKey, int step, Consumer<Call> effect) {
    /** A command with one key, its first argument. */
    static CommandRule of(String name, int arity, Consumer<Call> effect) {
        return new CommandRule(name, arity, 1, 1, 1, effect);
    }

    /** A command with two keys, its first two arguments. */
    static CommandRule ofTwo(String name, int arity, Consumer<Call> effect) {
        return new CommandRule(name, arity, 1, 2, 1, effect);
    }

    void run(Call call) {
        int count = call.count();
        if (arity < 0 ? count < -arity : count != arity) {
            throw new RefusedException("wrong number of arguments");
        }
        effect.accept(call);
    }
}
