package io.github.curfew.benchmarks.idle;

import io.github.curfew.benchmarks.child.Orders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A process that does by hand what a driver does: for each query a thread that looks now and then whether it should stop. */
final class ByHand {
    static final Duration INTERVAL = Duration.ofSeconds(5);
    /** As many as a driver that looks once a second has in the hour that goes before, so that neither is new here. */
    private static final int LOOKS_BEFORE = 3_600;

    private ByHand() {}

    /** Arguments: the backend, where it is, and how many queries. */
    public static void main(String[] args) throws Exception {
        Gauge gauge = new Gauge("poll-");
        int queries = Integer.parseInt(args[2]);
        Marker.Place place = Marker.Place.open(args[0], args[1]);
        List<Marker> markers = new ArrayList<>();
        try (Marker before = place.marker(0, true)) {
            for (int look = 0; look < LOOKS_BEFORE; look++) {
                boolean unused = before.saysStop();
            }
        }
        for (int query = 0; query < queries; query++) {
            markers.add(place.marker(query, false));
        }
        Random random = new Random();
        for (int query = 0; query < queries; query++) {
            Marker marker = markers.get(query);
            // Queries do not all begin at once.
            long first = random.nextInt((int) INTERVAL.toMillis());
            Thread thread = new Thread(() -> poll(marker, first), "poll-" + query);
            thread.setDaemon(true);
            thread.start();
        }
        Orders.follow(gauge);
    }

    private static void poll(Marker marker, long first) {
        try {
            TimeUnit.MILLISECONDS.sleep(first);
            while (!marker.saysStop()) {
                if (!marker.waits()) {
                    TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("a polling thread failed", e);
        }
    }
}
