package io.github.curfew.spark;

import io.github.curfew.config.Settings;
import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.engine.Hold;
import io.github.curfew.engine.Run;
import io.github.curfew.engine.TakeoverTerms;
import io.github.curfew.engine.Takeovers;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Another version of an application, as far as it can be seen from outside: an engine with runs that a test ends. */
final class OtherVersion implements AutoCloseable {
    private final Engine engine;
    private final List<Seeming> runs = new ArrayList<>();

    OtherVersion(Settings settings) {
        String id = "other-" + UUID.randomUUID();
        DriverInfo info = new DriverInfo(id, "app-1", "orders-v1", "host", "1", "3.5", Instant.now());
        EngineSettings terms = new EngineSettings(
                "default", settings.stopDeadline(), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofSeconds(5));
        engine = Engine.start(terms, info, Ways.open(settings, id).transports());
    }

    /** A run that seems to process a query. */
    final class Seeming implements Run {
        private final RunInfo info;
        private volatile boolean asked;
        private volatile boolean over;
        private volatile @Nullable String failure;

        private Seeming(String queryId) {
            String runId = UUID.randomUUID().toString();
            info = new RunInfo(runId, Instant.now(), Labels.of(Map.of(Labels.QUERY_ID, queryId, Labels.RUN_ID, runId)));
        }

        boolean isAsked() {
            return asked;
        }

        /** Its batch in flight is committed. */
        void end() {
            over = true;
            engine.ended(info.id());
        }

        /** It fails, and has not committed its batch in flight. */
        void fail(String why) {
            failure = why;
            end();
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
            asked = true;
        }

        @Override
        public void cut() {
            over = true;
        }

        @Override
        public boolean hasEnded() {
            return over;
        }

        @Override
        public Ending ending() {
            String why = failure;
            return why == null ? new Ending(Ending.Proof.COMMITTED, 41L, "") : new Ending(Ending.Proof.ERROR, 41L, why);
        }
    }

    /** It has this query from now on, and every broker knows. */
    Seeming has(String queryId) {
        Seeming run = new Seeming(queryId);
        runs.add(run);
        engine.starting(run);
        return run;
    }

    /** It comes up with this query, which is held. */
    Held holds(String queryId, TakeoverTerms terms) {
        Seeming run = new Seeming(queryId);
        runs.add(run);
        return new Held(run, Takeovers.of(engine, terms).hold(run, false, () -> true));
    }

    /**
     * A run that seems to be held.
     *
     * @param run which
     * @param hold in what
     */
    record Held(Seeming run, Hold hold) {}

    @Override
    public void close() {
        runs.forEach(Seeming::end);
        engine.close("the test is over");
    }
}
