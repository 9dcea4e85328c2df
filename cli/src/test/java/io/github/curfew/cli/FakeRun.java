package io.github.curfew.cli;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Run;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A stream that ends when it is asked to, or only when it is cut. */
final class FakeRun implements Run {
    private final RunInfo info;
    private final boolean drains;
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    FakeRun(String name, boolean drains) {
        this(name, drains, Map.of());
    }

    FakeRun(String name, boolean drains, Map<String, String> more) {
        String id = UUID.randomUUID().toString();
        Labels labels = Labels.of(Map.of(Labels.RUN_ID, id, Labels.QUERY_NAME, name, "team", "payments"));
        this.info = new RunInfo(id, Instant.now(), labels.with(more));
        this.drains = drains;
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
        if (drains) {
            ending.compareAndSet(null, new Ending(Ending.Proof.COMMITTED, 42L, ""));
        }
    }

    @Override
    public void cut() {
        ending.compareAndSet(null, new Ending(Ending.Proof.UNPROVEN, 41L, ""));
    }

    @Override
    public boolean hasEnded() {
        return ending.get() != null;
    }

    @Override
    public Ending ending() {
        Ending how = ending.get();
        if (how == null) {
            throw new IllegalStateException("it lives");
        }
        return how;
    }
}
