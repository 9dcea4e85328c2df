package io.github.curfew.spark;

import java.time.Duration;
import org.apache.spark.SparkContext;

/** A stream that somebody waits for. As safe for several threads as the stream. */
interface Awaitable {
    /** On which it runs. */
    SparkContext context();

    /** A run of it, with the same id at every call. */
    StreamRun run(QueryLabels labels);

    /** The id of its run. */
    String runId();

    /** Whether it has not ended yet. */
    boolean isActive();

    /**
     * Waits for its end.
     *
     * @param longest how long
     * @throws Exception what the stream failed with
     */
    void await(Duration longest) throws Exception;

    /** Hears of what it does from now on, where the driver does not by itself. */
    default void listen(SparkDriver driver) {}

    /** Hears of it no more. */
    default void forget() {}
}
