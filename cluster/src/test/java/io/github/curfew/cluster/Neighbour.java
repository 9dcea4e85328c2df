package io.github.curfew.cluster;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Result;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.engine.Run;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A driver and a sender in one process, without Spark, on whatever class path it is given: a run is started and stopped over
 * a real broker, and where classes of others came from is printed.
 */
final class Neighbour {
    private static final Duration MOST = Duration.ofMinutes(1);

    private Neighbour() {}

    /** Arguments: settings, as {@code redis.url=…}, and names of classes. Exits with 0 if the run was stopped as asked. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                settings.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                System.out.println(argument + " is from "
                        + Class.forName(argument)
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation());
            }
        }
        Engine driver = drive(settings);
        try (CurfewClient client = CurfewClient.connect(settings)) {
            driver.starting(new Orders());
            boolean stopped = stop(client);
            System.out.println(stopped ? "stopped as asked" : "not stopped");
            System.exit(stopped ? 0 : 3);
        }
    }

    private static Engine drive(Map<String, String> given) {
        String id = UUID.randomUUID().toString();
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(given)), Backends.discover());
        Map<String, Transport> transports = new LinkedHashMap<>();
        for (BackendProvider backend : settings.backends()) {
            transports.put(
                    backend.name(), backend.open(settings.backendConfig(backend, BackendConfig.Role.DRIVER, id)));
        }
        return Engine.start(
                new EngineSettings(
                        settings.namespace(),
                        Duration.ofMinutes(5),
                        OnTimeout.FORCE,
                        Duration.ofHours(1),
                        Duration.ofSeconds(30)),
                new DriverInfo(id, "app-1", "shop", "127.0.0.1", "0", "0", Instant.now()),
                transports);
    }

    /** Again, where it is told that the order of start and stop cannot be known: some brokers count in seconds. */
    private static boolean stop(CurfewClient client) {
        Instant end = Instant.now().plus(MOST);
        while (Instant.now().isBefore(end)) {
            Result result = client.stop("orders")
                    .expect(1)
                    .timeout(Duration.ofSeconds(15))
                    .track()
                    .result()
                    .join();
            System.out.println(result);
            if (result.isAsAsked()) {
                return true;
            }
        }
        return false;
    }

    /** A stream that ends when it is asked to. */
    private static final class Orders implements Run {
        private final RunInfo info = new RunInfo(
                UUID.randomUUID().toString(), Instant.now(), Labels.of(Map.of(Labels.QUERY_NAME, "orders")));
        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public RunInfo info() {
            return info;
        }

        @Override
        public @Nullable Long lastBatch() {
            return 41L;
        }

        @Override
        public @Nullable String whyNotDrainable() {
            return null;
        }

        @Override
        public void drain() {
            ended.set(true);
        }

        @Override
        public void cut() {
            ended.set(true);
        }

        @Override
        public boolean hasEnded() {
            return ended.get();
        }

        @Override
        public Ending ending() {
            return new Ending(Ending.Proof.COMMITTED, 42L, "");
        }
    }
}
