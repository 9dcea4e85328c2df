package io.github.curfew.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Spark jobs of one piece of work on the calling thread. An interrupt makes that thread stop waiting for its job, and
 * the job runs on; so a job group is there to cancel it by.
 */
final class JobGroup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobGroup.class);

    /** Where Spark keeps a thread's group, of which it has no getter. */
    private static final List<String> KEYS =
            List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

    private final SparkContext context;
    private final String id;
    private final Map<String, @Nullable String> before = new HashMap<>();

    private JobGroup(SparkContext context, String id) {
        this.context = context;
        this.id = id;
    }

    /** From now on the calling thread's jobs are of this group, until it is closed by the same thread. */
    static JobGroup begin(SparkContext context, String id, String description) {
        JobGroup group = new JobGroup(context, id);
        KEYS.forEach(key -> group.before.put(key, context.getLocalProperty(key)));
        context.setJobGroup(id, description, false);
        return group;
    }

    /** Cancels those that still run. */
    void cancel() {
        try {
            context.cancelJobGroup(id);
        } catch (RuntimeException e) {
            LOG.debug("The jobs of {} cannot be cancelled", id, e);
        }
    }

    @Override
    public void close() {
        before.forEach(context::setLocalProperty);
    }
}
