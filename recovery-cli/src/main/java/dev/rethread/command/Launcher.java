package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.live.LiveException;
import dev.rethread.profile.ProfileException;
import dev.rethread.source.SourceException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs one command line on a {@link Console} and returns its exit code; the same in a process and in a test. */
public final class Launcher {
    private Launcher() {}

    /** Runs {@code args} and returns a code of {@link ExitCode}. What commands print is flushed. */
    public static int run(Console console, String... args) {
        try {
            return commandLine(console).execute(args);
        } catch (Error failure) {
            return bug(console, failure);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    private static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new RethreadCommand(console));
        line.addSubcommand(new DrillCommand(console));
        line.addSubcommand(new InitCommand(console));
        line.addSubcommand(new InventoryCommand(console));
        line.addSubcommand(new DiffCommand(console));
        line.addSubcommand(new SnapshotCommand(console));
        line.addSubcommand(new SalvageCommand(console));
        line.addSubcommand(new GapCommand(console));
        line.addSubcommand(new StageCommand(console));
        line.addSubcommand(new PlanCommand(console));
        line.addSubcommand(new ReplayCommand(console));
        line.addSubcommand(new VerifyCommand(console));
        line.addSubcommand(new AccountsCommand(console));
        line.addSubcommand(new StatusCommand(console));
        line.addSubcommand(new CommandLine(new ProfileCommand(console))
                .addSubcommand(new ProfileShowCommand(console))
                .addSubcommand(new ProfileCheckCommand(console))
                .addSubcommand(new ProfileInferCommand(console)));
        line.setOut(console.out());
        line.setErr(console.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpLongOptionsMaxWidth(28);
        line.setParameterExceptionHandler((wrong, given) -> usage(console, wrong));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(console, failure));
        return line;
    }

    private static int usage(Console console, CommandLine.ParameterException wrong) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
        return refuse(console, message, "See '" + command + " --help'.", ExitCode.USAGE);
    }

    private static int failed(Console console, Exception failure) {
        if (failure instanceof OperatorException e) {
            return refuse(console, e.getMessage(), e.hint(), e.exitCode());
        } else if (failure instanceof SourceException e) {
            return refuse(console, e.getMessage(), e.hint(), ExitCode.SOURCE);
        } else if (failure instanceof LiveException e) {
            return refuse(console, e.getMessage(), e.hint(), ExitCode.SOURCE);
        } else if (failure instanceof ProfileException e) {
            return refuse(console, e.getMessage(), "Mend the profile, or name another.", ExitCode.PRECONDITION);
        } else if (failure instanceof InterruptedByOperator e) {
            return refuse(console, e.getMessage(), "Run the same command again to go on.", ExitCode.INTERRUPTED);
        }
        return bug(console, failure);
    }

    private static int bug(Console console, Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            String hint = "Set JDK_JAVA_OPTIONS=-Xmx8g, or as much as this machine has.";
            return refuse(console, "out of memory", hint, ExitCode.BUG);
        }
        console.say("rethread: this is a mistake in Rethread itself; read what follows before you pass it on");
        failure.printStackTrace(console.err());
        return ExitCode.BUG.code();
    }

    private static int refuse(
            Console console, @org.jspecify.annotations.Nullable String message, String hint, ExitCode code) {
        console.say("rethread: " + String.valueOf(message).strip().replaceAll("\\R\\s*", " "));
        if (!hint.isEmpty()) {
            console.say("HINT: " + hint);
        }
        return code.code();
    }
}
