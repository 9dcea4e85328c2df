package io.github.curfew.spark;

import io.github.curfew.engine.Run;
import io.github.curfew.model.RunInfo;

/**
 * A stream of a managed lifecycle that has been started.
 *
 * @param run what the lifecycle drains
 * @param outcome throws what the stream has failed with, once it has ended
 * @param forget lets go of what was needed while it ran
 */
record Started(Run run, Outcome outcome, Runnable forget) {
    /** What becomes of a stream. */
    interface Outcome {
        void check() throws Exception;
    }

    /** How it is started, every time anew. */
    interface Way {
        /**
         * Starts it; on the thread that plays the lifecycle.
         *
         * @param driver that listens
         * @param lifecycle whose part it becomes
         * @throws Exception if it cannot be started; then it does not run
         */
        Started start(SparkDriver driver, RunInfo lifecycle) throws Exception;
    }
}
