package io.github.curfew.benchmarks.latency;

import java.time.Duration;

/** A backend whose readers have to look again and again. */
interface PolledSubject extends Subject {
    /** How often a reader looks, Curfew's and the raw one alike, where nothing has happened for a while. */
    Duration interval();

    /** How often Curfew's looks while something is going on, and the raw one beside it. */
    default Duration busyInterval() {
        return interval();
    }

    /** After how long a silence nothing is going on. */
    default Duration silence() {
        return Duration.ZERO;
    }

    /** Opens what the raw client puts messages into and looks at, empty, and of its own. */
    Place openPlace() throws Exception;

    /** Where messages lie until somebody looks. One thread puts, another looks. */
    interface Place extends AutoCloseable {
        /** Puts one, and returns when it is kept. */
        void put(byte[] message) throws Exception;

        /** Says how many are there that were not there at the last look. */
        int look() throws Exception;

        @Override
        void close();
    }
}
