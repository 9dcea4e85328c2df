package io.github.curfew.spark;

import io.github.curfew.config.Settings;
import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.engine.Run;
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
                "default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofSeconds(5));
        engine = Engine.start(terms, info, Ways.open(settings, id).transports());
    }

    /** A run that seems to process a query. */
    final class Seeming implements Run {
        private final RunInfo info;
        private volatile boolean asked;
        private volatile boolean over;

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
            return new Ending(Ending.Proof.COMMITTED, 41L, "");
        }
    }

    /** It has this query from now on, and every broker knows. */
    Seeming has(String queryId) {
        Seeming run = new Seeming(queryId);
        runs.add(run);
        engine.starting(run);
        return run;
    }

    @Override
    public void close() {
        runs.forEach(Seeming::end);
        engine.close("the test is over");
    }
}
