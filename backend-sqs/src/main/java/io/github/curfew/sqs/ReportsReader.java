package io.github.curfew.sqs;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Reads what drivers answer: in the sender's own queue, from which it deletes, and in the queue for all reports, from
 * which nobody deletes. There a message that one reader looks at is hidden from others for a moment, and comes again and
 * again until SQS drops it for its age; so it is remembered what was seen.
 */
final class ReportsReader implements Reader {
    /** For how many seconds a report in the queue for all is hidden from others. */
    static final int HIDDEN_FROM_OTHERS = 2;

    private static final int HIDDEN = 30;
    private static final int MOST_SEEN = 100_000;
    private static final int A_BATCH = 10;
    private static final long LONGEST_POLL = 20;
    /** How often the queue for all is looked at while nothing new is in it: each look is a call that costs. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Calls calls;
    private final MadeQueue replies;
    private final @Nullable Queue all;
    private final AtomicLong received;
    private final Hearing hearing;
    private final Round round = new Round();
    private final List<Received> inHand = new ArrayList<>();
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_SEEN;
        }
    });

    ReportsReader(Calls calls, MadeQueue replies, @Nullable Queue all, AtomicLong received) {
        this.calls = calls;
        this.replies = replies;
        this.all = all;
        this.received = received;
        this.hearing = calls.hearing();
    }

    @Override
    public Batch poll(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        flush();
        replies.beat();
        while (true) {
            List<Delivery> found = all == null ? List.of() : look(all, end);
            Queue own = replies.get();
            if (found.isEmpty() && own != null) {
                found = hear(own, left(end));
            }
            Duration left = left(end);
            if (!found.isEmpty() || left.isZero()) {
                return Batch.of(found);
            }
            if (own == null || left.compareTo(LOOK) < 0) {
                hearing.pause(left.compareTo(LOOK) < 0 ? left : LOOK);
            }
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /**
     * Looks for what it has not seen, until there is no more, or no time: of many reports the first ones come again before
     * the last ones have come. Where time ends it, the next look goes on with the round.
     */
    private List<Delivery> look(Queue queue, long end) throws InterruptedException {
        while (true) {
            List<Message> messages = hearing.receive(queue.url(), 0, HIDDEN_FROM_OTHERS);
            List<Delivery> found = unseen(messages, queue);
            boolean ended = round.isEndedBy(messages, !found.isEmpty(), seen.size());
            if (!found.isEmpty() || ended || left(end).isZero()) {
                return found;
            }
        }
    }

    private List<Delivery> hear(Queue own, Duration left) throws InterruptedException {
        long most = all == null ? LONGEST_POLL : LOOK.toSeconds();
        // Rounded: of a second there is a little less left by now, and not to wait at all would ask again and again.
        long seconds = left.plusMillis(500).toSeconds();
        try {
            return unseen(hearing.receive(own.url(), (int) Math.min(most, seconds), HIDDEN), own);
        } catch (TransportException e) {
            if (Failures.isGone(e)) {
                replies.gone(own);
            }
            throw e;
        }
    }

    private List<Delivery> unseen(List<Message> messages, Queue queue) {
        List<Delivery> found = new ArrayList<>();
        for (Message message : messages) {
            Delivery delivery = Received.delivery(message, queue, received.incrementAndGet());
            if (seen.add(delivery.id())) {
                found.add(delivery);
            } else {
                acknowledge(delivery);
            }
        }
        return found;
    }

    @Override
    public void acknowledge(Delivery delivery) {
        if (delivery.tag() instanceof Received message && !message.queue().equals(all)) {
            inHand.add(message);
            if (inHand.size() >= A_BATCH) {
                flush();
            }
        }
    }

    /** Deletes what is in hand; what is not deleted comes again, and is known by then. */
    private void flush() {
        if (inHand.isEmpty()) {
            return;
        }
        String url = inHand.get(0).queue().url();
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Received message : inHand) {
            if (message.queue().url().equals(url)) {
                entries.add(DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .receiptHandle(message.handle())
                        .build());
            }
        }
        inHand.clear();
        calls.call(
                "DeleteMessage",
                url,
                sqs -> sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries)));
    }

    /** Not while there is something in the queue for all that may be new: a look that time ended may look like silence. */
    @Override
    public boolean isAtEnd() {
        return all == null || round.isWhole();
    }

    @Override
    public Position position() {
        return new SqsPosition(0, 0, false, null);
    }

    @Override
    public void close() {
        hearing.close();
    }
}
