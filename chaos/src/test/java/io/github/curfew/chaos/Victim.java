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

    /** Whether a driver gets what was sent before it had reached the server for the first time. */
    default boolean keepsForStrangers() {
        return true;
    }

    @Override
    void close() throws IOException;
}
