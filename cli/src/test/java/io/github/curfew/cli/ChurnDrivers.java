package io.github.curfew.cli;

import static org.awaitility.Awaitility.await;

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
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A process with many drivers that come and go, and whose runs start, end by themselves and are stopped. What really happens
 * to each run is written into a ledger, at once, so that it is there whenever the process is killed.
 */
final class ChurnDrivers {
    static final int SHARDS = 4;
    private static final int MOST_RUNS = 3;

    private final Settings settings;
    private final OutputStream ledger;
    private final Random random;
    private final List<Driver> drivers = new ArrayList<>();

    private ChurnDrivers(Settings settings, OutputStream ledger, Random random) {
        this.settings = settings;
        this.ledger = ledger;
        this.random = random;
    }

    /** Of a run that has ended; of each another one, so that no run's can be told for another. */
    static long lastBatch(String run) {
        return 1L + Math.floorMod(run.hashCode(), 100_000);
    }

    private record Driver(Engine engine, List<ChurnRun> runs) {}

    /** Arguments: the ledger, how many drivers, the seed, and settings as {@code key=value}. */
    public static void main(String[] args) throws Exception {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String pair : List.of(args).subList(3, args.length)) {
            flags.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
        try (OutputStream ledger = new FileOutputStream(args[0], true)) {
            new ChurnDrivers(settings, ledger, new Random(Long.parseLong(args[2]))).churn(Integer.parseInt(args[1]));
        }
    }

    private void churn(int count) throws InterruptedException {
        while (drivers.size() < count) {
            drivers.add(driver());
        }
        note("ready", "-", 0);
        // Until it is killed.
        while (true) {
            Thread.sleep(random.nextInt(60));
            int which = random.nextInt(drivers.size());
            Driver driver = drivers.get(which);
            driver.runs.removeIf(ChurnRun::hasEnded);
            if (random.nextInt(20) == 0) {
                leave(driver);
                drivers.set(which, driver());
            } else if (driver.runs.size() < MOST_RUNS) {
                start(driver);
            } else if (random.nextInt(4) == 0) {
                end(driver, driver.runs.get(random.nextInt(driver.runs.size())));
            }
        }
    }

    private Driver driver() {
        String id = UUID.randomUUID().toString();
        Map<String, Transport> transports = new LinkedHashMap<>();
        for (BackendProvider backend : settings.backends()) {
            BackendConfig config = settings.backendConfig(backend, BackendConfig.Role.DRIVER, id);
            transports.put(backend.name(), backend.open(config));
        }
        Duration expiry = Duration.ofHours(1);
        Engine engine = Engine.start(
                new EngineSettings(
                        settings.namespace(), Duration.ofMinutes(1), OnTimeout.FORCE, expiry, Duration.ofSeconds(1)),
                new DriverInfo(id, "app-" + id, "churn", "host", "0.1.0", "3.5.7", Instant.now()),
                transports);
        Driver driver = new Driver(engine, new ArrayList<>());
        start(driver);
        return driver;
    }

    private void start(Driver driver) {
        ChurnRun run = new ChurnRun(random.nextInt(SHARDS), Duration.ofMillis(random.nextInt(300)));
        note("begin", run.info().id(), run.shard);
        driver.engine.starting(run);
        note("listening", run.info().id(), run.shard);
        driver.runs.add(run);
    }

    private void end(Driver driver, ChurnRun run) {
        run.end("ended");
        driver.engine.ended(run.info().id());
    }

    /** Ends all of its runs first, as an application does that returns. */
    private void leave(Driver driver) {
        for (Iterator<ChurnRun> runs = driver.runs.iterator(); runs.hasNext(); ) {
            end(driver, runs.next());
            runs.remove();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> driver.engine.runs().isEmpty());
        driver.engine.close("it has nothing to do any more");
    }

    private synchronized void note(String event, String run, int shard) {
        try {
            // In one piece: a line is there or not, whenever the process is killed.
            ledger.write(
                    (event + " " + run + " " + shard + " " + Instant.now() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a while to drain; whatever ends it first is noted, and nothing else. */
    private final class ChurnRun implements Run {
        private final RunInfo info;
        private final int shard;
        private final Duration drain;
        private final AtomicReference<@Nullable String> how = new AtomicReference<>();
        private volatile long drainSince;
        private volatile boolean over;

        ChurnRun(int shard, Duration drain) {
            this.shard = shard;
            this.drain = drain;
            String id = UUID.randomUUID().toString();
            Map<String, String> labels = Map.of(Labels.QUERY_NAME, id.substring(0, 8), "shard", String.valueOf(shard));
            this.info = new RunInfo(id, Instant.now(), Labels.of(labels));
        }

        void end(String word) {
            if (how.compareAndSet(null, word)) {
                note(word, info.id(), shard);
                over = true;
            }
        }

        @Override
        public RunInfo info() {
            return info;
        }

        @Override
        public @Nullable Long lastBatch() {
            return ChurnDrivers.lastBatch(info.id()) - 1;
        }

        @Override
        public @Nullable String whyNotDrainable() {
            return null;
        }

        @Override
        public void drain() {
            if (drainSince == 0) {
                drainSince = System.nanoTime();
                note("draining", info.id(), shard);
            } else if (System.nanoTime() - drainSince > drain.toNanos()) {
                end("drained");
            }
        }

        @Override
        public void cut() {
            end("cut");
        }

        @Override
        public boolean hasEnded() {
            return over;
        }

        @Override
        public Ending ending() {
            return new Ending(Ending.Proof.COMMITTED, ChurnDrivers.lastBatch(info.id()), "");
        }
    }
}
