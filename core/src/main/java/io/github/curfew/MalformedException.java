package io.github.curfew;

/** Text that somebody wrote, a selector, a duration or a message, and that cannot be read. */
public final class MalformedException extends CurfewException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what cannot be read, where, and how to write it instead
     */
    public MalformedException(String message) {
        super(message);
    }
}
