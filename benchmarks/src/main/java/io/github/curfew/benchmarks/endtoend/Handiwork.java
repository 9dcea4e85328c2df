package io.github.curfew.benchmarks.endtoend;

import java.util.List;

/** How one has a query stopped by hand: a process that asks and waits for the answer, and a thread of the application. */
interface Handiwork extends AutoCloseable {
    /** What it does, in some words. */
    String words();

    /** Makes ready for another stop. */
    void prepare() throws Exception;

    /** The other process; it prints when it began, had sent, and had the answer, in nanoseconds of the epoch, and the answer. */
    List<String> command();

    /** In the application: waits until somebody asks. */
    void awaitStop() throws Exception;

    /** In the application: tells that it is done. */
    void answer(String text) throws Exception;

    @Override
    void close();
}
