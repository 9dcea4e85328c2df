package io.github.curfew.benchmarks.latency;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Run;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stream without Spark, which ends as soon as the engine asks it to, and notes when that was. */
final class MeasuredRun implements Run {
    private final RunInfo info;
    private final Arrivals arrivals;
    private volatile boolean ended;

    MeasuredRun(String name, Arrivals arrivals) {
        this.info =
                new RunInfo(UUID.randomUUID().toString(), Instant.now(), Labels.of(Map.of(Labels.QUERY_NAME, name)));
        this.arrivals = arrivals;
    }

    @Override
    public RunInfo info() {
        return info;
    }

    @Override
    public @Nullable Long lastBatch() {
        return 1L;
    }

    @Override
    public @Nullable String whyNotDrainable() {
        return null;
    }

    @Override
    public void drain() {
        if (!ended) {
            arrivals.note(1);
            ended = true;
        }
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
        return new Ending(Ending.Proof.COMMITTED, 1L, "");
    }
}
