package io.github.curfew.redis;

import io.github.curfew.spi.Position.Order;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one subscription heard, in the server's order. A message on a channel has no id by which it could be ordered, so
 * whoever sets a fence says so on a channel of our own, which is heard on the same connection: what is heard after that
 * was published after the fence was set, however late it arrives. Thread-safe.
 */
final class Hearing {
    private static final int MOST = 10_000;

    private final long asked;
    private long subscribed = Long.MAX_VALUE;
    private long heard;
    private final Map<Long, Long> fences = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST;
        }
    };

    /**
     * A fence, set at some moment between two that we know. Moments are numbered by the transport.
     *
     * @param asked before the server was asked; also the fence's own number
     * @param answered after it had answered
     */
    record Fence(long asked, long answered) {}

    /**
     * A message on a channel.
     *
     * @param hearing who heard it
     * @param number as the how-manieth
     */
    record Heard(Hearing hearing, long number) {
        Order order(Fence fence) {
            return hearing.order(number, fence);
        }
    }

    /**
     * Begins.
     *
     * @param asked a moment before the subscription was asked for
     */
    Hearing(long asked) {
        this.asked = asked;
    }

    /** The subscription holds since this moment at the latest. */
    synchronized void subscribed(long moment) {
        subscribed = moment;
    }

    synchronized Heard message() {
        return new Heard(this, ++heard);
    }

    /** A number that we published, unless it is somebody else's, whose words end no reading. */
    synchronized void fence(String number) {
        if (number.matches("\\d{1,18}")) {
            fences.put(Long.parseLong(number), ++heard);
        }
    }

    private synchronized Order order(long message, Fence fence) {
        Long at = fences.get(fence.asked());
        if (at != null) {
            return at < message ? Order.AFTER : Order.BEFORE;
        }
        if (fence.answered() < asked) {
            return Order.AFTER;
        }
        // We listened before the fence was set, and have not heard of it yet. (Or, after thousands, have forgotten it.)
        return subscribed < fence.asked() && fences.size() < MOST ? Order.BEFORE : Order.UNKNOWN;
    }
}
