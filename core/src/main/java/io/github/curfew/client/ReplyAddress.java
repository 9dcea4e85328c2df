package io.github.curfew.client;

import io.github.curfew.model.Signal;
import io.github.curfew.spi.Transport;
import java.util.List;
import java.util.Map;

/** Tells drivers where their sender awaits reports, on backends where they have to be told. */
final class ReplyAddress {
    private ReplyAddress() {}

    /**
     * Puts it into a signal that does not say so itself.
     *
     * @param signal any
     * @param through over which backends it is published; the first that has an address gives it
     * @param warnings takes one sentence for each backend that should have had one
     * @return the signal, with an address if there is one
     */
    static Signal into(Signal signal, Map<String, Transport> through, List<String> warnings) {
        if (signal.terms().replyTo() != null) {
            return signal;
        }
        for (Map.Entry<String, Transport> entry : through.entrySet()) {
            try {
                String address = entry.getValue().replyAddress();
                if (address != null) {
                    return new Signal(
                            signal.id(),
                            signal.action(),
                            signal.selector(),
                            signal.terms().answeredTo(address),
                            signal.time());
                }
            } catch (RuntimeException e) {
                warnings.add("drivers cannot be told where to answer over the backend " + entry.getKey() + ": "
                        + Transports.sentence(e));
            }
        }
        return signal;
    }
}
