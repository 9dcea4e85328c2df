package io.github.curfew.engine;

import io.github.curfew.engine.Outbox.Letter;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a final report is told somewhere: to every broker, and where none takes it, to the log, as one line of
 * JSON.
 */
final class Finals {
    private static final Logger LOG = LoggerFactory.getLogger(Finals.class);

    private final Counters counters;

    Finals(Counters counters) {
        this.counters = counters;
    }

    /** Posts one report to all links at once. */
    void post(List<Link> links, Letters letters, Report.OfSignal report, Outgoing outgoing) {
        AtomicBoolean told = new AtomicBoolean();
        AtomicInteger left = new AtomicInteger(links.size());
        if (links.isEmpty()) {
            log(report);
        }
        for (Link link : links) {
            link.outbox().post(new Letter() {
                @Override
                void send(Transport transport) {
                    letters.send(link, outgoing);
                    told.set(true);
                    left.decrementAndGet();
                }

                @Override
                boolean isExpendable() {
                    return false;
                }

                @Override
                void givenUp(String cause) {
                    counters.count(Counters.UNDELIVERED);
                    if (left.decrementAndGet() == 0 && !told.get()) {
                        log(report);
                    }
                }
            });
        }
    }

    private static void log(Report.OfSignal report) {
        LOG.warn("No broker took this final report: {}", Codec.encode(report).text());
    }
}
