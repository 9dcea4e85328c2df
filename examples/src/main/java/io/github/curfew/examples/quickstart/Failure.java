package io.github.curfew.examples.quickstart;

import java.nio.file.Path;

/** The quickstart cannot go on. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a failure.
     *
     * @param message what happened
     * @param log where more of it stands
     */
    Failure(String message, Path log) {
        super(message + "; see " + log);
    }
}
