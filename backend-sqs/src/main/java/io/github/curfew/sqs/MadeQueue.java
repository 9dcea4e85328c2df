package io.github.curfew.sqs;

import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue of our own: made when it is first needed, made again when somebody deletes it, tagged so that others see whose
 * it is and that it is in use, and removed at the end. Thread-safe.
 */
final class MadeQueue {
    static final String OWNER = "curfew:owner";
    static final String NAMESPACE = "curfew:namespace";
    static final String HEARTBEAT = "curfew:heartbeat";

    private static final Logger LOG = LoggerFactory.getLogger(MadeQueue.class);
    private static final Duration BEAT = Duration.ofMinutes(15);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    /** A queue that was just made is not known everywhere at once. */
    private static final Duration SETTLES = Duration.ofSeconds(5);

    private final Calls calls;
    private final String beginning;
    private final Duration keep;
    private final Map<String, String> labels = new TreeMap<>();
    private @Nullable Queue queue;
    private int incarnations;
    private long nextBeat;
    private boolean removed;

    /**
     * Describes it; nothing is made yet.
     *
     * @param calls to SQS
     * @param beginning of its name
     * @param names for the tags
     * @param owner whose it is
     * @param keep how long it keeps messages
     */
    MadeQueue(Calls calls, String beginning, SqsNames names, String owner, Duration keep) {
        this.calls = calls;
        this.beginning = beginning;
        this.keep = keep;
        labels.put(OWNER, Tags.value(owner));
        labels.put(NAMESPACE, names.namespace());
    }

    /** The queue, or null while there is none. */
    synchronized @Nullable Queue get() {
        return queue;
    }

    /**
     * The queue, and how it came to be there.
     *
     * @param queue it
     * @param now whether it was made by this very call, so that all that lies in it came later
     */
    record Made(Queue queue, boolean now) {}

    /** The queue, which is made if there is none. A name is never tried twice, so that one that was made is empty. */
    synchronized Made make() {
        Queue there = queue;
        if (there != null) {
            return new Made(there, false);
        }
        if (removed) {
            throw Failures.closed("CreateQueue", beginning);
        }
        String name = SqsNames.fresh(beginning);
        Map<QueueAttributeName, String> attributes = Map.of(
                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                Long.toString(keep.toSeconds()),
                QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
                "20");
        Map<String, String> tags = tags();
        String url = calls.call(
                        "CreateQueue",
                        name,
                        sqs -> sqs.createQueue(request ->
                                request.queueName(name).attributes(attributes).tags(tags)))
                .queueUrl();
        nextBeat = System.nanoTime() + BEAT.toNanos();
        Queue made = new Queue(url, ++incarnations, System.nanoTime());
        queue = made;
        LOG.info("Made the queue {}", name);
        return new Made(made, true);
    }

    /** It was not found: makes room for another, unless it is so new that it may still turn up. */
    synchronized void gone(Queue which) {
        if (which.equals(queue) && System.nanoTime() - which.made() > SETTLES.toNanos()) {
            LOG.warn("Somebody deleted the queue {}; another one is made", which.name());
            queue = null;
        }
    }

    /** Shows labels, and that somebody is there. */
    synchronized void label(Map<String, String> shown) {
        if (!labels.entrySet().containsAll(shown.entrySet())) {
            labels.putAll(shown);
            tag();
        }
    }

    /** Shows that somebody is there, if it is time to. */
    synchronized void beat() {
        if (System.nanoTime() - nextBeat >= 0) {
            tag();
        }
    }

    private void tag() {
        Queue there = queue;
        if (there == null) {
            return;
        }
        nextBeat = System.nanoTime() + BEAT.toNanos();
        Map<String, String> tags = tags();
        try {
            calls.call(
                    "TagQueue",
                    there.url(),
                    sqs -> sqs.tagQueue(request -> request.queueUrl(there.url()).tags(tags)));
        } catch (TransportException e) {
            // Signals arrive all the same; but after a day without a heartbeat others take it for left, and remove it
            // when it is empty: then another one is made. It is tried again soon.
            nextBeat = System.nanoTime() + AGAIN.toNanos();
            LOG.warn("The queue {} does not show who reads it: {}", there.name(), e.getMessage());
        }
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>(labels);
        tags.put(HEARTBEAT, calls.clock().about().toString());
        return tags;
    }

    /** Removes it, if there is one; whoever still needs it then gets no other, which nobody would remove. Does not throw. */
    synchronized void remove() {
        removed = true;
        Queue there = queue;
        queue = null;
        if (there != null) {
            try {
                calls.call(
                        "DeleteQueue", there.url(), sqs -> sqs.deleteQueue(request -> request.queueUrl(there.url())));
            } catch (TransportException e) {
                LOG.info("The queue {} is left to others to remove: {}", there.name(), e.getMessage());
            }
        }
    }
}
