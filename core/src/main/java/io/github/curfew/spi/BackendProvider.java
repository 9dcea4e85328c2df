package io.github.curfew.spi;

import java.util.List;
import java.util.Optional;

/**
 * The way into a backend: found by {@link java.util.ServiceLoader}, chosen by its name. Implementations have a public
 * constructor without arguments, which must not fail or load a client's classes, and are named in
 * {@code META-INF/services/io.github.curfew.spi.BackendProvider} of their jar.
 *
 * <p>Thread-safe: one instance may be asked by several threads, and is asked again for each driver or client in this JVM. It
 * is loaded by the thread's context class loader or the SPI's own, so that a jar can come by {@code --jars} or lie on the
 * class path; a client that looks up drivers or codecs by class loader should look with that of the backend's own classes.
 * Core asks only the backends that are chosen to open anything. Two of one name are an error at start-up, as is one that
 * cannot be loaded when it is the one that was chosen. No method touches the network, blocks, or starts a thread.
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
     * The settings that it knows; all other keys that begin with its name and a dot are errors. All begin with
     * {@link #name()} and a dot: {@code kafka.bootstrap.servers}. The first is the one that says where the broker is, and
     * that somebody sets who means this backend.
     *
     * @return descriptions, from which validation and documentation come; the same at every call
     */
    List<Setting> settings();

    /**
     * Makes a transport. Does not touch the network and does not block: a broker that cannot be reached is the
     * transport's affair, later, and never fails an application. Whoever opened it closes it, once or more often.
     *
     * @param config this backend's settings, already checked against {@link #settings()}
     * @return the transport, ready to use
     * @throws io.github.curfew.ConfigurationException if the settings do not go together: it ends the start of whoever
     *     opens, with the problems of all backends at once. Anything else that is thrown does so too, less politely
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
