package io.github.curfew.kafka;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads as core does: polls, and after an exception opens another reader where the former stood. */
final class Listening implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    final List<Delivery> deliveries = new ArrayList<>();
    final List<String> losses = new ArrayList<>();
    final List<TransportException> failures = new ArrayList<>();
    private final Transport transport;
    private final Topic topic;
    private Position from;
    private @Nullable Reader reader;

    Listening(Transport transport, Topic topic, Position from) {
        this.transport = transport;
        this.topic = topic;
        this.from = from;
    }

    void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not within " + LONGEST + "; came: " + texts() + ", lost: " + losses + ", failed: " + failures);
            }
            round();
        }
    }

    private void round() throws InterruptedException {
        try {
            Reader open = reader == null ? transport.read(topic, from) : reader;
            reader = open;
            Batch batch = open.poll(Duration.ofMillis(500));
            deliveries.addAll(batch.deliveries());
            if (batch.lost() != null) {
                losses.add(batch.lost());
            }
            from = open.position();
        } catch (TransportException e) {
            failures.add(e);
            close();
        }
    }

    List<String> texts() {
        return deliveries.stream().map(delivery -> delivery.body().text()).toList();
    }

    Position from() {
        return from;
    }

    @Override
    public void close() {
        Reader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
