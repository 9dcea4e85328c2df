package io.github.curfew.client;

import io.github.curfew.model.Signal;
import io.github.curfew.spi.Receipt;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A signal that at least one broker has.
 *
 * @param signal the signal
 * @param receipts each broker's word, by the backend's name; one at least
 * @param warnings one sentence for each backend that did not take it, and for each place of a backend that did not, such
 *     as one driver's queue
 */
public record Publication(Signal signal, Map<String, Receipt> receipts, List<String> warnings) {
    /**
     * Copies map and list.
     *
     * @param signal see {@link #signal()}
     * @param receipts see {@link #receipts()}
     * @param warnings see {@link #warnings()}
     */
    public Publication {
        receipts = Collections.unmodifiableMap(new LinkedHashMap<>(receipts));
        warnings = List.copyOf(warnings);
    }
}
