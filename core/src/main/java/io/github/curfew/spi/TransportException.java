package io.github.curfew.spi;

import io.github.curfew.CurfewException;

/**
 * A backend could not do what it was asked to. The message is one sentence with operation, target and cause, and never a
 * secret: {@code cannot publish to curfew.default.reports at broker:9092: the request timed out}. It is what an operator reads
 * in the log and in a backend's health, so every exception of a client is wrapped in one at the backend's edge.
 */
public final class TransportException extends CurfewException {
    private static final long serialVersionUID = 1L;

    /** Whether it may pass by itself. */
    private final boolean worthRetrying;

    private TransportException(String message, Throwable cause, boolean worthRetrying) {
        super(message, cause);
        this.worthRetrying = worthRetrying;
    }

    /**
     * Something that may pass by itself, such as a link that is down. Nearly everything is: topics are made, rights are
     * given back.
     *
     * @param message operation, target and cause
     * @param cause the client's exception
     * @return the exception
     */
    public static TransportException passing(String message, Throwable cause) {
        return new TransportException(message, cause, true);
    }

    /**
     * Something that this very message will always meet, such as its size.
     *
     * @param message operation, target and cause
     * @param cause the client's exception
     * @return the exception
     */
    public static TransportException lasting(String message, Throwable cause) {
        return new TransportException(message, cause, false);
    }

    /**
     * Whether the same call may go through later.
     *
     * @return false if trying it again is of no use
     */
    public boolean isWorthRetrying() {
        return worthRetrying;
    }
}
