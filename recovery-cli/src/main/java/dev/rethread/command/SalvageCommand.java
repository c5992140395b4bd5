package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.rdb.RdbTarget;
import dev.rethread.salvage.CleanFile;
import dev.rethread.salvage.Salvage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything readable of a damaged file, as a file that a server loads. */
@Command(
        name = "salvage",
        description = "Writes everything readable of a damaged RDB or AOF as an RDB that a server loads, and gives an"
                + " account of what is lost. The source is never changed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread salvage dump.rdb -o clean.rdb",
            "  rethread salvage /mnt/broken/dump.rdb -o clean.rdb --for 6.2 --format json",
            "",
            "Exit code 0 where nothing was lost, 1 where something was, 5 where nothing can be read."
        })
final class SalvageCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "-o", paramLabel = "FILE", required = true, description = "The RDB to write.")
    private Path file = Path.of("");

    @Option(
            names = "--for",
            paramLabel = "VERSION",
            description = "The server that shall load it: 7.2, valkey 8.1; otherwise Redis 7.0 and whatever is newer.")
    private String server = "";

    @Option(names = "--whole-only", description = "Leave values out of which only a part is left.")
    private boolean wholeOnly;

    @Option(names = "--force", description = "Replace FILE if it exists.")
    private boolean force;

    @Parameters(paramLabel = "PATH", description = "The damaged file, or an appendonlydir.")
    private String place = "";

    SalvageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RdbTarget target = target();
        Path source = console.directory().resolve(place);
        Path path = console.directory().resolve(file);
        refuse(source, path);
        try (Salvage salvage = Salvage.of(source)) {
            CleanFile clean = new CleanFile(salvage, target, !wholeOnly);
            write(clean, path);
            SalvageReport report = SalvageReport.of(place, salvage, clean, file, target.toString());
            output.print(console, "salvage", report);
            return report.exitCode().code();
        }
    }

    private RdbTarget target() {
        try {
            return server.isEmpty() ? RdbTarget.NEWEST_COMMON : RdbTarget.of(server);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(String.valueOf(e.getMessage()), "Name one of those.", ExitCode.USAGE, e);
        }
    }

    private void refuse(Path source, Path path) {
        if (path.normalize().startsWith(source.normalize())) {
            throw new OperatorException(
                    file + ": is the source itself", "Sources are never changed; name another file.", ExitCode.USAGE);
        }
        if (Files.isDirectory(path) || (Files.exists(path) && !force)) {
            throw new OperatorException(
                    file + ": is there already",
                    "Name another file, or replace it with --force.",
                    ExitCode.PRECONDITION);
        }
    }

    /** Whole and on the disk before it has its name; readable for the one who ran it only, since it holds secrets. */
    private void write(CleanFile clean, Path path) {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (FileChannel channel = FileChannel.open(
                            part,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                clean.write(out);
                out.flush();
                channel.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperatorException(
                    file + ": cannot be written: " + e,
                    "Check that its directory is there, writable and has room.",
                    ExitCode.PRECONDITION,
                    e);
        }
    }
}
