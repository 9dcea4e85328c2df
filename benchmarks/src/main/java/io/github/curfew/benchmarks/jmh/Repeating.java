package io.github.curfew.benchmarks.jmh;

import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A signal that came before, on a driver that remembers it. One thread calls it. */
@State(Scope.Benchmark)
public class Repeating {
    private final Engine engine = Engine.start(
            new EngineSettings(
                    "default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1)),
            new DriverInfo("driver", "app", "app", "host", "0.1.0", "none", Instant.now()),
            Map.of());
    private final Signal signal = Specimens.signal();
    private final Set<SignalId> seen = new HashSet<>(Set.of(signal.id()));

    /** Tells it from a new one, and counts it. */
    @Benchmark
    public void curfew() {
        engine.accept(signal);
    }

    /** Asks a HashSet. */
    @Benchmark
    public boolean bare() {
        return seen.add(signal.id());
    }

    /** Ends the engine. */
    @TearDown(Level.Trial)
    public void close() {
        engine.close("measured");
    }
}
