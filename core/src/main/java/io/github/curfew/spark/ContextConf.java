package io.github.curfew.spark;

import io.github.curfew.model.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.StreamingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of Spark's on which it depends whether a graceful stop of a StreamingContext processes all that was
 * received. What the user has set stays as it is. Thread-safe.
 */
@SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
final class ContextConf {
    /** How long a graceful stop waits; Spark reads it when the stop begins. Ten batches, unless set. */
    static final String TIMEOUT = "spark.streaming.gracefulStopTimeout";

    /**
     * Whether the receivers' log is written in batches; Spark reads it when the context starts. A graceful stop closes
     * that log before the last blocks are allocated to a batch. Written in batches it then takes no more, and those
     * blocks are lost.
     */
    static final String BATCHING = "spark.streaming.driver.writeAheadLog.allowBatching";

    private static final Logger LOG = LoggerFactory.getLogger(ContextConf.class);

    /** Ends the key that says which value is ours: a checkpoint keeps the SparkConf, and after it ours would look set. */
    private static final String SET_BY = ".setBy";

    private static final String CURFEW = "curfew ";

    /** For as long as one of our own stops is under way, the deadlines of the signals count alone. */
    private static final String UNLIMITED = "3650d";

    private static final Set<SparkConf> TOLD =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private ContextConf() {}

    /** Sets what is not set, before there is a context. */
    static void complete(SparkConf conf, Duration deadline) {
        if (isOurs(conf, TIMEOUT)) {
            set(conf, TIMEOUT, deadline.toMillis() + "ms");
        }
        if (isOurs(conf, BATCHING)) {
            set(conf, BATCHING, "false");
        }
    }

    /** The same for a context that is not started yet, whether the plugin is there or not. */
    static void complete(StreamingContext context, Duration deadline) {
        try {
            complete(of(context), deadline);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("Spark's settings for a graceful stop cannot be set: {}", Reflection.reason(e));
        }
    }

    /** Sees to it that this context waits for at least the deadline, and says what holds, once for each SparkContext. */
    static void settle(StreamingContext context, Duration deadline) {
        try {
            SparkConf conf = of(context);
            if (isOurs(conf, TIMEOUT)) {
                Duration spark = ContextInternals.batch(context).multipliedBy(10);
                set(conf, TIMEOUT, (spark.compareTo(deadline) > 0 ? spark : deadline).toMillis() + "ms");
            }
            if (TOLD.add(conf)) {
                tell(conf, context, deadline);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("How long a graceful stop may take cannot be set: {}", Reflection.reason(e));
        }
    }

    private static void tell(SparkConf conf, StreamingContext context, Duration deadline)
            throws ReflectiveOperationException {
        Duration timeout = Duration.ofMillis(conf.getTimeAsMs(TIMEOUT));
        List<String> set = new ArrayList<>();
        if (isOurs(conf, TIMEOUT)) {
            set.add(TIMEOUT + "=" + Durations.text(timeout));
        } else if (timeout.compareTo(deadline) < 0) {
            LOG.warn(
                    "{}={} is shorter than the deadline of a stop ({}): after it Spark gives up, which is then reported as"
                            + " forced",
                    TIMEOUT,
                    conf.get(TIMEOUT),
                    Durations.text(deadline));
        }
        if (conf.contains(BATCHING) && isOurs(conf, BATCHING)) {
            set.add(BATCHING + "=false");
        } else if (ContextInternals.receivers(context) > 0
                && context.checkpointDir() != null
                && conf.getBoolean(BATCHING, true)) {
            LOG.warn(
                    "{} is true: with a checkpoint, a graceful stop can lose what was received last; set it to false before"
                            + " the StreamingContext is made",
                    BATCHING);
        }
        if (!set.isEmpty()) {
            LOG.info("So that a stop processes all that was received, Curfew has set {}", String.join(", ", set));
        }
    }

    /**
     * Lets the deadlines of the signals count alone, unless the user has set how long a graceful stop may take.
     *
     * @return what sets it back
     */
    static Runnable lift(StreamingContext context) {
        try {
            SparkConf conf = of(context);
            if (isOurs(conf, TIMEOUT)) {
                String before = conf.get(TIMEOUT, "");
                set(conf, TIMEOUT, UNLIMITED);
                return () -> {
                    if (before.isEmpty()) {
                        conf.remove(TIMEOUT);
                        conf.remove(TIMEOUT + SET_BY);
                    } else {
                        set(conf, TIMEOUT, before);
                    }
                };
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("A graceful stop may give up before its deadline: {}", Reflection.reason(e));
        }
        return () -> {};
    }

    /** The one that Spark itself reads. */
    private static SparkConf of(StreamingContext context) throws ReflectiveOperationException {
        return (SparkConf) Reflection.result(context, "conf");
    }

    private static boolean isOurs(SparkConf conf, String key) {
        return !conf.contains(key) || conf.get(key + SET_BY, "").equals(CURFEW + conf.get(key));
    }

    private static void set(SparkConf conf, String key, String value) {
        conf.set(key, value);
        conf.set(key + SET_BY, CURFEW + value);
    }
}
