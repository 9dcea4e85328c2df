package io.github.curfew.engine;

import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A simulated driver's way to a simulated broker, with every fault that the SPI allows and some that it does not. */
final class SimTransport implements Transport {
    private final VirtualTime time;
    private final SplittableRandom random;
    private final SimBroker broker;
    private final int slot;
    private final SimDriver driver;
    private @Nullable Runnable onNews;
    private boolean closed;
    private boolean contacted;
    /** A run that is announced began already: an end that is read for it now does not tell what came before it. */
    private boolean introducing;

    static final long NOT_POLLED = 20 * VirtualTime.SECOND;
    /** How long the last poll would have waited, had time passed in it; negative if it brought something. */
    long idle = NOT_POLLED;

    SimTransport(VirtualTime time, SplittableRandom random, SimBroker broker, SimDriver driver) {
        this.time = time;
        this.random = random;
        this.broker = broker;
        this.slot = driver.slot();
        this.driver = driver;
        broker.open.add(this);
        if (broker.kind == SimBroker.Kind.QUEUE) {
            broker.queue(slot);
        }
    }

    SimBroker broker() {
        return broker;
    }

    void onNews(Runnable wake) {
        onNews = wake;
    }

    void wake() {
        if (onNews != null) {
            onNews.run();
        }
    }

    @Override
    public Capabilities capabilities() {
        boolean log = broker.kind != SimBroker.Kind.QUEUE;
        return new Capabilities(true, true, broker.resolution, 256 * 1024, log, !log);
    }

    private void call(String what) {
        time.block(latency());
        if (closed || driver.isDead()) {
            throw TransportException.passing(what + " on a closed transport", new IllegalStateException());
        }
        if (broker.isDown(slot)) {
            time.block(random.nextInt(4) == 0 ? random.nextLong(VirtualTime.SECOND) : VirtualTime.MILLI);
            throw TransportException.passing(what + ": out of reach", new IllegalStateException());
        }
        maybeThrow(what);
    }

    private long latency() {
        return random.nextInt(50) == 0 ? random.nextLong(20 * broker.latency) : random.nextLong(broker.latency);
    }

    private void maybeThrow(String what) {
        if (time.now() < driver.faultsEnd() && random.nextDouble() < broker.faults) {
            throwAnything(what);
        }
    }

    private void throwAnything(String what) {
        switch (random.nextInt(5)) {
            case 0 -> throw new IllegalStateException(what + " has a bug");
            case 1 -> throw new NoClassDefFoundError(what + "/Missing");
            case 2 -> throw new AssertionError();
            default -> throw TransportException.passing(what + " failed", new IllegalStateException());
        }
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        if (closed) {
            driver.publishedAfterClose(message);
        }
        long asked = time.now();
        introducing = false;
        call("publish");
        SimBroker.Trouble refusal = broker.refusal(slot);
        if (refusal != null) {
            if (refusal.lasting()) {
                throw TransportException.lasting("refused for good", new IllegalStateException());
            }
            throw TransportException.passing("refused", new IllegalStateException());
        }
        long at = time.now();
        if (message.topic() == Topic.SIGNALS) {
            SimBroker.Stored stored = broker.take(message.body());
            maybeThrow("acknowledgement");
            return new Receipt(stored.id(), stored.brokerTime());
        }
        broker.reports.add(new SimBroker.StoredReport(at, message.group(), message.body()));
        driver.stored(broker, message);
        // It has the report, but its word for that may get lost.
        maybeThrow("acknowledgement");
        time.block(latency());
        if (message.group().equals(Outgoing.ROSTER)) {
            driver.told(broker, message.name(), asked, time.now());
        }
        return new Receipt("r-" + broker.reports.size(), broker.brokerTime(at));
    }

    @Override
    public Position end(Topic topic) {
        boolean forRunsStart = contacted && !introducing;
        Set<Integer> forgotten = broker.removed();
        call("end");
        SimPosition end = new SimPosition(broker.kind.positions, broker.signals.size(), broker.removed(), forgotten);
        time.block(latency());
        maybeThrow("end");
        contacted = true;
        if (forRunsStart) {
            driver.readPosition(broker);
            end.removed().stream()
                    .filter(index -> !forgotten.contains(index))
                    .forEach(index -> driver.leftUndecided(broker, index));
        }
        return end;
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        call("past");
        if (topic == Topic.REPORTS) {
            return new SimPosition(false, 0);
        }
        long from = time.now() - ago.toNanos() / 1_000 - random.nextLong(10 * VirtualTime.SECOND);
        int index = broker.signals.size();
        while (index > broker.floor() && broker.signals.get(index - 1).at() >= from) {
            index--;
        }
        return new SimPosition(broker.kind.positions, index);
    }

    @Override
    public Reader read(Topic topic, Position from) {
        call("read");
        if (topic == Topic.REPORTS) {
            return new ReportsReader(((SimPosition) from).index());
        }
        return broker.kind == SimBroker.Kind.QUEUE ? new QueueReader() : new LogReader(((SimPosition) from).index());
    }

    @Override
    public void announce(RunInfo run) {
        introducing = true;
        call("announce");
    }

    @Override
    public void withdraw(RunInfo run) {
        call("withdraw");
    }

    @Override
    public void close() {
        closed = true;
        broker.open.remove(this);
        wake();
    }

    /**
     * Everything before an index, but what had been removed: of that it knows as little as a set of items does. What had gone
     * before it was asked for looks new to it, and what went meanwhile it cannot tell.
     */
    record SimPosition(boolean tells, int index, Set<Integer> removed, Set<Integer> forgotten) implements Position {
        SimPosition(boolean tells, int index) {
            this(tells, index, Set.of(), Set.of());
        }

        @Override
        public Order order(Delivery delivery) {
            if (!tells || !(delivery.tag() instanceof Integer at)) {
                return Order.UNKNOWN;
            }
            if (at >= index || forgotten.contains(at)) {
                return Order.AFTER;
            }
            return removed.contains(at) ? Order.UNKNOWN : Order.BEFORE;
        }
    }

    private abstract class SimReader implements Reader {
        @Override
        public Batch poll(Duration wait) {
            idle = -1;
            if (closed) {
                throw TransportException.passing("poll on a closed transport", new IllegalStateException());
            }
            if (broker.isDown(slot)) {
                throw TransportException.passing("poll: out of reach", new IllegalStateException());
            }
            maybeThrow("poll");
            Batch batch = read();
            if (batch.deliveries().isEmpty()) {
                idle = Math.max(VirtualTime.MILLI, Math.min(wait.toNanos() / 1_000, nextVisible() - time.now()));
            }
            return batch;
        }

        abstract Batch read();

        long nextVisible() {
            return Long.MAX_VALUE;
        }

        Delivery deliver(int index) {
            SimBroker.Stored stored = broker.signals.get(index);
            driver.delivered(broker, index);
            return new Delivery(stored.id(), stored.brokerTime(), stored.body(), Map.of(), index);
        }

        @Override
        public void close() {}
    }

    private final class LogReader extends SimReader {
        private int cursor;

        LogReader(int cursor) {
            this.cursor = cursor;
        }

        private void deliver(int index, List<Delivery> deliveries) {
            if (broker.isThere(index)) {
                deliveries.add(deliver(index));
                boolean tidied = broker.kind == SimBroker.Kind.TIMELESS && time.now() < driver.faultsEnd();
                if (tidied && random.nextInt(4) == 0) {
                    // Sooner than everybody has looked.
                    time.after(random.nextLong(VirtualTime.SECOND), () -> broker.remove(index));
                }
            }
        }

        @Override
        Batch read() {
            String lost = null;
            if (cursor < broker.floor()) {
                lost = (broker.floor() - cursor) + " signals are no longer there";
                cursor = broker.floor();
                driver.lost();
            }
            List<Delivery> deliveries = new ArrayList<>();
            int end = Math.min(broker.signals.size(), cursor + 1 + random.nextInt(50));
            if (cursor > broker.floor() && random.nextInt(10) == 0) {
                // At least once.
                deliver(random.nextInt(broker.floor(), cursor), deliveries);
            }
            for (; cursor < end; cursor++) {
                deliver(cursor, deliveries);
            }
            return new Batch(deliveries, lost);
        }

        @Override
        public Position position() {
            return new SimPosition(broker.kind.positions, cursor);
        }
    }

    /** Reads what drivers say; where there are no positions, as a set of items, in no order. */
    private final class ReportsReader implements Reader {
        private int cursor;

        ReportsReader(int cursor) {
            this.cursor = cursor;
        }

        @Override
        public Batch poll(Duration wait) {
            call("poll");
            String lost = null;
            if (cursor < broker.reportsFloor()) {
                lost = (broker.reportsFloor() - cursor) + " reports are no longer there";
                cursor = broker.reportsFloor();
            }
            List<Delivery> deliveries = new ArrayList<>();
            int end = Math.min(broker.reports.size(), cursor + 1 + random.nextInt(50));
            for (; cursor < end; cursor++) {
                SimBroker.StoredReport stored = broker.reports.get(cursor);
                deliveries.add(
                        new Delivery("r-" + cursor, broker.brokerTime(stored.at()), stored.body(), Map.of(), cursor));
            }
            if (!broker.kind.positions || !broker.kind.times) {
                for (int at = deliveries.size(); at > 1; at--) {
                    Collections.swap(deliveries, at - 1, random.nextInt(at));
                }
            }
            return new Batch(deliveries, lost);
        }

        @Override
        public Position position() {
            return new SimPosition(false, cursor);
        }

        @Override
        public void close() {}
    }

    private final class QueueReader extends SimReader {
        private final Map<Integer, Long> queue = broker.queue(slot);

        @Override
        Batch read() {
            List<Integer> visible = new ArrayList<>();
            for (Map.Entry<Integer, Long> entry : queue.entrySet()) {
                if (entry.getValue() <= time.now()) {
                    visible.add(entry.getKey());
                }
                if (visible.size() == 30) {
                    break;
                }
            }
            List<Delivery> deliveries = new ArrayList<>();
            while (!visible.isEmpty() && deliveries.size() < 10) {
                int index = visible.remove(random.nextInt(visible.size()));
                deliveries.add(deliver(index));
                queue.put(index, time.now() + random.nextLong(VirtualTime.SECOND, 10 * VirtualTime.SECOND));
            }
            return Batch.of(deliveries);
        }

        @Override
        long nextVisible() {
            return queue.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        }

        @Override
        public void acknowledge(Delivery delivery) {
            call("acknowledge");
            // Now and then a queue forgets that it was told.
            if (delivery.tag() instanceof Integer index && random.nextInt(20) != 0) {
                queue.remove(index);
            }
        }

        @Override
        public Position position() {
            return new SimPosition(false, 0);
        }
    }
}
