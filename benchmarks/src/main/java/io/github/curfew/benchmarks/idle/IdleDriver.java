package io.github.curfew.benchmarks.idle;

import io.github.curfew.benchmarks.child.Orders;
import io.github.curfew.benchmarks.fleet.Drivers;
import io.github.curfew.benchmarks.fleet.SimulatedRun;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A process with one driver: a real engine on a real backend, and so many runs that go on for ever. */
final class IdleDriver {
    /**
     * Time for sixty beats, and where a backend is polled for as many looks as there are seconds in an hour; for fewer of
     * DynamoDB, which is given a pause of three times what a look has taken.
     */
    private static final Duration AN_HOUR = Duration.ofSeconds(36);

    private static final Set<String> POLLED = Set.of("dynamodb", "file");

    private IdleDriver() {}

    /** Arguments: how many runs, and settings as {@code key=value}. */
    public static void main(String[] args) throws Exception {
        Gauge gauge = new Gauge("curfew-");
        int runs = Integer.parseInt(args[0]);
        Map<String, String> flags = new TreeMap<>(Orders.pairs(List.of(args).subList(1, args.length)));
        live(flags, runs);
        Engine unused = start(flags, runs);
        Orders.follow(gauge);
    }

    /**
     * A driver lives for days, in the first hour of which its beats and its looks are compiled; that is no cost of being
     * idle. So one goes before it that has an hour's of both in some seconds.
     */
    private static void live(Map<String, String> flags, int runs) throws InterruptedException {
        Map<String, String> hurried = new TreeMap<>(flags);
        hurried.put("roster.beat", "600ms");
        String backend = flags.getOrDefault("backends", "");
        if (POLLED.contains(backend)) {
            hurried.put(backend + ".poll-interval", "10ms");
        }
        hurried.computeIfPresent("namespace", (key, namespace) -> namespace + "-before");
        Engine engine = start(hurried, runs);
        TimeUnit.NANOSECONDS.sleep(AN_HOUR.toNanos());
        engine.close("its hour is over");
    }

    private static Engine start(Map<String, String> flags, int runs) {
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
        Engine engine = Drivers.start(settings, "idle", "host");
        for (int run = 0; run < runs; run++) {
            engine.starting(new SimulatedRun("idle", run));
        }
        return engine;
    }
}
