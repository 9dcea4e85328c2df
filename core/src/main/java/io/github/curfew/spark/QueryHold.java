package io.github.curfew.spark;

import io.github.curfew.config.Settings;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.Hold;
import io.github.curfew.engine.Hold.Decision;
import io.github.curfew.engine.TakeoverTerms;
import io.github.curfew.engine.Takeovers;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a query on its own thread, where Spark tells that it starts: before it reads its offsets, and before its first
 * batch. Safe for any number of threads.
 */
final class QueryHold {
    private static final Logger LOG = LoggerFactory.getLogger(QueryHold.class);

    /** How soon it is noticed that a query was stopped by its application. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Takeovers takeovers;
    private final WarmUp warmUp;

    QueryHold(Engine engine, Settings settings) {
        this.takeovers = Takeovers.of(
                engine,
                new TakeoverTerms(
                        settings.takeoverGather(),
                        settings.takeoverTimeout(),
                        settings.takeoverOnTimeout(),
                        lookBack(settings),
                        settings.signalExpiry()));
        this.warmUp = new WarmUp(settings.takeoverWarmUp());
    }

    /** In that time whoever is there has said so: a shorter one would overlook a predecessor that is alive and well. */
    private static Duration lookBack(Settings settings) {
        Duration least = settings.beat().multipliedBy(5).dividedBy(2);
        Duration wanted = settings.takeoverLookBack();
        return wanted.compareTo(least) < 0 ? least : wanted;
    }

    /**
     * Holds a query until it may begin, or has to end. Blocks on the query's own thread.
     *
     * @throws GivenUpError if it has to fail
     */
    void hold(StreamingQuery query, QueryRun run) {
        boolean released = release(run);
        warmUp.begin(query.sparkSession());
        Hold hold = takeovers.hold(run, released, warmUp::isOver);
        Decision decision = await(query, hold);
        switch (decision.verdict()) {
            case GO -> {}
            case END -> end(query, run, decision);
            case GIVE_UP -> throw new GivenUpError(decision.sentence());
        }
    }

    private static Decision await(StreamingQuery query, Hold hold) {
        while (true) {
            try {
                Decision decision = hold.await(LOOK);
                if (decision != null) {
                    return decision;
                }
            } catch (InterruptedException e) {
                // A stop of the query interrupts this thread, which Spark would take for the listener's own failure.
                LOG.debug("Held query {} was interrupted", query.id());
            }
            if (!query.isActive()) {
                hold.end("its application stopped it");
            }
        }
    }

    /** Before this thread goes back to Spark: marked, it ends without a batch and without an error. */
    private static void end(StreamingQuery query, QueryRun run, Decision decision) {
        if (query.isActive() && !run.endBeforeFirstBatch()) {
            throw new GivenUpError(decision.sentence());
        }
    }

    /**
     * Lets go of the thread that starts the query and waits for it, so that the application can start its other queries.
     *
     * @return whether that was possible
     */
    private static boolean release(QueryRun run) {
        Object execution = run.execution();
        if (execution == null) {
            return false;
        }
        try {
            Class<?> base = Reflection.ancestor(execution.getClass(), "StreamExecution");
            if (base == null) {
                return false;
            }
            for (Field field : base.getDeclaredFields()) {
                if (field.getName().endsWith("startLatch") && field.getType() == CountDownLatch.class) {
                    field.setAccessible(true);
                    ((CountDownLatch) field.get(execution)).countDown();
                    return true;
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("The start of a query cannot be let go of early", e);
        }
        LOG.info("This Spark does not let go of the start of a query: its start() returns when it is held no more");
        return false;
    }
}
