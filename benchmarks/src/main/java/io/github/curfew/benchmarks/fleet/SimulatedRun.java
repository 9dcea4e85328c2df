package io.github.curfew.benchmarks.fleet;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Run;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stream without Spark, which ends as soon as the engine asks it to. */
public final class SimulatedRun implements Run {
    private final RunInfo info;
    private volatile boolean ended;

    /**
     * Makes one that runs.
     *
     * @param round in which it lives; its id begins with it
     * @param driver the how-manieth driver's
     */
    public SimulatedRun(String round, int driver) {
        info = new RunInfo(
                round + "-" + UUID.randomUUID(),
                Instant.now(),
                Labels.of(Map.of(
                        Labels.QUERY_NAME,
                        "orders-" + driver,
                        Labels.APP_NAME,
                        "fleet",
                        "team",
                        "team-" + driver % 7)));
    }

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
        ended = true;
    }

    @Override
    public void cut() {
        ended = true;
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public Ending ending() {
        return new Ending(Ending.Proof.COMMITTED, 42L, "");
    }
}
