package io.github.curfew.spark;

import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** A way to let a query finish and commit its batch in flight, and end. Safe for use by several threads. */
interface Drain {
    /** Begins it, and at every later call helps it along. Returns at once. */
    void step();

    /** Hears that a trigger of the query has run to its end. Returns at once. */
    default void progressed(StreamingQueryProgress progress) {}
}
