package dev.rethread.aof;

import dev.rethread.keyspace.StreamId;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How XADD and XTRIM cut a stream: {@code [NOMKSTREAM] [KEEPREF|DELREF|ACKED] [IDMPAUTO producer | IDMP producer id]
 * [MAXLEN|MINID [=|~] threshold] [LIMIT count]}.
 */
final class TrimOptions {
    private enum Cut {
        NONE,
        LENGTH,
        ID
    }

    private Cut cut = Cut.NONE;
    private boolean roughly;
    private long length;
    private StreamId id = StreamId.ZERO;
    private References references = References.KEEP;
    private boolean onlyIfPresent;
    private boolean idempotent;
    private int end;

    private TrimOptions() {}

    static TrimOptions parse(Call call, int from) {
        TrimOptions options = new TrimOptions();
        options.end = from;
        int taken = 1;
        while (taken > 0 && options.end < call.count()) {
            taken = options.take(call, options.end);
            options.end += taken;
        }
        return options;
    }

    /** Takes one option and returns how many arguments it has; 0 where there is none. */
    private int take(Call call, int at) {
        String word = call.word(at);
        switch (word) {
            case "NOMKSTREAM" -> onlyIfPresent = true;
            case "MAXLEN", "MINID" -> {
                return takeThreshold(call, at, word.equals("MAXLEN"));
            }
            case "LIMIT", "IDMPAUTO", "IDMP" -> {
                idempotent |= !word.equals("LIMIT");
                return word.equals("IDMP") ? 3 : 2;
            }
            default -> {
                References named = References.named(word);
                references = named == null ? references : named;
                return named == null ? 0 : 1;
            }
        }
        return 1;
    }

    private int takeThreshold(Call call, int at, boolean byLength) {
        if (cut != Cut.NONE) {
            throw new RefusedException("syntax");
        }
        String sign = call.word(at + 1);
        boolean signed = sign.equals("=") || sign.equals("~");
        int value = signed ? at + 2 : at + 1;
        roughly = sign.equals("~");
        cut = byLength ? Cut.LENGTH : Cut.ID;
        length = byLength ? call.integer(value) : 0;
        id = byLength ? StreamId.ZERO : StreamIds.parse(call.argument(value));
        if (length < 0) {
            throw new RefusedException("MAXLEN is negative");
        }
        return signed ? 3 : 2;
    }

    /** Index of the first argument behind the options. */
    int end() {
        return end;
    }

    boolean onlyIfPresent() {
        return onlyIfPresent;
    }

    boolean idempotent() {
        return idempotent;
    }

    boolean cuts() {
        return cut != Cut.NONE;
    }

    /**
     * Cuts the stream.
     *
     * @return why the result may differ from the server's, or null
     */
    @Nullable
    String trim(WorkingStream stream) {
        if (cut == Cut.NONE) {
            return null;
        }
        Predicate<StreamId> wanted =
                cut == Cut.LENGTH ? each -> stream.size() > length : each -> each.compareTo(id) < 0;
        if (roughly) {
            return "it trims roughly, by nodes that the file does not tell";
        }
        boolean kept = stream.trim(wanted, each -> references.mayDelete(stream, each));
        return kept && cut == Cut.LENGTH ? "which entries it keeps depends on nodes that the file does not tell" : null;
    }
}
