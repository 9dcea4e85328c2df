package io.github.curfew.chaos;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Run;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run that is no stream, and the truth about what was done to it. Thread-safe. */
final class ChaosRun implements Run {
    static final int SHARDS = 4;

    private final RunInfo info;
    private final Duration drain;
    private final boolean stuck;
    private volatile Instant listening = Moments.NEVER;
    private volatile Instant drainAsked = Moments.NEVER;
    private volatile Instant cutAsked = Moments.NEVER;
    private volatile Instant over = Moments.NEVER;
    private volatile How how = How.LIVES;
    private volatile boolean dead;

    /** What ended it. */
    enum How {
        LIVES,
        DRAINED,
        CUT,
        /** By itself. */
        ENDED,
        /** With its driver. */
        KILLED
    }

    /**
     * Makes one.
     *
     * @param shard of which it is
     * @param drain how long its drain takes
     * @param stuck whether its drain never ends
     */
    ChaosRun(int shard, Duration drain, boolean stuck) {
        String id = UUID.randomUUID().toString();
        Map<String, String> labels = Map.of(Labels.QUERY_NAME, "q-" + id.substring(0, 8), "shard", "" + shard);
        this.info = new RunInfo(id, Moments.now(), Labels.of(labels));
        this.drain = drain;
        this.stuck = stuck;
    }

    /** It is under curfew from now on. */
    void listens() {
        listening = Moments.now();
    }

    /** Whatever ends it first is what ended it. */
    synchronized void end(How what) {
        if (how == How.LIVES) {
            over = Moments.now();
            how = what;
        }
        dead |= what == How.KILLED;
    }

    Instant listening() {
        return listening;
    }

    Instant drainAsked() {
        return drainAsked;
    }

    Instant cutAsked() {
        return cutAsked;
    }

    Instant over() {
        return over;
    }

    How how() {
        return how;
    }

    boolean lives() {
        return how == How.LIVES;
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
        if (dead) {
            return;
        }
        Instant now = Moments.now();
        if (drainAsked.equals(Moments.NEVER)) {
            drainAsked = now;
        } else if (!stuck && Duration.between(drainAsked, now).compareTo(drain) > 0) {
            end(How.DRAINED);
        }
    }

    @Override
    public void cut() {
        if (dead) {
            return;
        }
        if (cutAsked.equals(Moments.NEVER)) {
            cutAsked = Moments.now();
        }
        end(How.CUT);
    }

    @Override
    public boolean hasEnded() {
        return !lives();
    }

    @Override
    public Ending ending() {
        return new Ending(how == How.CUT ? Ending.Proof.CUT : Ending.Proof.COMMITTED, 42L, "");
    }

    @Override
    public String toString() {
        return info.labels().asMap() + " begun " + info.started() + ", listening " + listening + ", " + how
                + (lives() ? "" : " " + over);
    }
}
