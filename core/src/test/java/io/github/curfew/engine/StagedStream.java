package io.github.curfew.engine;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.RunInfo;
import org.jspecify.annotations.Nullable;

/** A stream on a stage, which is told when its batch ends. */
final class StagedStream implements Run {
    private final Stage stage;
    private final long number;
    volatile boolean asked;
    volatile boolean cut;
    volatile @Nullable Proof proof;
    volatile @Nullable Exception trouble;
    volatile int proofs;

    StagedStream(Stage stage, long number) {
        this.stage = stage;
        this.number = number;
    }

    @Override
    public RunInfo info() {
        return PlayedLifecycle.info("stream-" + number);
    }

    @Override
    public Long lastBatch() {
        return number;
    }

    @Override
    public @Nullable String whyNotDrainable() {
        return null;
    }

    @Override
    public void drain() {
        asked = true;
        if (stage.drains) {
            proof = Proof.COMMITTED;
        }
    }

    @Override
    public void cut() throws Exception {
        Exception thrown = trouble;
        if (thrown != null) {
            throw thrown;
        }
        cut = true;
        proof = Proof.UNPROVEN;
    }

    @Override
    public boolean hasEnded() {
        return proof != null;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // Read by one thread at a time.
    public Ending ending() {
        proofs++;
        Proof how = proof;
        return new Ending(how == null ? Proof.UNPROVEN : how, number, how == Proof.ERROR ? "disk full" : "");
    }
}
