package io.github.curfew.chaos;

import io.github.curfew.model.Report;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** One who comes afterwards and reads what drivers have said. */
final class Witness {
    private static final int ENOUGH = 4;

    private Witness() {}

    /** The ids of all reports of signals that the server has. */
    static Set<String> ids(Transport transport) throws InterruptedException {
        Set<String> ids = new HashSet<>();
        try (Reader reader = transport.read(Topic.REPORTS, transport.past(Topic.REPORTS, Duration.ofHours(1)))) {
            for (int empty = 0; empty < ENOUGH; ) {
                Batch batch = reader.poll(Duration.ofMillis(300));
                empty = batch.deliveries().isEmpty() ? empty + 1 : 0;
                for (Delivery delivery : batch.deliveries()) {
                    if (Codec.decodeReport(delivery.body()) instanceof Report.OfSignal report) {
                        ids.add(report.id());
                    }
                    reader.acknowledge(delivery);
                }
            }
        }
        return ids;
    }
}
