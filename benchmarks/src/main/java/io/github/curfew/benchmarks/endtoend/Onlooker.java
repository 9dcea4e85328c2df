package io.github.curfew.benchmarks.endtoend;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Reads on the broker, afterwards, what was sent and said, and when. */
final class Onlooker implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final SignalId NONE = new SignalId("/benchmarks", "none");

    private final Transport transport;
    private final Position signals;
    private final Position reports;

    /**
     * What the messages say.
     *
     * @param parsed when the sender made the signal
     * @param published when the broker took it
     * @param received when the driver had it
     * @param stopped when the query had ended
     */
    record Seen(Instant parsed, Instant published, Instant received, Instant stopped) {}

    /** Looks where the broker is now. */
    Onlooker(Map<String, String> flags) {
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
        BackendProvider backend = settings.backends().get(0);
        transport = backend.open(
                settings.backendConfig(backend, Role.SENDER, UUID.randomUUID().toString()));
        signals = transport.end(Topic.SIGNALS);
        reports = transport.end(Topic.REPORTS);
    }

    /** What became of a signal that was sent since. */
    Seen seen(String id) throws IOException, InterruptedException {
        Instant[] sent = new Instant[2];
        read(Topic.SIGNALS, signals, delivery -> {
            Signal signal = Codec.decodeSignal(delivery.body(), delivery.attributes(), NONE);
            if (signal.id().id().equals(id)) {
                sent[0] = Objects.requireNonNull(signal.time());
                sent[1] = Objects.requireNonNull(delivery.time());
            }
            return sent[0] != null;
        });
        Instant[] done = new Instant[2];
        read(Topic.REPORTS, reports, delivery -> {
            if (Codec.decodeReport(delivery.body()) instanceof Report.OfSignal report
                    && report.signal().id().equals(id)
                    && report.outcome() == Outcome.STOPPED) {
                // Where a backend keeps the latest report alone, no other is left.
                done[0] = report.time().minus(report.took());
                done[1] = report.time();
            }
            return done[0] != null;
        });
        return new Seen(sent[0], sent[1], done[0], done[1]);
    }

    private interface Looking {
        /** Looks at one message; true once all is seen. */
        boolean look(Delivery delivery);
    }

    private void read(Topic topic, Position from, Looking looking) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        try (Reader reader = transport.read(topic, from)) {
            while (System.nanoTime() < end) {
                for (Delivery delivery : reader.poll(Duration.ofSeconds(1)).deliveries()) {
                    if (looking.look(delivery)) {
                        return;
                    }
                }
            }
        }
        throw new IOException("what was sent, or what became of it, is not on the broker: " + topic);
    }

    @Override
    public void close() {
        transport.close();
    }
}
