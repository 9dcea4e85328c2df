package io.github.curfew.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The script of a lifecycle: streams that drain at once unless told otherwise, and maintenance that can be held up. */
final class Stage implements Lifecycle.Script {
    final List<StagedStream> streams = new CopyOnWriteArrayList<>();
    final List<Exception> troubles = new CopyOnWriteArrayList<>();
    volatile boolean drains = true;
    volatile @Nullable CountDownLatch held;
    volatile @Nullable StagedStart starting;
    volatile @Nullable StagedStream begun;
    volatile boolean over;
    volatile int rounds;
    volatile int failures;
    volatile @Nullable Error error;

    @Override
    public Run start() throws Exception {
        if (!troubles.isEmpty()) {
            throw troubles.remove(0);
        }
        StagedStart first = starting;
        if (first != null) {
            first.await();
        }
        StagedStream stream = new StagedStream(this, streams.size());
        streams.add(stream);
        return stream;
    }

    @Override
    public @Nullable Run begun() {
        return begun;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /** What a start does before its stream runs. */
    interface StagedStart {
        void await() throws Exception;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the player alone.
    public void maintain() throws Exception {
        rounds++;
        CountDownLatch latch = held;
        if (latch != null) {
            latch.await();
        }
        Error thrown = error;
        if (thrown != null) {
            throw thrown;
        }
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("no space left");
        }
    }

    StagedStream current() {
        return streams.get(streams.size() - 1);
    }
}
