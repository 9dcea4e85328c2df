package io.github.curfew.spark;

import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Run;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.streaming.StreamingQuery;

/** Does with a run what the engine does, and nothing else. */
final class TestLadder {
    private TestLadder() {}

    static QueryRun run(StreamingQuery query) {
        return run(query, QueryInternals.of(query));
    }

    static QueryRun run(StreamingQuery query, QueryInternals internals) {
        return new QueryRun(
                new RunInfo(query.runId().toString(), Instant.now(), Labels.of(Map.of())), query, internals);
    }

    /** Drains until the run has ended. */
    static Ending drain(Run run) {
        // Spark's receiver for sockets takes the end of its socket for an error, and begins to restart as it is
        // stopped.
        await().dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    run.drain();
                    return run.hasEnded();
                });
        return run.ending();
    }

    /** Awaits the end of a run that is not drained. */
    static Ending ending(Run run) {
        await().atMost(Duration.ofSeconds(60)).until(run::hasEnded);
        return run.ending();
    }
}
