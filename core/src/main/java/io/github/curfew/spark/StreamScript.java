package io.github.curfew.spark;

import io.github.curfew.engine.Lifecycle;
import io.github.curfew.engine.Run;
import io.github.curfew.engine.RunGroup;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams of a managed lifecycle, and what is done between them. Used by the thread that plays it. */
final class StreamScript implements Lifecycle.Script {
    private static final Logger LOG = LoggerFactory.getLogger(StreamScript.class);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final SparkDriver driver;
    private final SparkContext context;
    private final RunInfo info;
    private final List<Started.Way> ways;
    private final ManagedLifecycle.@Nullable Task task;
    private volatile List<Started> started = List.of();

    StreamScript(
            SparkDriver driver,
            SparkContext context,
            RunInfo info,
            List<Started.Way> ways,
            ManagedLifecycle.@Nullable Task task) {
        this.driver = driver;
        this.context = context;
        this.info = info;
        this.ways = List.copyOf(ways);
        this.task = task;
    }

    @Override
    public Run start() throws Exception {
        forget();
        List<Started> soFar = new ArrayList<>();
        for (Started.Way way : ways) {
            soFar.add(way.start(driver, info));
            started = List.copyOf(soFar);
        }
        List<Run> runs = runs();
        refuseMixture(runs);
        return runs.size() == 1 ? runs.get(0) : new RunGroup(info, runs);
    }

    @Override
    public @Nullable Run begun() {
        List<Run> runs = runs();
        return runs.isEmpty() ? null : new RunGroup(info, runs);
    }

    @Override
    public boolean isOver() {
        return context.isStopped();
    }

    /** They end together: those that can be drained would be cut with one that cannot. */
    private void refuseMixture(List<Run> runs) {
        List<Run> undrainable =
                runs.stream().filter(run -> run.whyNotDrainable() != null).toList();
        if (!undrainable.isEmpty() && undrainable.size() < runs.size()) {
            Run one = undrainable.get(0);
            String name = one.info().displayName();
            throw new IllegalStateException("the lifecycle " + info.displayName()
                    + " has streams that can be drained, and " + name + ", which cannot, so that each stop would cut"
                    + " them all: manage " + name + " by a lifecycle of its own; " + one.whyNotDrainable());
        }
    }

    private List<Run> runs() {
        return started.stream().map(Started::run).toList();
    }

    private void forget() {
        started.forEach(each -> each.forget().run());
        started = List.of();
    }

    @Override
    public void maintain() throws Exception {
        if (task == null) {
            return;
        }
        try (JobGroup jobs =
                JobGroup.begin(context, "curfew-maintenance-" + info.id(), "maintenance of " + info.displayName())) {
            try {
                task.run();
            } catch (Throwable e) {
                // Neither a retry nor the stream shall run beside what is left of it.
                jobs.cancel();
                throw e;
            }
        }
    }

    /** Throws what a stream has failed with, as it would to whoever waits for it. */
    void check() throws Exception {
        for (Started each : started) {
            if (each.run().hasEnded()) {
                each.outcome().check();
            }
        }
    }

    /** It is over, well or not: what still runs is drained, and that is not waited for. */
    void leave() {
        List<Run> left = runs().stream().filter(run -> !run.hasEnded()).toList();
        forget();
        if (!left.isEmpty()) {
            Thread thread = new Thread(() -> drain(left), "curfew-leave-" + info.id());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void drain(List<Run> left) {
        try {
            for (Run run : left) {
                if (run.whyNotDrainable() != null) {
                    run.cut();
                }
            }
            for (List<Run> still = left; !still.isEmpty(); ) {
                still.forEach(Run::drain);
                LockSupport.parkNanos(LOOK.toNanos());
                still = still.stream().filter(run -> !run.hasEnded()).toList();
            }
        } catch (Exception | LinkageError e) {
            LOG.warn("A stream of {} was left and could not be drained", info.displayName(), e);
        }
    }
}
