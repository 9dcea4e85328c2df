package com.example.jdbc;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks into the table now and then, for rows that it has not seen. */
final class JdbcReader implements Reader {
    private static final int MOST = 500;
    private static final long SWEEP = TimeUnit.MINUTES.toNanos(1);

    private final MessageTable table;
    private final Topic topic;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Set<MessageKey> seen;
    private long look;
    private long lastSweep = System.nanoTime();

    JdbcReader(MessageTable table, Topic topic, Duration interval, JdbcPosition from) {
        this.table = table;
        this.topic = topic;
        this.interval = interval;
        this.seen = from.there();
    }

    // snippet: jdbc-poll
    @Override
    public Batch poll(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            if (Thread.interrupted()) { // a JDBC call does not mind
                throw new InterruptedException("interrupted while it waited for a message");
            }
            List<Delivery> found = look();
            long left = deadline - System.nanoTime();
            if (!found.isEmpty()
                    || left <= 0
                    || closed.await(Math.min(left, interval.toNanos()), TimeUnit.NANOSECONDS)) {
                return Batch.of(found);
            }
        }
    }

    private List<Delivery> look() {
        if (isClosed()) {
            throw TransportException.passing(
                    "cannot read from " + table.name() + ": the reader is closed", new IllegalStateException("closed"));
        }
        look = table.beginLook();
        Set<MessageKey> there = table.keys(topic);
        List<MessageKey> fresh = there.stream()
                .filter(key -> !seen.contains(key))
                .sorted(Comparator.comparingLong(MessageKey::number))
                .limit(MOST)
                .toList();
        List<Delivery> found = table.read(fresh, look);
        Set<MessageKey> now = new HashSet<>(seen);
        now.retainAll(there); // what was removed does not come back
        now.addAll(fresh);
        seen = Set.copyOf(now);
        sweep();
        return found;
    }
    // end

    /** By drivers, of which there is always one. */
    private void sweep() {
        if (topic == Topic.SIGNALS && System.nanoTime() - lastSweep > SWEEP) {
            lastSweep = System.nanoTime();
            table.sweep();
        }
    }

    @Override
    public Position position() {
        return new JdbcPosition(seen, look);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
