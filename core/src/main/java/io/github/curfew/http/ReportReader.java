package io.github.curfew.http;

import io.github.curfew.http.HttpTransport.Told;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.TransportException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Follows the reports of several drivers, and asks each now and then who is there. */
final class ReportReader implements Reader {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Object changed = new Object();
    private final List<Follower> followers;
    private final long opened = System.nanoTime();
    private final Set<URI> answering;
    private final Consumer<ReportReader> whenClosed;
    private volatile boolean closed;

    /**
     * Makes one.
     *
     * @param after how far each driver has told
     * @param answering where it keeps who answered the last question
     */
    ReportReader(
            Caller caller,
            List<URI> urls,
            Map<URI, String> after,
            Set<URI> answering,
            Consumer<ReportReader> whenClosed) {
        this.answering = answering;
        this.whenClosed = whenClosed;
        followers = urls.stream()
                .map(url -> new Follower(caller, url, after.getOrDefault(url, ""), PATIENCE, this::wake))
                .toList();
    }

    private void wake() {
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    @Override
    public Batch poll(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        List<Delivery> deliveries = new ArrayList<>();
        while (true) {
            String missing = null;
            synchronized (changed) {
                for (Follower follower : followers) {
                    follower.take().forEach(line -> deliveries.add(delivery(line)));
                    noteWhetherItAnswers(follower);
                    missing = missing == null ? follower.takeProblem() : missing;
                }
            }
            throwIfAllAreLost();
            if (!deliveries.isEmpty() || missing != null) {
                return new Batch(deliveries, missing);
            }
            synchronized (changed) {
                long left = end - System.nanoTime();
                if (left <= 0 || closed) {
                    return Batch.EMPTY;
                }
                long due = left;
                for (Follower follower : followers) {
                    due = Math.min(due, follower.goOn());
                }
                if (followers.stream().noneMatch(Follower::hasNews)) {
                    changed.wait(due / 1_000_000 + 1);
                }
            }
        }
    }

    /** One that has not been heard of yet is as it was when somebody else read. */
    private void noteWhetherItAnswers(Follower follower) {
        if (follower.failure() != null) {
            answering.remove(follower.url());
        } else if (follower.isHeardOf()) {
            answering.add(follower.url());
        }
    }

    private void throwIfAllAreLost() {
        TransportException last = null;
        for (Follower follower : followers) {
            last = follower.failure();
            if (last == null) {
                return;
            }
        }
        if (last != null) {
            close();
            throw last;
        }
    }

    private static Delivery delivery(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new Delivery(UUID.nameUUIDFromBytes(bytes).toString(), null, Payload.of(bytes), Map.of(), null);
    }

    /** Each driver may take its time to say who is there, and after a while those that have said it are told alone. */
    @Override
    public boolean isAtEnd() {
        boolean isLongAgo = System.nanoTime() - opened >= PATIENCE.toNanos();
        return isLongAgo
                ? followers.stream().anyMatch(follower -> follower.isHeardOf() && follower.failure() == null)
                : followers.stream().allMatch(Follower::isHeardOf);
    }

    @Override
    public Position position() {
        Map<URI, String> after = new HashMap<>();
        followers.forEach(follower -> after.put(follower.url(), follower.after()));
        return new Told(after);
    }

    @Override
    public void close() {
        closed = true;
        whenClosed.accept(this);
        followers.forEach(Follower::close);
        wake();
    }
}
