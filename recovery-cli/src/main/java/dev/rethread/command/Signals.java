package dev.rethread.command;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * The signals by which a process is asked to end: Ctrl-C, {@code kill}, a terminal that is closed. A shutdown hook would
 * not do, because then the other hooks run too: they kill a drill's servers while it still talks to them.
 */
final class Signals {
    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /** Calls {@code handler} in a thread of its own for every such signal that the process does not ignore. */
    static void hear(Runnable handler) {
        for (String name : ENDING) {
            try {
                hear(name, handler);
            } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
                // Then the virtual machine ends at once, which a replay survives as it survives kill -9.
                return;
            }
        }
    }

    /** By reflection: {@code sun.misc.Signal} is in every JDK, but javac warns whoever names it. */
    private static void hear(String name, Runnable handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handling = Class.forName("sun.misc.SignalHandler");
        MethodHandle run = MethodHandles.lookup()
                .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                .bindTo(handler);
        Object proxy = MethodHandleProxies.asInterfaceInstance(handling, MethodHandles.dropArguments(run, 0, signal));
        signal.getMethod("handle", signal, handling)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }
}
