package io.github.curfew.spark;

/**
 * A held query gives up. Spark logs what its listeners throw and goes on, unless it is fatal to the thread, as an error of
 * this kind is: then the query fails with it, before its first batch, and whoever waits for the query is told.
 */
final class GivenUpError extends LinkageError {
    private static final long serialVersionUID = 1L;

    GivenUpError(String sentence) {
        super(sentence);
    }

    GivenUpError(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
