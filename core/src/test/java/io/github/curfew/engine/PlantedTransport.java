package io.github.curfew.engine;

import io.github.curfew.MalformedException;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has the effect of a bug in the engine, without a hook in it. */
final class PlantedTransport implements Transport {
    private final Transport real;
    private final Plant plant;
    private final Scheduler scheduler;
    private final TakeoverBugs takeover;
    private int count;

    PlantedTransport(Transport real, Plant plant, Scheduler scheduler) {
        this.real = real;
        this.plant = plant;
        this.scheduler = scheduler;
        this.takeover = new TakeoverBugs(plant, scheduler);
    }

    @Override
    public Capabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        Receipt receipt = real.publish(message, timeout);
        takeover.published(message);
        return receipt;
    }

    @Override
    public Position end(Topic topic) {
        Position position = real.end(topic);
        return plant == Plant.NO_FENCE ? new NoFence(position) : position;
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        return real.past(topic, ago);
    }

    @Override
    public Reader read(Topic topic, Position from) {
        return new PlantedReader(topic, real.read(topic, from instanceof NoFence none ? none.real : from));
    }

    @Override
    public void announce(RunInfo run) {
        real.announce(run);
    }

    @Override
    public void withdraw(RunInfo run) {
        real.withdraw(run);
    }

    @Override
    public void close() {
        real.close();
    }

    private record NoFence(Position real) implements Position {
        @Override
        public Order order(Delivery delivery) {
            return Order.AFTER;
        }
    }

    private final class PlantedReader implements Reader {
        private final Topic topic;
        private final Reader reader;
        private boolean dead;

        PlantedReader(Topic topic, Reader reader) {
            this.topic = topic;
            this.reader = reader;
        }

        @Override
        public Batch poll(Duration wait) throws InterruptedException {
            if (dead) {
                return Batch.EMPTY;
            }
            Batch instead = takeover.instead(topic);
            if (instead != null) {
                return instead;
            }
            try {
                return planted(reader.poll(wait));
            } catch (RuntimeException | Error e) {
                if (plant != Plant.DEAD_LOOP) {
                    throw e;
                }
                // Whoever read here will not read again.
                dead = true;
                return Batch.EMPTY;
            }
        }

        private Batch planted(Batch batch) {
            List<Delivery> deliveries = new ArrayList<>();
            for (Delivery delivery : batch.deliveries()) {
                Delivery changed = planted(delivery);
                if (changed != null) {
                    deliveries.add(changed);
                }
            }
            boolean tells = plant != Plant.TAKEOVER_IN_SPITE_OF_A_LOSS || topic != Topic.REPORTS;
            return new Batch(deliveries, tells ? batch.lost() : null);
        }

        private @Nullable Delivery planted(Delivery delivery) {
            return switch (plant) {
                case NO_DEDUP -> asNew(delivery);
                case EXPIRY_BY_SENDERS_CLOCK -> hasExpired(delivery) ? null : delivery;
                default -> takeover.planted(topic, delivery);
            };
        }

        /** Under another id, as if nobody had remembered it. The oracle reads the id up to the tilde. */
        private Delivery asNew(Delivery delivery) {
            String suffix = "~" + count++;
            String body = delivery.body().text().replaceFirst("(\"id\":\"[^\"]+)\"", "$1" + suffix + "\"");
            return new Delivery(
                    delivery.id() + suffix,
                    delivery.time(),
                    delivery.body().size() > 10_000 ? delivery.body() : Payload.utf8(body),
                    delivery.attributes(),
                    delivery.tag());
        }

        private boolean hasExpired(Delivery delivery) {
            try {
                Signal signal = Codec.decodeSignal(
                        delivery.body(), delivery.attributes(), new SignalId("/planted", delivery.id()));
                Duration expiry = signal.terms().expiry();
                Duration lifetime = expiry == null ? Duration.ofHours(1) : expiry;
                return signal.time() != null && signal.time().plus(lifetime).isBefore(scheduler.now());
            } catch (MalformedException e) {
                return false;
            }
        }

        @Override
        public void acknowledge(Delivery delivery) {
            reader.acknowledge(delivery);
        }

        @Override
        public Position position() {
            return reader.position();
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
