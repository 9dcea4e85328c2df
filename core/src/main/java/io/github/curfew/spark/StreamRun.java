package io.github.curfew.spark;

import io.github.curfew.engine.Run;
import java.time.Duration;

/** A run of a stream of Spark's. */
interface StreamRun extends Run {
    /**
     * Waits for its end if Spark says already that it is no longer active.
     *
     * @param longest how long
     */
    void awaitEndIfNear(Duration longest);
}
