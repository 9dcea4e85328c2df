package io.github.curfew.engine;

import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run that nobody stops. */
record IdleRun(RunInfo info) implements Run {
    /** One of a query named orders. */
    static IdleRun orders(String id) {
        return new IdleRun(
                new RunInfo(id, Instant.now(), Labels.of(Map.of(Labels.RUN_ID, id, Labels.QUERY_NAME, "orders"))));
    }

    @Override
    public @Nullable Long lastBatch() {
        return 7L;
    }

    @Override
    public @Nullable String whyNotDrainable() {
        return null;
    }

    @Override
    public void drain() {}

    @Override
    public void cut() {}

    @Override
    public boolean hasEnded() {
        return false;
    }

    @Override
    public Ending ending() {
        return new Ending(Ending.Proof.CUT, null, "");
    }
}
