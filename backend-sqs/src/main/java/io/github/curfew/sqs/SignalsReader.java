package io.github.curfew.sqs;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/** Reads a driver's queue, by long polls; a message is deleted when it is in hand. */
final class SignalsReader implements Reader {
    /** Long enough to take a message in hand and delete it, short for one that a lost connection swallowed. */
    static final int HIDDEN = 10;

    private static final Logger LOG = LoggerFactory.getLogger(SignalsReader.class);
    private static final long LONGEST_POLL = 20;

    private final SqsTransport transport;
    private final Calls calls;
    private final Queue queue;
    private final AtomicLong received;
    private final Hearing hearing;
    private @Nullable String lost;

    SignalsReader(SqsTransport transport, Calls calls, Queue queue, AtomicLong received, @Nullable String lost) {
        this.transport = transport;
        this.calls = calls;
        this.queue = queue;
        this.received = received;
        this.hearing = calls.hearing();
        this.lost = lost;
    }

    @Override
    public Batch poll(Duration wait) throws InterruptedException {
        int seconds = (int) Math.min(LONGEST_POLL, wait.toSeconds());
        try {
            long began = System.nanoTime();
            List<Message> messages = hearing.receive(queue.url(), lost == null ? seconds : 0, HIDDEN);
            if (messages.isEmpty() && seconds == 0 && lost == null) {
                hearing.pause(wait.minusNanos(System.nanoTime() - began));
            }
            String told = lost;
            lost = null;
            return new Batch(deliveries(messages), told);
        } catch (TransportException e) {
            transport.lookWhetherGone(queue, e);
            throw e;
        }
    }

    private List<Delivery> deliveries(List<Message> messages) {
        return messages.stream()
                .map(message -> Received.delivery(message, queue, received.incrementAndGet()))
                .toList();
    }

    @Override
    public void acknowledge(Delivery delivery) {
        if (delivery.tag() instanceof Received message) {
            try {
                calls.call(
                        "DeleteMessage",
                        queue.url(),
                        sqs -> sqs.deleteMessage(
                                request -> request.queueUrl(queue.url()).receiptHandle(message.handle())));
            } catch (TransportException e) {
                if (!Failures.isOutdated(e)) {
                    throw e;
                }
                LOG.debug("A message came twice and is deleted already: {}", e.getMessage());
            }
        }
    }

    @Override
    public Position position() {
        return new SqsPosition(queue.incarnation(), received.get(), false, null);
    }

    @Override
    public void close() {
        hearing.close();
    }
}
