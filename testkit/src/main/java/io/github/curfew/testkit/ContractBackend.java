package io.github.curfew.testkit;

import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backend under test, and its server as its own users see it: what is published by hand and what is looked at must go
 * past the backend's code, over the server's native client.
 */
public interface ContractBackend {
    /**
     * Gives the provider.
     *
     * @return the one whose transports are tested
     */
    BackendProvider provider();

    /**
     * Gives the settings with which transports are opened; defaults are filled in.
     *
     * @return keys without {@code curfew.}
     */
    Map<String, String> settings();

    /**
     * Publishes a signal as somebody without Curfew does.
     *
     * @param namespace in which
     * @param body any bytes
     * @throws Exception whatever the native client throws
     */
    void publishByHand(String namespace, byte[] body) throws Exception;

    /**
     * In which other ways somebody without Curfew asks the same: by what is beside a message, as an event's attributes in
     * binary mode, or by no message at all. Each has to be refused where only what is signed counts.
     *
     * @return the ways, by what they are; none unless it is overridden
     */
    default Map<String, ByHand> otherWaysByHand() {
        return Map.of();
    }

    /**
     * Looks at what the server holds.
     *
     * @param namespace in which
     * @param topic of which kind
     * @return the bodies, in any order; null where a server cannot be asked
     * @throws Exception whatever the native client throws
     */
    @Nullable List<Payload> stored(String namespace, Topic topic) throws Exception;

    /**
     * Whether messages that one sender published one after the other arrive in this order. Where not, only those whose
     * broker times differ do.
     *
     * @return true unless it is overridden
     */
    default boolean keepsOrder() {
        return true;
    }

    /**
     * Whether positions tell the order of every message, so that {@code UNKNOWN} is a fault.
     *
     * @return true unless it is overridden
     */
    default boolean tellsOrder() {
        return true;
    }

    /**
     * Whether a message that was published by hand has one identity for all readers. Where each reader has a copy of its
     * own, only our publisher's messages have.
     *
     * @return true unless it is overridden
     */
    default boolean knowsWhatIsPublishedByHand() {
        return true;
    }

    /**
     * The way to an outage.
     *
     * @return null where the server cannot be stopped
     */
    default @Nullable Outage outage() {
        return null;
    }

    /** A way to ask by hand. */
    @FunctionalInterface
    interface ByHand {
        /**
         * Asks the stream {@code orders}, which runs, to stop.
         *
         * @param namespace in which
         * @throws Exception whatever the native client throws
         */
        void stopOrders(String namespace) throws Exception;
    }

    /** Stops a server and starts it again, with what it held. */
    interface Outage {
        /**
         * Returns when the server cannot be reached.
         *
         * @throws Exception if that fails
         */
        void begin() throws Exception;

        /**
         * Returns when the server can be reached.
         *
         * @throws Exception if that fails
         */
        void end() throws Exception;
    }
}
