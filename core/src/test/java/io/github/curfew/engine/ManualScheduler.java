package io.github.curfew.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A time that stands until it is moved, and tasks that wait until they are run. */
final class ManualScheduler implements Scheduler {
    private final Map<Lane, List<Runnable>> tasks = new EnumMap<>(Lane.class);
    private final List<Runnable> later = new ArrayList<>();
    private Duration uptime = Duration.ofHours(5);
    /** As where a container may have no more threads. */
    boolean refuses;

    @Override
    public Instant now() {
        return Instant.EPOCH.plus(uptime);
    }

    @Override
    public Duration uptime() {
        return uptime;
    }

    @Override
    public void execute(Lane lane, Runnable task) {
        if (refuses) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        tasks.computeIfAbsent(lane, unused -> new ArrayList<>()).add(task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        later.add(task);
    }

    void pass(Duration length) {
        uptime = uptime.plus(length);
    }

    int waiting(Lane lane) {
        return tasks.getOrDefault(lane, List.of()).size();
    }

    void run(Lane lane) {
        List<Runnable> now = tasks.remove(lane);
        if (now != null) {
            now.forEach(Runnable::run);
        }
    }
}
