package io.github.curfew.spark;

/** Something inside Spark that is not there, or not as expected. Its message stands alone. */
final class NotShownException extends ReflectiveOperationException {
    private static final long serialVersionUID = 1L;

    NotShownException(String message) {
        super(message);
    }
}
