package io.github.curfew.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** A simulated driver's time and threads: as many as {@link Workers} has, each as slow as chance will have it. */
final class SimScheduler implements Scheduler {
    /** What all true times are counted from. */
    static final Instant EPOCH = Instant.parse("2026-11-20T10:00:00Z");

    private final VirtualTime time;
    private final SplittableRandom random;
    private final long origin;
    private final long skewMicros;
    private final double rate;
    private final LaneQueue brokers = new LaneQueue(3);
    private final LaneQueue streams = new LaneQueue(4);
    private boolean dead;
    private int problems;

    private static final class LaneQueue {
        final Deque<Runnable> tasks = new ArrayDeque<>();
        final int most;
        int active;

        LaneQueue(int most) {
            this.most = most;
        }
    }

    SimScheduler(VirtualTime time, SplittableRandom random, long skewMicros, double rate) {
        this.time = time;
        this.random = random;
        this.origin = time.now() - random.nextLong(VirtualTime.SECOND * 100_000);
        this.skewMicros = skewMicros;
        this.rate = rate;
    }

    @Override
    public Instant now() {
        return wall(time.now());
    }

    Instant wall(long trueMicros) {
        return EPOCH.plusNanos((trueMicros + skewMicros) * 1_000);
    }

    /** The true moment of a time that this driver's clock told. */
    long trueTime(Instant wall) {
        return Duration.between(EPOCH, wall).toNanos() / 1_000 - skewMicros;
    }

    @Override
    public Duration uptime() {
        return Duration.ofNanos((long) ((time.now() - origin) * 1_000 * rate));
    }

    @Override
    public void execute(Lane lane, Runnable task) {
        if (!dead) {
            LaneQueue queue = lane == Lane.BROKER ? brokers : streams;
            queue.tasks.add(task);
            time.after(random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(100), () -> pump(queue));
        }
    }

    private void pump(LaneQueue queue) {
        if (dead || queue.active >= queue.most || queue.tasks.isEmpty()) {
            return;
        }
        queue.active++;
        try {
            run(queue.tasks.remove());
        } finally {
            queue.active--;
        }
        if (!queue.tasks.isEmpty()) {
            time.after(1, () -> pump(queue));
        }
    }

    @Override
    public void after(Duration delay, Runnable task) {
        if (!dead) {
            time.after(delay.toNanos() / 1_000 + random.nextInt(200), () -> run(task));
        }
    }

    /** Like {@link Workers}, it survives what a task throws. */
    private void run(Runnable task) {
        if (dead) {
            return;
        }
        try {
            task.run();
        } catch (Throwable e) {
            problems++;
        }
    }

    /** How many tasks threw what their owner should have caught. */
    int problems() {
        return problems;
    }

    void die() {
        dead = true;
    }
}
