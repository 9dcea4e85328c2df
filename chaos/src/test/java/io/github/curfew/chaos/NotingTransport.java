package io.github.curfew.chaos;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A real transport that writes down what goes through it, can be severed as a dying process's is, and has planted bugs. */
final class NotingTransport implements Transport {
    private static final SignalId NAMELESS = new SignalId("/chaos", "without an id");

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String BLURRED = "chaos-blurred";

    private final Transport real;
    private final Diary diary;
    private final Plant plant;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean severed;

    NotingTransport(Transport real, Diary diary, Plant plant) {
        this.real = real;
        this.diary = diary;
        this.plant = plant;
    }

    /** From now on nothing passes, and nobody at the other end is told why. */
    void sever() {
        severed = true;
    }

    /** Closes what was severed, long afterwards. */
    void bury() {
        real.close();
    }

    private void check() {
        if (severed) {
            throw TransportException.passing("the process is dead", new IOException("severed"));
        }
    }

    private interface Call<T> {
        T make();
    }

    private <T> T noted(Call<T> call) {
        check();
        try {
            T answer = call.make();
            diary.reached();
            return answer;
        } catch (TransportException e) {
            diary.failed();
            throw e;
        }
    }

    /** That of the real one. */
    Duration resolution() {
        Duration its = real.capabilities().timeResolution();
        return its == null ? Duration.ZERO : its;
    }

    @Override
    public Capabilities capabilities() {
        Capabilities its = real.capabilities();
        if (plant != Plant.UNORDERED) {
            return its;
        }
        // So coarse that what no position orders no time does either.
        return new Capabilities(
                its.replaysSignals(),
                its.replaysReports(),
                HOUR,
                its.largestMessage(),
                its.replaysRoster(),
                its.takesAway());
    }

    @Override
    public Duration hearingTime() {
        return real.hearingTime();
    }

    @Override
    public Duration quietTime() {
        return real.quietTime();
    }

    @Override
    public @Nullable String needOfReports() {
        return real.needOfReports();
    }

    @Override
    public @Nullable String replyAddress() {
        return real.replyAddress();
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        Report report = message.topic() == Topic.REPORTS ? Codec.decodeReport(message.body()) : null;
        Report.OfSignal word = report instanceof Report.OfSignal one ? one : null;
        try {
            Receipt receipt = word != null && plant.hides(word)
                    ? new Receipt("nowhere", null)
                    : noted(() -> real.publish(message, timeout));
            if (word != null && !severed) {
                diary.said(new Said(word, Moments.now(), true));
            }
            return receipt;
        } catch (TransportException e) {
            if (word != null && !severed) {
                diary.said(new Said(word, Moments.now(), false));
            }
            throw e;
        }
    }

    @Override
    public Position end(Topic topic) {
        Position end = noted(() -> real.end(topic));
        if (topic == Topic.SIGNALS) {
            diary.positioned();
        }
        if (topic == Topic.SIGNALS && plant == Plant.NO_FENCE) {
            return new Planted(real.past(topic, HOUR), delivery -> Position.Order.AFTER);
        }
        if (topic == Topic.SIGNALS && plant == Plant.UNORDERED) {
            return new Planted(
                    end,
                    delivery ->
                            delivery.attributes().containsKey(BLURRED) ? Position.Order.UNKNOWN : end.order(delivery));
        }
        return end;
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        return noted(() -> real.past(topic, ago));
    }

    private record Planted(Position position, Function<Delivery, Order> order) implements Position {
        @Override
        public Order order(Delivery delivery) {
            return order.apply(delivery);
        }
    }

    @Override
    public Reader read(Topic topic, Position from) {
        Position where = from instanceof Planted planted ? planted.position() : from;
        return new NotingReader(noted(() -> real.read(topic, where)), topic);
    }

    @Override
    public void announce(RunInfo run) {
        check();
        real.announce(run);
    }

    @Override
    public void withdraw(RunInfo run) {
        check();
        real.withdraw(run);
    }

    @Override
    public List<Sighting> sightings() {
        check();
        return real.sightings();
    }

    @Override
    public void close() {
        if (!severed) {
            real.close();
        }
    }

    private final class NotingReader implements Reader {
        private final Reader reader;
        private final Topic topic;
        private boolean dead;

        NotingReader(Reader reader, Topic topic) {
            this.reader = reader;
            this.topic = topic;
        }

        @Override
        public Batch poll(Duration wait) throws InterruptedException {
            check();
            if (dead) {
                Thread.sleep(wait.toMillis());
                return Batch.EMPTY;
            }
            Batch batch;
            try {
                batch = reader.poll(wait);
            } catch (TransportException e) {
                diary.failedToRead();
                if (plant == Plant.DEAD_LOOP) {
                    dead = true;
                    return Batch.EMPTY;
                }
                throw e;
            }
            check();
            diary.reached();
            if (batch.lost() != null) {
                diary.lost();
            }
            return topic == Topic.SIGNALS ? noted(batch) : batch;
        }

        private Batch noted(Batch batch) {
            List<Delivery> deliveries = new ArrayList<>();
            for (Delivery delivery : batch.deliveries()) {
                int number = count.incrementAndGet();
                if (plant.drops(number)) {
                    continue;
                }
                try {
                    diary.heard(Codec.decodeSignal(delivery.body(), delivery.attributes(), NAMELESS)
                            .id()
                            .id());
                } catch (MalformedException e) {
                    // Nothing that is asked of anybody.
                    diary.heard("malformed");
                }
                deliveries.add(plant.blurs(number) ? blurred(delivery) : delivery);
                if (plant == Plant.NO_DEDUP) {
                    deliveries.add(asNew(delivery, number));
                }
            }
            return new Batch(deliveries, batch.lost(), batch.passedOver());
        }

        private static Delivery asNew(Delivery delivery, int number) {
            return new Delivery(
                    delivery.id() + "~" + number,
                    delivery.time(),
                    Plant.asNew(delivery.body(), number),
                    delivery.attributes(),
                    delivery.tag());
        }

        private static Delivery blurred(Delivery delivery) {
            return new Delivery(delivery.id(), delivery.time(), delivery.body(), Map.of(BLURRED, ""), delivery.tag());
        }

        @Override
        public void acknowledge(Delivery delivery) {
            check();
            reader.acknowledge(delivery);
        }

        @Override
        public Position position() {
            return reader.position();
        }

        @Override
        public void close() {
            if (!severed) {
                reader.close();
            }
        }
    }
}
