package io.github.curfew.benchmarks.idle;

import io.github.curfew.benchmarks.child.Orders;
import io.github.curfew.benchmarks.fleet.Drivers;
import io.github.curfew.benchmarks.fleet.SimulatedRun;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Engine;
import java.util.List;
import java.util.Map;

/** A process with one driver: a real engine on a real backend, and so many runs that go on for ever. */
final class IdleDriver {
    private IdleDriver() {}

    /** Arguments: how many runs, and settings as {@code key=value}. */
    public static void main(String[] args) throws Exception {
        Gauge gauge = new Gauge("curfew-");
        int runs = Integer.parseInt(args[0]);
        Map<String, String> flags = Orders.pairs(List.of(args).subList(1, args.length));
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
        Engine engine = Drivers.start(settings, "idle", "host");
        for (int run = 0; run < runs; run++) {
            engine.starting(new SimulatedRun("idle", run));
        }
        Orders.follow(gauge);
    }
}
