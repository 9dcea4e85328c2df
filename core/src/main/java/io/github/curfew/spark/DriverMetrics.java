package io.github.curfew.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.curfew.engine.Engine;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.RunState;
import java.time.Duration;
import java.time.Instant;

/**
 * What an operator watches, in Spark's own registry, so that it goes to every sink that Spark is told of. All names are
 * there from the start, at zero.
 */
final class DriverMetrics {
    private DriverMetrics() {}

    /**
     * Registers them: {@code runs.<state>}, {@code signals.…} and {@code reports.…} as the engine counts them, and for
     * each backend {@code backend.<name>.state} (0 connecting, 1 listening, 2 degraded) and
     * {@code backend.<name>.degraded.seconds}.
     */
    static void register(MetricRegistry registry, Engine engine) {
        for (RunState state : RunState.values()) {
            registry.register("runs." + state.word(), (Gauge<Long>) () ->
                    engine.runs().stream().filter(run -> run.state() == state).count());
        }
        for (String name : engine.counters().all().keySet()) {
            registry.register(name, (Gauge<Long>) () -> engine.counters().get(name));
        }
        for (BackendHealth health : engine.health()) {
            String prefix = "backend." + health.backend();
            registry.register(prefix + ".state", (Gauge<Integer>)
                    () -> number(now(engine, health).state()));
            registry.register(prefix + ".degraded.seconds", (Gauge<Long>) () -> degradedSeconds(now(engine, health)));
        }
    }

    private static int number(BackendHealth.State state) {
        return switch (state) {
            case CONNECTING -> 0;
            case LISTENING -> 1;
            case DEGRADED -> 2;
        };
    }

    private static BackendHealth now(Engine engine, BackendHealth of) {
        return engine.health().stream()
                .filter(health -> health.backend().equals(of.backend()))
                .findFirst()
                .orElse(of);
    }

    private static long degradedSeconds(BackendHealth health) {
        if (health.state() != BackendHealth.State.DEGRADED) {
            return 0;
        }
        return Math.max(0, Duration.between(health.since(), Instant.now()).toSeconds());
    }
}
