package io.github.curfew.testkit;

import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Puts faults, drawn from a seed, between a transport and whoever uses it: calls that fail before the broker had them and
 * after, calls that are slow, readers that break, messages that come twice. It loses nothing for good and invents nothing,
 * so what rests on it must still keep every promise. Thread-safe, as the transport is.
 */
public final class FaultyTransport extends ForwardingTransport {
    private static final int MOST_REMEMBERED = 100;

    private final Faults faults;
    private final Random random;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean calm;

    /**
     * How often what goes wrong, each from 0 (never) to 1 (always).
     *
     * @param failure a call fails; half of the publications that fail have been published all the same
     * @param lostLink a poll breaks its reader
     * @param duplicate a poll brings a message once more that it brought before
     * @param delay a call is slow
     * @param longestDelay by how much at the most
     */
    public record Faults(double failure, double lostLink, double duplicate, double delay, Duration longestDelay) {
        /** One call in ten fails, one poll in ten breaks, one in five brings something again. */
        public static final Faults MANY = new Faults(0.1, 0.1, 0.2, 0.1, Duration.ofMillis(20));
    }

    /**
     * Wraps a transport.
     *
     * @param transport what really carries; closed together with this
     * @param faults how often what goes wrong
     * @param seed the same seed and the same calls: the same faults
     */
    public FaultyTransport(Transport transport, Faults faults, long seed) {
        super(transport);
        this.faults = faults;
        this.random = new Random(seed);
    }

    /** From now on nothing goes wrong any more. */
    public void calm() {
        calm = true;
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        delay();
        if (!happens(faults.failure)) {
            return super.publish(message, timeout);
        }
        if (happens(0.5)) {
            super.publish(message, timeout);
            throw failure("hear that a message was published");
        }
        throw failure("publish");
    }

    @Override
    public Position end(Topic topic) {
        disturb("ask for the end");
        return super.end(topic);
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        disturb("ask for a position");
        return super.past(topic, ago);
    }

    @Override
    public Reader read(Topic topic, Position from) {
        disturb("read");
        return new FaultyReader(super.read(topic, from));
    }

    @Override
    public void announce(RunInfo run) {
        disturb("announce a run");
        super.announce(run);
    }

    @Override
    public void withdraw(RunInfo run) {
        disturb("withdraw a run");
        super.withdraw(run);
    }

    @Override
    public void close() {
        closed.countDown();
        super.close();
    }

    private void disturb(String operation) {
        delay();
        if (happens(faults.failure)) {
            throw failure(operation);
        }
    }

    private static TransportException failure(String operation) {
        return TransportException.passing(
                "cannot " + operation + ": a fault that was drawn", new IOException("a fault that was drawn"));
    }

    private boolean happens(double probability) {
        return !calm && random.nextDouble() < probability;
    }

    private void delay() {
        try {
            delayInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delayInterruptibly() throws InterruptedException {
        if (happens(faults.delay)) {
            long nanos = (long) (random.nextDouble() * faults.longestDelay.toNanos());
            boolean unused = closed.await(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private final class FaultyReader extends ForwardingReader {
        private final List<Delivery> remembered = new ArrayList<>();

        FaultyReader(Reader reader) {
            super(reader);
        }

        @Override
        public Batch poll(Duration wait) throws InterruptedException {
            delayInterruptibly();
            if (happens(faults.lostLink)) {
                super.close();
                throw failure("go on reading");
            }
            Batch batch = super.poll(wait);
            List<Delivery> deliveries = new ArrayList<>(batch.deliveries());
            if (!remembered.isEmpty() && happens(faults.duplicate)) {
                deliveries.add(
                        random.nextInt(deliveries.size() + 1), remembered.get(random.nextInt(remembered.size())));
            }
            for (Delivery delivery : batch.deliveries()) {
                if (remembered.size() < MOST_REMEMBERED) {
                    remembered.add(delivery);
                } else {
                    remembered.set(random.nextInt(MOST_REMEMBERED), delivery);
                }
            }
            return new Batch(deliveries, batch.lost());
        }

        @Override
        public void acknowledge(Delivery delivery) {
            disturb("acknowledge");
            super.acknowledge(delivery);
        }
    }
}
