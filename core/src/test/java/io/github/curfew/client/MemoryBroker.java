package io.github.curfew.client;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A broker in memory that keeps two logs, can be out of reach, and calls somebody for each signal. */
final class MemoryBroker implements BackendProvider {
    private final String name;
    private final boolean replays;
    private final Map<Topic, List<Delivery>> logs = new EnumMap<>(Topic.class);
    volatile boolean down;
    volatile String why = "it is down";
    /** Asked in the background, and it has not answered yet. */
    volatile boolean slow;

    volatile Consumer<Outgoing> onSignal = signal -> {};
    volatile @Nullable String address;
    volatile List<String> remarks = List.of();
    private @Nullable String loss;
    volatile List<Sighting> sightings = List.of();

    MemoryBroker(String name, boolean replays) {
        this.name = name;
        this.replays = replays;
        logs.put(Topic.SIGNALS, new ArrayList<>());
        logs.put(Topic.REPORTS, new ArrayList<>());
    }

    synchronized List<Delivery> log(Topic topic) {
        return List.copyOf(logs.getOrDefault(topic, List.of()));
    }

    synchronized Receipt append(Topic topic, Payload body) {
        List<Delivery> log = logs.computeIfAbsent(topic, t -> new ArrayList<>());
        Instant now = Instant.now();
        log.add(new Delivery(topic + "-" + log.size(), now, body, Map.of(), log.size()));
        notifyAll();
        return new Receipt(topic + "-" + (log.size() - 1), now);
    }

    /** Has the next poll of reports tell of a loss. */
    synchronized void lose(String sentence) {
        loss = sentence;
        notifyAll();
    }

    private void reach() {
        if (down) {
            throw TransportException.passing("cannot reach " + name + ": " + why, new IOException("down"));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public Transport open(BackendConfig config) {
        return new Link();
    }

    private record At(int index) implements Position {
        @Override
        public Order order(Delivery delivery) {
            return delivery.tag() instanceof Integer at && at < index ? Order.BEFORE : Order.AFTER;
        }
    }

    private final class Link implements Transport {
        @Override
        public Capabilities capabilities() {
            return new Capabilities(replays, replays, Duration.ofMillis(1), 1_000_000);
        }

        @Override
        public Duration hearingTime() {
            return Duration.ofMillis(10);
        }

        @Override
        public Receipt publish(Outgoing message, Duration timeout) {
            reach();
            Receipt receipt = append(message.topic(), message.body());
            receipt = new Receipt(receipt.id(), receipt.time(), remarks);
            if (message.topic() == Topic.SIGNALS) {
                onSignal.accept(message);
            }
            return receipt;
        }

        @Override
        public @Nullable String replyAddress() {
            reach();
            return address;
        }

        @Override
        public List<Sighting> sightings() {
            return sightings;
        }

        @Override
        public Position end(Topic topic) {
            reach();
            return new At(log(topic).size());
        }

        @Override
        public Position past(Topic topic, Duration ago) {
            reach();
            return replays ? new At(0) : end(topic);
        }

        @Override
        public Reader read(Topic topic, Position from) {
            reach();
            return new LogReader(topic, ((At) from).index);
        }

        @Override
        public void close() {}
    }

    private final class LogReader implements Reader {
        private final Topic topic;
        private int at;

        LogReader(Topic topic, int at) {
            this.topic = topic;
            this.at = at;
        }

        @Override
        public Batch poll(Duration wait) throws InterruptedException {
            reach();
            synchronized (MemoryBroker.this) {
                if (log(topic).size() == at && loss == null) {
                    MemoryBroker.this.wait(Math.max(1, wait.toMillis()));
                }
                if (loss != null && topic == Topic.REPORTS) {
                    Batch batch = new Batch(List.of(), loss);
                    loss = null;
                    return batch;
                }
                if (slow) {
                    return Batch.EMPTY;
                }
                List<Delivery> all = log(topic);
                List<Delivery> next = all.subList(at, all.size());
                at = all.size();
                return Batch.of(next);
            }
        }

        @Override
        public boolean isAtEnd() {
            return !slow;
        }

        @Override
        public Position position() {
            return new At(at);
        }

        @Override
        public void close() {}
    }
}
