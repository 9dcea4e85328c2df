package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.latency.PolledSubject.Place;
import io.github.curfew.benchmarks.report.Samples;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A raw client that looks again and again, and knows what a put and a look have taken. */
final class LookingClient implements RawClient {
    private final Place place;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Samples puts = new Samples();
    private Samples looks = new Samples();
    private long nextLook = System.nanoTime();

    LookingClient(Place place, Duration interval) {
        this.place = place;
        this.interval = interval;
    }

    @Override
    public void send(byte[] message) throws Exception {
        long begin = System.nanoTime();
        place.put(message);
        long took = System.nanoTime() - begin;
        synchronized (this) {
            puts.addNanos(took);
        }
    }

    @Override
    public int receive() throws Exception {
        if (closed.await(Math.max(0, nextLook - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            return 0;
        }
        long begin = System.nanoTime();
        nextLook = begin + interval.toNanos();
        int found = place.look();
        long took = System.nanoTime() - begin;
        synchronized (this) {
            if (found > 0) {
                looks.addNanos(took);
            }
        }
        return found;
    }

    /** What it has known so far does not count. */
    synchronized void forget() {
        puts = new Samples();
        looks = new Samples();
    }

    /** What a put and a look that finds something take together, on the average, in milliseconds. */
    synchronized double cost() {
        return puts.mean() + looks.mean();
    }

    @Override
    public void close() {
        closed.countDown();
        place.close();
    }
}
