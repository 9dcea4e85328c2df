package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.child.Heap;
import io.github.curfew.benchmarks.child.Orders;
import io.github.curfew.client.Conclusion;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Result;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that knows the fleet, stops all of it, and measures by what it is told. */
final class Sender {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final CurfewClient client;
    private int expected;

    private Sender(CurfewClient client) {
        this.client = client;
    }

    /** Arguments: settings as {@code key=value}. */
    public static void main(String[] args) throws Exception {
        Map<String, String> flags = Orders.pairs(List.of(args));
        try (CurfewClient client =
                CurfewClient.connect(Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover()))) {
            Sender sender = new Sender(client);
            Orders.follow(order -> switch (order.get(0)) {
                case "await" -> sender.await(order.get(1), Integer.parseInt(order.get(2)));
                case Side.HEAP -> Long.toString(Heap.inUse());
                default -> sender.stop();
            });
        }
    }

    /** Waits until so many runs of a round are there. */
    private String await(String round, int runs) throws InterruptedException {
        expected = runs;
        long end = System.nanoTime() + PATIENCE.toNanos();
        long there = client.roster().stream()
                .filter(entry -> is(entry.status().run().id(), round))
                .count();
        while (there < runs && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
            there = client.knownRoster().stream()
                    .filter(entry -> is(entry.status().run().id(), round))
                    .count();
        }
        return "there " + there;
    }

    private static boolean is(String run, String round) {
        return run.startsWith(round + "-");
    }

    private String stop() throws Exception {
        Counted counted = new Counted();
        long began = System.nanoTime();
        Result result = client.stop("*")
                .everyone()
                .expect(expected)
                .timeout(PATIENCE)
                .onReport(counted::take)
                .track()
                .result()
                .get();
        long ended = System.nanoTime();
        long finals = counted.finals;
        if (result.conclusion() != Conclusion.AS_ASKED || counted.received < expected || finals < expected) {
            return "incomplete: " + counted.received + " received and " + finals + " final reports of " + expected
                    + ", " + result.conclusion();
        }
        return new Told(
                        Duration.ofNanos(counted.lastReceived - began),
                        Duration.ofNanos(counted.lastFinal - began),
                        Duration.ofNanos(ended - began))
                .line();
    }

    /** When the last of each came; told by one thread at a time, and read after the result, which comes after. */
    private static final class Counted {
        private int received;
        private int finals;
        private long lastReceived;
        private long lastFinal;

        void take(Report.OfSignal report) {
            if (report.outcome().isFinal()) {
                finals++;
                lastFinal = System.nanoTime();
            } else if (report.outcome() == Outcome.RECEIVED) {
                received++;
                lastReceived = System.nanoTime();
            }
        }
    }
}
