package io.github.curfew.chaos;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.config.Settings;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Door;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A driver with the real engine and a real backend, and the truth about its life. */
final class ChaosDriver {
    /** Two for the fence and one for the rest, on a machine that has other things to do. */
    private static final Duration LONGEST_STARTING = Duration.ofSeconds(8);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(15);

    private final String id = UUID.randomUUID().toString();
    private final Diary diary = new Diary();
    private final List<ChaosRun> runs = new CopyOnWriteArrayList<>();
    private final List<NotingTransport> transports = new CopyOnWriteArrayList<>();
    private final List<NotingDoor> doors = new CopyOnWriteArrayList<>();
    private final int way;
    private final Runnable whenKilled;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Engine engine;
    private volatile Instant left = Moments.NEVER;
    private volatile boolean crashed;

    /**
     * Begins one.
     *
     * @param settings of its own
     * @param plant a bug that is in it
     * @param way by which of the sender's ways it is reached
     * @param whenKilled what else dies with it
     */
    ChaosDriver(Settings settings, Plant plant, int way, Runnable whenKilled) {
        this.way = way;
        this.whenKilled = whenKilled;
        Map<String, Transport> byName = new LinkedHashMap<>();
        for (BackendProvider backend : settings.backends()) {
            BackendConfig config = settings.backendConfig(backend, Role.DRIVER, id);
            Optional<Door> door = backend.door(config);
            if (door.isPresent()) {
                doors.add(new NotingDoor(door.get(), diary, plant));
                continue;
            }
            NotingTransport noting = new NotingTransport(backend.open(config), diary, plant);
            transports.add(noting);
            byName.put(backend.name(), noting);
        }
        AuthSettings auth = plant == Plant.ADMITS_ALL ? AuthSettings.NONE : settings.auth(Role.DRIVER);
        engine = timed(
                "starting",
                LONGEST_STARTING,
                () -> Engine.start(
                        new EngineSettings(
                                settings.namespace(),
                                Duration.ofMinutes(1),
                                OnTimeout.FORCE,
                                Duration.ofHours(1),
                                Duration.ofSeconds(1),
                                auth),
                        new DriverInfo(id, "app-" + id, "chaos", "host", "0.1.0", "3.5.7", Instant.now()),
                        byName,
                        List.copyOf(doors),
                        List.of()));
    }

    private interface Work<T> {
        T work();
    }

    /** What a broker does must keep nobody longer than is said. */
    private <T> T timed(String what, Duration most, Work<T> work) {
        Instant before = Moments.now();
        try {
            return work.work();
        } catch (RuntimeException | Error e) {
            complaints.add("promise 6, " + what + " threw " + e);
            throw e;
        } finally {
            Duration took = Duration.between(before, Moments.now());
            if (took.compareTo(most) > 0) {
                complaints.add("promise 6, " + what + " took " + took);
            }
        }
    }

    void start(ChaosRun run) {
        runs.add(run);
        timed("a run's start", LONGEST_STARTING, () -> {
            engine.starting(run);
            return run;
        });
        run.listens();
    }

    void end(ChaosRun run) {
        run.end(ChaosRun.How.ENDED);
        engine.ended(run.info().id());
    }

    /** As an application leaves: its streams have ended. */
    void leave() {
        for (ChaosRun run : runs) {
            if (run.lives()) {
                end(run);
            }
        }
        left = Moments.now();
        timed("leaving", LONGEST_CLOSE, () -> {
            engine.close("the application ended");
            return left;
        });
    }

    /** As a process that gets SIGKILL: nobody hears another word of it, and its connections are not closed in any order. */
    void crash() {
        crashed = true;
        left = Moments.now();
        transports.forEach(NotingTransport::sever);
        doors.forEach(NotingDoor::sever);
        whenKilled.run();
        runs.forEach(run -> run.end(ChaosRun.How.KILLED));
        engine.close("it is dead", Duration.ofMillis(100));
    }

    /** Frees what a crash left open. */
    void bury() {
        if (crashed) {
            transports.forEach(NotingTransport::bury);
        }
    }

    String id() {
        return id;
    }

    /** By which of the sender's ways it is reached. */
    int way() {
        return way;
    }

    /** How coarse the times are that its servers tell; those by which one can order two messages need none. */
    Duration resolution() {
        return transports.stream()
                .map(NotingTransport::resolution)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    Diary diary() {
        return diary;
    }

    List<ChaosRun> runs() {
        return runs;
    }

    List<ChaosRun> living() {
        return runs.stream().filter(ChaosRun::lives).toList();
    }

    /** When it went, in whatever way; never, if it has not. */
    Instant left() {
        return left;
    }

    boolean isThere() {
        return left.equals(Moments.NEVER);
    }

    boolean hasCrashed() {
        return crashed;
    }

    List<String> complaints() {
        return complaints;
    }
}
