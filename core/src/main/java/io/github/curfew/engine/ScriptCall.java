package io.github.curfew.engine;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Calls into what a user wrote, so that a cut interrupts the call under way and nothing that its thread does after it. */
final class ScriptCall {
    private @Nullable Thread calling;
    private boolean cut;

    /** Makes a call in this thread. Blocks as long as it takes. */
    <T> T make(Callable<T> call) throws Exception {
        calling(Thread.currentThread());
        try {
            return call.call();
        } finally {
            calling(null);
        }
    }

    private synchronized void calling(@Nullable Thread thread) {
        calling = thread;
        if (thread == null && cut) {
            // The interrupt was for the call, which has ended.
            Thread.interrupted();
        }
    }

    /** Interrupts the call under way, if there is one. */
    synchronized void cut() {
        cut = true;
        if (calling != null) {
            calling.interrupt();
        }
    }

    synchronized boolean isCut() {
        return cut;
    }
}
