package io.github.curfew.benchmarks.endtoend;

import org.apache.spark.sql.streaming.StreamingQuery;

/** Of stopping a query from another process. */
interface Way extends AutoCloseable {
    /** A row's name. */
    String title();

    /** Whether it asks first who is there, so as to know whose answers to wait for. */
    boolean knowsWhom();

    /** Makes ready to stop a query that was started just now: somebody listens from here on, and is known to. */
    void prepare(Job job, StreamingQuery query) throws Exception;

    /** Stops it, and waits until the other process is gone. */
    Stamps stop(Job job, StreamingQuery query) throws Exception;

    @Override
    void close();
}
