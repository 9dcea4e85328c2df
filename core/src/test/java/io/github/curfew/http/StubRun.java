package io.github.curfew.http;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.engine.Run;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A stream whose batch in flight lasts until the test says so. */
final class StubRun implements Run {
    private final RunInfo info;
    private final AtomicBoolean inBatch = new AtomicBoolean();
    private volatile boolean draining;
    private volatile boolean cut;

    StubRun(String name) {
        this.info = new RunInfo(
                UUID.randomUUID().toString(),
                Instant.now(),
                Labels.of(Map.of(Labels.QUERY_NAME, name, Labels.QUERY_ID, "id-of-" + name, "team", "a/b c")));
    }

    StubRun beginBatch() {
        inBatch.set(true);
        return this;
    }

    void endBatch() {
        inBatch.set(false);
    }

    boolean isDraining() {
        return draining;
    }

    boolean wasCut() {
        return cut;
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
        draining = true;
    }

    @Override
    public void cut() {
        cut = true;
    }

    @Override
    public boolean hasEnded() {
        return cut || (draining && !inBatch.get());
    }

    @Override
    public Ending ending() {
        return new Ending(cut ? Proof.CUT : Proof.COMMITTED, 42L, "");
    }
}
