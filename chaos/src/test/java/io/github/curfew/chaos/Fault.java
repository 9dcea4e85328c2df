package io.github.curfew.chaos;

/**
 * One thing that goes wrong with a server, or on the way to it, and how it ends.
 *
 * @param name for the figures
 * @param memory what the server knows afterwards
 * @param begin what does it
 * @param end what mends it; returns when the server can be used
 */
record Fault(String name, Memory memory, Step begin, Step end) {
    /** Something that is done to a server. */
    interface Step {
        void take() throws Exception;
    }

    /** What a server knows afterwards. */
    enum Memory {
        ALL,
        /** It may have forgotten what it had taken, and drivers have to know of that. */
        LOST,
        /** The same, but only whoever tried to read in the meantime can know of it. */
        LOST_IN_BETWEEN,
        /** Somebody took away what nobody had read yet, and left no trace of it by which anybody could know. */
        LOST_SILENTLY
    }

    /** What keeps no server from remembering. */
    static Fault of(String name, Step begin, Step end) {
        return new Fault(name, Memory.ALL, begin, end);
    }

    /** What may make it forget. */
    static Fault losing(String name, Step begin, Step end) {
        return new Fault(name, Memory.LOST, begin, end);
    }

    /** What may make it forget, and shows only while it lasts. */
    static Fault losingInBetween(String name, Step begin, Step end) {
        return new Fault(name, Memory.LOST_IN_BETWEEN, begin, end);
    }

    /** What may make it forget, so that it seems never to have been there. */
    static Fault losingSilently(String name, Step begin, Step end) {
        return new Fault(name, Memory.LOST_SILENTLY, begin, end);
    }

    boolean loses() {
        return memory != Memory.ALL;
    }
}
