package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.child.Orders;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Door;
import io.github.curfew.spi.Transport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A process with many drivers: engines with transports of their own, as each Spark application has. */
public final class Drivers {
    /** Each waits for its broker most of the time that its start takes. */
    private static final int AT_A_TIME = 8;

    private Drivers() {}

    /**
     * Runs.
     *
     * @param args the first driver's number, how many drivers, and settings as {@code key=value}
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int first = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        Map<String, String> flags = Orders.pairs(List.of(args).subList(2, args.length));
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME, task -> {
            Thread thread = new Thread(task, "starter");
            thread.setDaemon(true);
            return thread;
        });
        List<Callable<Engine>> starts = new ArrayList<>();
        for (int driver = first; driver < first + count; driver++) {
            int number = driver;
            starts.add(() -> start(settings, "app-" + number, "host-" + number));
        }
        List<Engine> engines = all(pool, starts);
        Orders.follow(order -> {
            String round = order.get(1);
            List<Callable<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                runs.add(() -> {
                    engines.get(number).starting(new SimulatedRun(round, first + number));
                    return number;
                });
            }
            return "started " + all(pool, runs).size();
        });
    }

    private static <T> List<T> all(ExecutorService pool, List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> done : pool.invokeAll(tasks)) {
            results.add(done.get());
        }
        return results;
    }

    /**
     * Starts a driver's engine on the backends that the settings choose, as Spark's plugin does.
     *
     * @param settings what it goes by
     * @param app the application's id
     * @param host where it runs
     * @return the engine, listening
     */
    public static Engine start(Settings settings, String app, String host) {
        String id = UUID.randomUUID().toString();
        Map<String, Transport> transports = new LinkedHashMap<>();
        List<Door> doors = new ArrayList<>();
        for (BackendProvider backend : settings.backends()) {
            BackendConfig config = settings.backendConfig(backend, Role.DRIVER, id);
            backend.door(config)
                    .ifPresentOrElse(doors::add, () -> transports.put(backend.name(), backend.open(config)));
        }
        return Engine.start(
                new EngineSettings(
                        settings.namespace(),
                        settings.stopDeadline(),
                        settings.onTimeout(),
                        settings.signalExpiry(),
                        settings.beat()),
                new DriverInfo(id, app, "fleet", host, "0.1.0", "3.5.9", Instant.now()),
                transports,
                doors,
                List.of());
    }
}
