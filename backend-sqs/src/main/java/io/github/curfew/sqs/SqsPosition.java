package io.github.curfew.sqs;

import io.github.curfew.aws.ServiceClock;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A moment in the life of a queue. Of the next queue that took the former's place, all comes later; of the same one, what
 * had been received already came earlier; for the rest, the broker's times are compared, as closely as they are known.
 *
 * @param incarnation how often the queue had been made
 * @param received how many messages had been received
 * @param fresh whether the queue had just been made, so that nothing lay in it
 * @param time when it was, by the broker's clock; null where that is not known
 */
record SqsPosition(int incarnation, long received, boolean fresh, ServiceClock.@Nullable Span time)
        implements Position {
    /** How far the clocks of two machines of SQS may be apart, one that dates answers and one that dates messages. */
    static final Duration SKEW = Duration.ofSeconds(1);

    @Override
    public Order order(Delivery delivery) {
        if (!(delivery.tag() instanceof Received message)) {
            return Order.UNKNOWN;
        }
        if (message.queue().incarnation() != incarnation) {
            return message.queue().incarnation() > incarnation ? Order.AFTER : Order.BEFORE;
        }
        if (fresh) {
            return Order.AFTER;
        }
        if (message.number() <= received) {
            return Order.BEFORE;
        }
        Instant sent = delivery.time();
        if (sent == null || time == null) {
            return Order.UNKNOWN;
        }
        if (sent.plus(SKEW).isBefore(time.from())) {
            return Order.BEFORE;
        }
        return sent.minus(SKEW).isAfter(time.to()) ? Order.AFTER : Order.UNKNOWN;
    }
}
