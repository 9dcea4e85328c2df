package io.github.curfew;

/**
 * The root of every exception that Curfew throws on purpose. Its message is one sentence, or several lines of one
 * sentence each, fit to be shown to a user as it stands: it names the thing, the place and the cure.
 */
public class CurfewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception without a cause.
     *
     * @param message what is wrong, where, and what cures it
     */
    public CurfewException(String message) {
        super(message);
    }

    /**
     * Makes an exception with a cause, which is for a developer's eyes; the message stands alone.
     *
     * @param message what is wrong, where, and what cures it
     * @param cause what brought it about
     */
    public CurfewException(String message, Throwable cause) {
        super(message, cause);
    }
}
