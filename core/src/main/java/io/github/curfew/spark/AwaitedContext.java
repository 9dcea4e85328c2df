package io.github.curfew.spark;

import io.github.curfew.CurfewException;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A StreamingContext that somebody waits for. */
@SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
record AwaitedContext(StreamingContext streaming) implements Awaitable {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitedContext.class);

    /** What is known of it when it is given: which of the types of DStreams it is, only Java's being closeable. */
    static AwaitedContext of(Closeable given) {
        if (!(given instanceof JavaStreamingContext java)) {
            throw new CurfewException(given.getClass().getName()
                    + " is no stream that can be awaited: give a JavaStreamingContext, which in Scala is"
                    + " new JavaStreamingContext(ssc)");
        }
        if (java.getState() == StreamingContextState.INITIALIZED) {
            throw new CurfewException("the StreamingContext has not been started: call its start() first");
        }
        return new AwaitedContext(java.ssc());
    }

    /**
     * Waits until it has ended, or the time is over.
     *
     * @return whether it has ended
     * @throws InterruptedException if the waiting thread was interrupted
     */
    boolean awaitOrTimeout(@Nullable Duration longest) throws InterruptedException {
        JavaStreamingContext java = new JavaStreamingContext(streaming);
        if (longest == null) {
            java.awaitTermination();
            return true;
        }
        return java.awaitTerminationOrTimeout(Math.max(0, longest.toMillis()));
    }

    @Override
    public SparkContext context() {
        return streaming.sparkContext();
    }

    @Override
    public StreamRun run(QueryLabels labels) {
        return ContextRun.of(streaming, labels);
    }

    @Override
    public String runId() {
        return ContextRun.id(streaming);
    }

    /** {@inheritDoc} After a batch that failed, it goes on. */
    @Override
    public boolean isActive() {
        ContextInternals internals = new ContextInternals(streaming);
        return !internals.isOver() && !internals.isStopped() && !context().isStopped();
    }

    @Override
    public void await(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        try {
            boolean unused = awaitOrTimeout(longest);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // A batch failed and the context goes on; whoever asks again would be told so at once, again and again.
            LOG.debug("A batch of the StreamingContext failed", e);
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Override
    public void listen(SparkDriver driver) {
        ContextWatch watch = driver.contexts();
        if (watch != null) {
            watch.follow(streaming);
        }
    }
}
