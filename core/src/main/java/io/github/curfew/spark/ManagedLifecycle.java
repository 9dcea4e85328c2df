package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import io.github.curfew.engine.Lifecycle;
import io.github.curfew.engine.Maintenance;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.jspecify.annotations.Nullable;

/**
 * A stream that stops, lets something be done, and goes on, while its SparkContext lives: start, then a restart, a pause
 * and a resume, or the time for it, then the maintenance, then start again, until a stop. Made by
 * {@link Curfew#manage(SparkSession, String)}, described by the methods here, and then run:
 *
 * <pre>{@code
 * Curfew.manage(spark, "orders")
 *         .query(orders::start)
 *         .every(Duration.ofHours(6))
 *         .between(() -> compact(table))
 *         .run();
 * }</pre>
 *
 * <p>To senders it is one run, of the kind {@code lifecycle}, from its own start to its end, however often its streams are
 * started and however many they are; a stop that is published while nothing streams ends it too. The plugin does not show
 * its streams as runs of their own. Every stop between is a drain, as for any stream.
 *
 * <p>Not thread-safe while it is being described.
 */
public final class ManagedLifecycle {
    private final Map<String, String> given;
    private final SparkContext context;
    private final @Nullable SparkSession session;
    private final String name;
    private final List<Started.Way> ways = new ArrayList<>();
    private @Nullable Task task;
    private @Nullable Duration every;
    private int retries;
    private Duration backoff = Duration.ZERO;
    private OnFailure onFailure = OnFailure.END;

    /** What is done while the streams are stopped. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does it, on the thread that runs the lifecycle. Interrupted when the deadline of a stop passes meanwhile, and
         * the Spark jobs of that thread are then cancelled.
         *
         * @throws Exception if it failed
         */
        void run() throws Exception;
    }

    ManagedLifecycle(Map<String, String> given, SparkContext context, @Nullable SparkSession session, String name) {
        this.given = Map.copyOf(given);
        this.context = context;
        this.session = session;
        this.name = name.strip();
        if (this.name.isEmpty()) {
            throw new IllegalArgumentException("a managed lifecycle has no name: give one, by which it can be stopped");
        }
    }

    /**
     * Adds a query. Several are started and drained together. When one fails, the others are drained; one that ends by
     * itself is started again with the others.
     *
     * @param start starts it, and is called again after every maintenance: always with the same checkpoint, so that it
     *     goes on where it stopped; called on the thread that runs the lifecycle
     * @return this
     */
    public ManagedLifecycle query(Callable<? extends StreamingQuery> start) {
        ways.add(new QueryStart(Objects.requireNonNull(start, "start")));
        return this;
    }

    /**
     * Adds a StreamingContext. The SparkContext goes on living when it stops.
     *
     * @param make gives one that is set up and not started, on the living SparkContext, a new one at every call or from its
     *     checkpoint, such as {@code () -> JavaStreamingContext.getOrCreate(checkpoint, this::create)}
     * @return this
     */
    @SuppressWarnings("deprecation") // DStreams are, and many pipelines still run on them.
    public ManagedLifecycle context(Callable<JavaStreamingContext> make) {
        ways.add(new ContextStart(Objects.requireNonNull(make, "make")));
        return this;
    }

    /**
     * Has the streams stop for maintenance by themselves; else they do so for a restart, or a pause and a resume, only.
     *
     * @param length how long they run between one start and the next stop
     * @return this
     */
    public ManagedLifecycle every(Duration length) {
        every = Objects.requireNonNull(length, "length");
        return this;
    }

    /**
     * Says what is done between a stop and the next start; nothing unless said.
     *
     * @param maintenance what to do; not called at the first start and after the last stop
     * @return this
     */
    public ManagedLifecycle between(Task maintenance) {
        task = Objects.requireNonNull(maintenance, "maintenance");
        return this;
    }

    /**
     * Has maintenance that fails tried again; unless said, it is not.
     *
     * @param times how often, after the first failure
     * @param first how long to wait before the first retry; twice as long before each further one
     * @return this
     */
    public ManagedLifecycle retry(int times, Duration first) {
        retries = times;
        backoff = Objects.requireNonNull(first, "first");
        return this;
    }

    /**
     * Says what becomes of maintenance that fails for good; unless said, it ends the lifecycle.
     *
     * @param policy after the last retry
     * @return this
     */
    public ManagedLifecycle onFailure(OnFailure policy) {
        onFailure = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Runs it. Blocks until it is stopped from outside, or a stream fails or ends by itself, or the maintenance fails for
     * good; then for some seconds at the most, until the last report is told and all of Curfew's that only it needed is
     * closed. While it is paused it still listens and answers. If the calling thread is interrupted, what streams is
     * drained without being waited for.
     *
     * @throws ConfigurationException with every problem at once, before anything is started, if the settings are missing
     *     or wrong
     * @throws IllegalArgumentException if a length or a number that was given makes no sense, before anything is started
     * @throws IllegalStateException if nothing is there to be started
     * @throws InterruptedException if the calling thread was interrupted, by somebody else than a stop
     * @throws Exception what a stream failed with, as its own {@code awaitTermination} does; what could not be started
     *     threw; what the maintenance threw, if that ends it
     */
    public void run() throws Exception {
        if (ways.isEmpty()) {
            throw new IllegalStateException("the managed lifecycle " + name
                    + " has nothing to start: give it a query(...) or a context(...) before run()");
        }
        Maintenance maintenance = new Maintenance(every, retries, backoff, onFailure == OnFailure.GO_ON);
        Vigil vigil = Vigil.beginLifecycle(context, given);
        try {
            SparkDriver driver = vigil.driver();
            if (driver.settings().takesOver()) {
                throw new ConfigurationException("curfew.takeover is not for managed lifecycles, and would not keep "
                        + name + " from running beside its predecessor: leave it out for this application");
            }
            RunInfo info = info(driver);
            StreamScript script = new StreamScript(driver, context, info, ways, task);
            try {
                play(driver.engine().manage(info, script, maintenance), script);
            } finally {
                driver.engine().ended(info.id());
            }
        } finally {
            vigil.leave();
        }
    }

    private static void play(Lifecycle lifecycle, StreamScript script) throws Exception {
        try {
            lifecycle.play();
            script.check();
        } finally {
            script.leave();
        }
    }

    private RunInfo info(SparkDriver driver) {
        String id = UUID.randomUUID().toString();
        Labels labels = driver.labels().ofLifecycle(session, name, id);
        return new RunInfo(id, Instant.now(), labels);
    }
}
