package io.github.curfew.spi;

import java.util.List;
import java.util.Optional;

/**
 * The way into a backend: found by {@link java.util.ServiceLoader}, chosen by its name. Implementations have a public
 * constructor without arguments, which must not fail or load a client's classes.
 */
public interface BackendProvider {
    /** The version of this SPI in the core that is running. A backend answers with the one that it was built for. */
    int SPI_VERSION = 1;

    /**
     * The name by which settings speak of it, such as {@code kafka}.
     *
     * @return lower-case letters and digits
     */
    String name();

    /**
     * The SPI version that it was built for. A newer one than {@link #SPI_VERSION} is refused at start-up in one
     * sentence. Since {@code SPI_VERSION} is a compile-time constant, {@code return SPI_VERSION;} answers with the value
     * of the core against which the backend was compiled.
     *
     * @return the version
     */
    int spiVersion();

    /**
     * The settings that it knows.
     *
     * @return descriptions, from which validation and documentation come
     */
    List<Setting> settings();

    /**
     * Makes a transport. Does not touch the network and does not block: a broker that cannot be reached is the
     * transport's affair, later, and never fails an application.
     *
     * @param config this backend's settings, already checked against {@link #settings()}
     * @return the transport, ready to use
     * @throws io.github.curfew.ConfigurationException if the settings do not go together
     */
    Transport open(BackendConfig config);

    /**
     * Makes a door, if a driver is reached that way over this backend; it is then not asked to open a transport there.
     * Does not touch the network and does not block.
     *
     * @param config this backend's settings on a driver, already checked against {@link #settings()}
     * @return the door, not yet open; empty where a transport is the way, which is nearly everywhere
     * @throws io.github.curfew.ConfigurationException if the settings do not go together
     */
    default Optional<Door> door(BackendConfig config) {
        return Optional.empty();
    }
}
