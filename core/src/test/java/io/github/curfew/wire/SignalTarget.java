package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.hostile.Guard;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Signals in each of their forms: words, short JSON, events, signed, wrapped, and in binary mode. */
public final class SignalTarget {
    private static final SignalId BROKERS = new SignalId("/curfew/backends/test", "0-42");
    private static final Labels LABELS = Labels.of(Map.of("query.name", "orders", "team", "payments", "a", "b"));

    private SignalTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        Guard.read(MalformedException.class::isInstance, () -> {
            Signal signal = read(data);
            Payload written = Codec.encode(signal);
            Guard.shown(written.text());
            String matched = signal.selector().match(LABELS);
            if (signal.selector().isEveryone() && matched == null) {
                throw new AssertionError("everyone is nobody");
            }
            Signal again = Codec.decodeSignal(written, Map.of(), BROKERS);
            if (signal.id().id().isBlank() || signal.id().source().isBlank()) {
                throw new AssertionError("a signal without an identity");
            }
            if (!again.selector().equals(signal.selector()) || again.action() != signal.action()) {
                throw new AssertionError(signal + " is read back as " + again);
            }
        });
    }

    /** The first byte tells whether lines of attributes stand before the body. */
    private static Signal read(byte[] data) {
        Map<String, String> attributes = new TreeMap<>();
        if (data.length == 0 || data[0] != '\t') {
            return Codec.decodeSignal(Payload.of(data), attributes, BROKERS);
        }
        String[] parts = new String(data, 1, data.length - 1, StandardCharsets.UTF_8).split("\n\n", 2);
        for (String line : parts[0].split("\n", -1)) {
            int colon = line.indexOf(':');
            attributes.put(colon < 0 ? line : line.substring(0, colon), line.substring(colon + 1));
        }
        return Codec.decodeSignal(Payload.utf8(parts.length < 2 ? "" : parts[1]), attributes, BROKERS);
    }
}
