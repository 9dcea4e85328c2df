package io.github.curfew.benchmarks.latency;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.Action;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A sender and a driver's engine, each with a transport or a door of its own. Each message stops a run of its own. */
final class CurfewLane implements Lane {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Arrivals given = new Arrivals("signals for the engine");
    private final Arrivals drains = new Arrivals("drains");
    private final Arrivals hellos = new Arrivals("hellos that were told");
    private final Arrivals byes = new Arrivals("byes that were told");
    private final Engine engine;
    /** Null where signals come over a broker. */
    private final @Nullable WatchedDoor door;

    private final Transport sender;
    private final Duration clearOfAStart;
    private long prepared;
    private long sent;
    private long publishedAt;

    CurfewLane(Subject subject) {
        this(subject, "latency");
    }

    /**
     * One of several.
     *
     * @param namespace in which nobody else hears it
     */
    CurfewLane(Subject subject, String namespace) {
        clearOfAStart = subject.clearOfAStart();
        Map<String, String> flags = new TreeMap<>(subject.settings());
        flags.put("namespace", namespace);
        BackendProvider provider = subject.provider();
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.of(List.of(provider)));
        String id = UUID.randomUUID().toString();
        BackendConfig config = settings.backendConfig(provider, Role.DRIVER, id);
        door = provider.door(config)
                .map(opened -> new WatchedDoor(opened, given, byes))
                .orElse(null);
        sender = provider.open(
                settings.backendConfig(provider, Role.SENDER, UUID.randomUUID().toString()));
        engine = Engine.start(
                new EngineSettings(
                        settings.namespace(),
                        settings.stopDeadline(),
                        settings.onTimeout(),
                        settings.signalExpiry(),
                        settings.beat()),
                new DriverInfo(id, "latency", "latency", "127.0.0.1", "0", "none", Instant.now()),
                door != null
                        ? Map.of()
                        : Map.of(provider.name(), new WatchedTransport(provider.open(config), given, hellos, byes)),
                door == null ? List.of() : List.of(door),
                List.of());
    }

    static Signal signal(long number) {
        return Signal.create(
                "/benchmarks/latency",
                Action.STOP,
                Selector.parse("query.name=" + name(number)),
                Terms.DEFAULT,
                Instant.now());
    }

    private static String name(long number) {
        return "orders-" + number;
    }

    @Override
    public void prepare(int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            engine.starting(new MeasuredRun(name(++prepared), drains));
        }
        if (door == null) {
            hellos.await(prepared);
        } else {
            door.awaitOpen();
        }
        TimeUnit.NANOSECONDS.sleep(clearOfAStart.toNanos());
    }

    @Override
    public void send() {
        Signal signal = signal(++sent);
        Outgoing message =
                new Outgoing(Topic.SIGNALS, "", signal.id().id(), Codec.encode(signal), null, Duration.ofHours(1));
        publishedAt = System.nanoTime();
        sender.publish(message, TIMEOUT);
    }

    /** When the last message was made, and its publishing began. */
    long publishedAt() {
        return publishedAt;
    }

    @Override
    public long arrived() throws InterruptedException {
        return drains.await(sent);
    }

    /** When the engine was given it. */
    long given() throws InterruptedException {
        return given.await(sent);
    }

    @Override
    public void settle() throws InterruptedException {
        byes.await(sent);
    }

    @Override
    public void close() {
        sender.close();
        engine.close("the benchmark is over");
    }
}
