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
 * Sees to it that a final report is told somewhere: to every broker, and where none takes it or there is none, to the log,
 * as one line of JSON.
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
        AtomicBoolean failed = new AtomicBoolean();
        AtomicInteger left = new AtomicInteger(links.size());
        if (links.isEmpty()) {
            LOG.info(
                    "No broker is listened to, so this final report is for whoever asks this driver while it lives: {}",
                    Codec.encode(report).text());
        }
        for (Link link : links) {
            link.outbox().post(new Letter() {
                @Override
                void send(Transport transport) {
                    if (letters.send(link, outgoing)) {
                        told.set(true);
                    } else {
                        counters.count(Counters.UNADDRESSED);
                    }
                    settle();
                }

                @Override
                boolean isExpendable() {
                    return false;
                }

                @Override
                void givenUp(String cause) {
                    counters.count(Counters.UNDELIVERED);
                    failed.set(true);
                    settle();
                }

                private void settle() {
                    if (left.decrementAndGet() == 0 && !told.get()) {
                        log(report, failed.get());
                    }
                }
            });
        }
    }

    private static void log(Report.OfSignal report, boolean failed) {
        String json = Codec.encode(report).text();
        if (failed) {
            LOG.warn("No broker took this final report: {}", json);
        } else {
            LOG.info("Nobody asked for this final report over a broker: {}", json);
        }
    }
}
