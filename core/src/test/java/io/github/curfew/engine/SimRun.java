package io.github.curfew.engine;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.RunInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A simulated stream: batches of some length, a temper, and the truth about what was done to it. */
final class SimRun implements Run {
    final SimDriver driver;
    final RunInfo info;
    final Map<String, String> labels;
    final Temper temper;
    final long registeredAt;
    long startedAt = Long.MAX_VALUE;
    long drainedAt = Long.MAX_VALUE;
    long cutAt = Long.MAX_VALUE;
    long endedAt = Long.MAX_VALUE;

    @Nullable Proof proof;
    /** By broker, when it was first told of this run: asked and answered. */
    final Map<String, long[]> hellos = new HashMap<>();
    /** By broker, when it first took a report that lists this run. */
    final Map<String, Long> listed = new HashMap<>();

    private final VirtualTime time;
    private final SplittableRandom random;
    private final long batch;
    private final boolean idle;
    private int troubles;
    private boolean ending;

    /** How it takes things. */
    enum Temper {
        GOOD,
        /** Its batches are longer than any deadline. */
        SLOW,
        NEVER_DRAINS,
        /** Ignores drain and cut. */
        IGNORES_CUTS,
        /** Ignores drains, and its cut blocks until it is interrupted or ended. */
        BLOCKS_CUTS,
        NOT_DRAINABLE,
        /** Fails in the batch that is drained. */
        FAILS_DRAINING,
        /** Every one of its methods throws now and then; drain always. */
        THROWS,
        /** Ends by itself. */
        ENDS,
        /** Ends by itself with an error. */
        ENDS_BADLY
    }

    SimRun(SimDriver driver, RunInfo info, Temper temper, VirtualTime time, SplittableRandom random) {
        this.driver = driver;
        this.info = info;
        this.labels = info.labels().asMap();
        this.temper = temper;
        this.time = time;
        this.random = random;
        this.registeredAt = time.now();
        this.batch = temper == Temper.SLOW
                ? random.nextLong(10 * VirtualTime.SECOND, 30 * VirtualTime.SECOND)
                : random.nextLong(VirtualTime.MILLI, 2 * VirtualTime.SECOND);
        this.idle = random.nextInt(3) == 0;
        this.troubles = temper == Temper.THROWS ? 5 : 0;
    }

    /** Its first batch begins. */
    void start() {
        if (startedAt != Long.MAX_VALUE) {
            return;
        }
        startedAt = time.now();
        if (temper == Temper.ENDS || temper == Temper.ENDS_BADLY) {
            Proof how = temper == Temper.ENDS ? Proof.COMMITTED : Proof.ERROR;
            time.after(random.nextLong(30 * VirtualTime.SECOND), () -> end(how));
        }
    }

    boolean isAlive() {
        return endedAt == Long.MAX_VALUE;
    }

    /** It is no more. */
    void end(Proof how) {
        if (isAlive() && !driver.isDead()) {
            endedAt = time.now();
            proof = how;
            driver.trace(() -> info.id() + " ended " + how);
            if (random.nextInt(5) != 0) {
                time.after(random.nextLong(20 * VirtualTime.MILLI), () -> driver.hint(info.id()));
            }
        }
    }

    private void trouble(String what) {
        if (troubles > 0 && random.nextInt(3) == 0) {
            troubles--;
            if (random.nextBoolean()) {
                throw new NoClassDefFoundError(what);
            }
            throw new IllegalStateException(what);
        }
    }

    @Override
    public RunInfo info() {
        return info;
    }

    @Override
    public @Nullable Long lastBatch() {
        trouble("lastBatch");
        return startedAt == Long.MAX_VALUE ? null : (Long) ((time.now() - startedAt) / batch);
    }

    @Override
    public @Nullable String whyNotDrainable() {
        trouble("whyNotDrainable");
        return temper == Temper.NOT_DRAINABLE ? "it processes continuously" : null;
    }

    @Override
    public void drain() {
        if (drainedAt == Long.MAX_VALUE) {
            drainedAt = time.now();
            driver.trace(() -> info.id() + " is drained");
        }
        if (temper == Temper.THROWS) {
            if (random.nextBoolean()) {
                throw new NoSuchMethodError("drain");
            }
            throw new IllegalStateException("drain");
        }
        boolean drains = temper != Temper.NEVER_DRAINS
                && temper != Temper.IGNORES_CUTS
                && temper != Temper.BLOCKS_CUTS
                && temper != Temper.NOT_DRAINABLE;
        if (drains && !ending && isAlive()) {
            ending = true;
            long left = idle ? 5 * VirtualTime.MILLI : batch - Math.floorMod(time.now() - registeredAt, batch);
            Proof how = temper == Temper.FAILS_DRAINING ? Proof.ERROR : Proof.COMMITTED;
            time.after(left, () -> end(how));
        }
    }

    @Override
    public void cut() throws InterruptedException {
        if (cutAt == Long.MAX_VALUE) {
            cutAt = time.now();
            driver.trace(() -> info.id() + " is cut");
        }
        switch (temper) {
            case IGNORES_CUTS -> {}
            case BLOCKS_CUTS -> block();
            default -> {
                Proof how = idle ? Proof.COMMITTED : Proof.UNPROVEN;
                time.after(random.nextLong(VirtualTime.SECOND), () -> end(how));
            }
        }
        trouble("cut");
        if (random.nextInt(10) == 0) {
            throw new IllegalStateException("cutting was not nice");
        }
    }

    /** Only where no other call is blocked meanwhile, which would have to wait for this one. */
    private void block() throws InterruptedException {
        long most = time.now() + 40 * VirtualTime.SECOND;
        while (time.depth() == 0 && time.now() < most && isAlive()) {
            time.block(100 * VirtualTime.MILLI);
            if (Thread.interrupted()) {
                time.after(random.nextLong(20 * VirtualTime.SECOND), () -> end(Proof.UNPROVEN));
                throw new InterruptedException();
            }
        }
    }

    @Override
    public boolean hasEnded() {
        trouble("hasEnded");
        return !isAlive();
    }

    @Override
    public Ending ending() {
        time.block(random.nextInt(4) == 0 ? random.nextLong(VirtualTime.SECOND) : 0);
        trouble("ending");
        Proof how = proof;
        return how == null ? new Ending(Proof.ERROR, null, "asked too early") : new Ending(how, 7L, "");
    }
}
