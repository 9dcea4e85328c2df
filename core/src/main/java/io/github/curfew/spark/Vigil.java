package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps streams under curfew while somebody waits for them. Where the plugin listens, that is shared; else a driver
 * begins with the first stream that is awaited or lifecycle that is managed, and ends after the last. Thread-safe.
 */
final class Vigil {
    private static final Logger LOG = LoggerFactory.getLogger(Vigil.class);

    /** How soon the end of a stream is noticed for which nobody waits at the moment. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** One begins or ends at a time, so that no two are open at once, which would want the same ports. */
    private static final Object TURN = new Object();

    private static @Nullable Vigil own;

    private final SparkDriver driver;
    private final Map<String, Awaited> awaited = new HashMap<>();
    private int lifecycles;
    private boolean keeping;
    private boolean ended;

    /** A stream that is awaited, or was until a wait's time was over. */
    private static final class Awaited {
        private final Awaitable stream;
        private int waiting;

        Awaited(Awaitable stream) {
            this.stream = stream;
        }
    }

    private Vigil(SparkDriver driver) {
        this.driver = driver;
    }

    /**
     * Puts streams under curfew until {@link #leave}. Blocks for at most some two seconds, for the first contact with the
     * brokers, and while another one begins or ends.
     *
     * @param context of these streams
     * @param given settings that a program gives; none agree with all
     * @param streams that have not ended
     * @return what keeps them
     * @throws ConfigurationException if the settings are wrong, or differ from those by which somebody listens already
     */
    static Vigil begin(SparkContext context, Map<String, String> given, List<? extends Awaitable> streams) {
        synchronized (TURN) {
            Vigil vigil = listen(context, given, streams);
            if (vigil.isOwn()) {
                vigil.enter(streams);
            }
            return vigil;
        }
    }

    /**
     * The same for a managed lifecycle, until {@link #leave()}.
     *
     * @param context of its streams
     * @param given settings that a program gives; none agree with all
     * @return what keeps it
     * @throws ConfigurationException if the settings are wrong, or differ from those by which somebody listens already
     */
    static Vigil beginLifecycle(SparkContext context, Map<String, String> given) {
        synchronized (TURN) {
            Vigil vigil = listen(context, given, List.of());
            vigil.lifecycles++;
            return vigil;
        }
    }

    private static Vigil listen(SparkContext context, Map<String, String> given, List<? extends Awaitable> streams) {
        SparkDriver listening = SparkDriver.of(context);
        Vigil vigil = own;
        if (listening == null) {
            vigil = new Vigil(Preparation.of(given, context.getConf())
                    .begin(context, SparkDriver.Scope.AWAITED, labels -> runs(streams, labels)));
            own = vigil;
        } else {
            checkAgreement(listening, given, context);
            runs(streams, listening.labels()).forEach(listening::join);
            if (vigil == null || vigil.driver != listening) {
                return new Vigil(listening);
            }
        }
        return vigil;
    }

    /** The driver that listens. */
    SparkDriver driver() {
        return driver;
    }

    private static List<StreamRun> runs(List<? extends Awaitable> streams, QueryLabels labels) {
        return streams.stream().map(stream -> stream.run(labels)).toList();
    }

    private static void checkAgreement(SparkDriver listening, Map<String, String> given, SparkContext context) {
        if (given.isEmpty()) {
            return;
        }
        SortedSet<String> keys = Preparation.resolve(given, context.getConf()).differences(listening.settings());
        if (!keys.isEmpty()) {
            throw new ConfigurationException("Curfew listens already in this application, with other values of curfew."
                    + String.join(", curfew.", keys)
                    + ": give the same ones, or none at all to share what listens");
        }
    }

    private boolean isOwn() {
        return driver.scope() == SparkDriver.Scope.AWAITED;
    }

    private void enter(List<? extends Awaitable> streams) {
        for (Awaitable stream : streams) {
            Awaited one = awaited.get(stream.runId());
            if (one == null) {
                one = new Awaited(stream);
                awaited.put(stream.runId(), one);
                stream.listen(driver);
            }
            one.waiting++;
        }
    }

    /**
     * Nobody waits for these streams here any more. Blocks for at most some eight seconds if they are the last, until all
     * is told and closed.
     *
     * @param streams as they were given to {@link #begin}
     * @param stay whether those that have not ended stay under curfew all the same, until they end
     */
    void leave(List<? extends Awaitable> streams, boolean stay) {
        if (!isOwn()) {
            return;
        }
        synchronized (TURN) {
            for (Awaitable stream : streams) {
                Awaited one = awaited.get(stream.runId());
                if (one != null) {
                    one.waiting--;
                    // One that is being drained is not let go of, so that its final report is told.
                    if (one.waiting == 0 && !stay && stream.isActive() && driver.release(stream.runId())) {
                        forget(one);
                    }
                }
            }
            forgetEnded();
            if (awaited.values().stream().anyMatch(one -> one.waiting == 0)) {
                keep();
            }
        }
    }

    /** A managed lifecycle is over. Blocks as {@link #leave(List, boolean)} does. */
    void leave() {
        synchronized (TURN) {
            lifecycles--;
            if (isOwn()) {
                forgetEnded();
            }
        }
    }

    private void forgetEnded() {
        for (Awaited one : List.copyOf(awaited.values())) {
            if (!one.stream.isActive()) {
                driver.terminated(one.stream.runId());
                forget(one);
            }
        }
        if (awaited.isEmpty() && lifecycles == 0 && !ended) {
            ended = true;
            // Another one's turn may have come meanwhile, on the next SparkContext.
            own = own == this ? null : own;
            driver.end("nobody waits for this stream any more");
        }
    }

    private void forget(Awaited one) {
        one.stream.forget();
        awaited.remove(one.stream.runId());
    }

    /** One thread, however many streams stay without anybody who waits for them. */
    private void keep() {
        if (!keeping) {
            keeping = true;
            Thread keeper = new Thread(this::awaitThoseThatStay, "curfew-await");
            keeper.setDaemon(true);
            keeper.start();
        }
    }

    private void awaitThoseThatStay() {
        Awaitable next = next();
        while (next != null) {
            try {
                next.await(LOOK);
            } catch (Exception e) {
                // Whoever awaits it is told so.
                LOG.debug("Run {} failed", next.runId(), e);
            }
            next = next();
        }
    }

    private @Nullable Awaitable next() {
        synchronized (TURN) {
            forgetEnded();
            List<Awaited> left = new ArrayList<>(awaited.values());
            left.removeIf(one -> one.waiting > 0);
            keeping = !left.isEmpty();
            return keeping ? left.get(0).stream : null;
        }
    }
}
