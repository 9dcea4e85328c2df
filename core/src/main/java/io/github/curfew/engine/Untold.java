package io.github.curfew.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be told, in order, once no lock is held: telling asks ladders, and a ladder may be the one on whose behalf
 * something was decided. Thread-safe.
 */
final class Untold {
    private static final Logger LOG = LoggerFactory.getLogger(Untold.class);

    private final Deque<Runnable> untold = new ArrayDeque<>();
    private boolean telling;

    synchronized void add(Runnable word) {
        untold.add(word);
    }

    /** Tells it, unless another thread does. */
    void tell() {
        for (Runnable next = next(false); next != null; next = next(true)) {
            try {
                next.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.error("Something about a held run was not told; it is held or goes on all the same", e);
            }
        }
    }

    private synchronized @Nullable Runnable next(boolean mine) {
        if (telling && !mine) {
            return null;
        }
        Runnable next = untold.poll();
        telling = next != null;
        return next;
    }
}
