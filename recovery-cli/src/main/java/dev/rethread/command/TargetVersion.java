package dev.rethread.command;

import dev.rethread.rdb.RdbTarget;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the version of the server that is to load a file. */
final class TargetVersion implements ITypeConverter<RdbTarget> {
    @Override
    public RdbTarget convert(String version) {
        try {
            return RdbTarget.of(version);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
