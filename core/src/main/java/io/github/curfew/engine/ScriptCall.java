package io.github.curfew.engine;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Calls into what a user wrote, so that a cut interrupts the call under way and nothing that its thread does after it. */
final class ScriptCall {
    private @Nullable Thread calling;
    private boolean cut;

    /**
     * Makes a call in this thread. Blocks as long as it takes.
     *
     * @throws InterruptedException if the cut came before
     */
    <T> T make(Callable<T> call) throws Exception {
        begin();
        try {
            return call.call();
        } finally {
            end();
        }
    }

    private synchronized void begin() throws InterruptedException {
        if (cut) {
            throw new InterruptedException("it was cut before");
        }
        calling = Thread.currentThread();
    }

    private synchronized void end() {
        calling = null;
        if (cut) {
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
