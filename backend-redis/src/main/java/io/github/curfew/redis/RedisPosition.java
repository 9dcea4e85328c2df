package io.github.curfew.redis;

import io.github.curfew.redis.Hearing.Fence;
import io.github.curfew.redis.Hearing.Heard;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import org.jspecify.annotations.Nullable;

/**
 * A point in a stream.
 *
 * @param last the id of the last entry before it
 * @param added how many entries the stream had ever taken there; -1 where that is not known
 * @param doubt entries up to this id that appear behind the position were not given their ids in the usual course: a
 *     server has lost data, or found lost data again. Where they lie cannot be told
 * @param fence for what comes on the channel; null where the position is none that was asked for
 */
record RedisPosition(
        StreamId last, long added, StreamId doubt, @Nullable Fence fence) implements Position {
    /**
     * An entry of the stream.
     *
     * @param id its id
     * @param doubtful whether it was read from a stream that had lost data, and has an id that may be another's again
     */
    record Entry(StreamId id, boolean doubtful) {}

    @Override
    public Order order(Delivery delivery) {
        if (delivery.tag() instanceof Entry entry) {
            if (entry.id().compareTo(last) <= 0) {
                return entry.doubtful() ? Order.UNKNOWN : Order.BEFORE;
            }
            return entry.id().compareTo(doubt) <= 0 ? Order.UNKNOWN : Order.AFTER;
        }
        if (delivery.tag() instanceof Heard heard && fence != null) {
            return heard.order(fence);
        }
        return Order.UNKNOWN;
    }
}
