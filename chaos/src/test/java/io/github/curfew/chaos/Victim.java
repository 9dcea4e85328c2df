package io.github.curfew.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A backend with its server, to which everything happens. */
interface Victim extends AutoCloseable {
    /** Settings of drivers, who come by the way that can be disturbed. */
    Map<String, String> drivers();

    /** Settings of senders, who come by another way, so that they reach the server when drivers cannot. */
    Map<String, String> senders();

    List<Fault> faults();

    /**
     * What happens in one of the story's places, beside what happens in the others.
     *
     * @param place which
     */
    default List<Fault> faults(int place) {
        return place == 0 ? faults() : List.of();
    }

    /**
     * Settings of the driver in one of the story's places.
     *
     * @param place whose last driver, if any, is gone
     */
    default Map<String, String> drivers(int place) {
        return drivers();
    }

    /**
     * Where drivers are servers themselves, settings of senders to each of the story's places; none where one server is
     * there for all.
     */
    default List<Map<String, String>> places() {
        return List.of();
    }

    /** The driver in that place was killed: so is whatever of its process is on this side. */
    default void killed(int place) {}

    /** Whether a driver gets what was sent before it had reached the server for the first time. */
    default boolean keepsForStrangers() {
        return true;
    }

    @Override
    void close() throws IOException;
}
