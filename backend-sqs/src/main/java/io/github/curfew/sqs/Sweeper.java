package io.github.curfew.sqs;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.TransportException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Removes queues that were left behind by drivers and senders that crashed: such as are ours by name and tags, had no
 * heartbeat for a day, and are idle and empty. Looks at a few at a time, picked at random, so that a fleet that starts
 * together does not look at the same ones.
 */
final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration LEFT_AFTER = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 20;
    private static final List<QueueAttributeName> COUNTS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    private final Calls calls;
    private final Fleet fleet;
    private final SqsNames names;

    Sweeper(Calls calls, Fleet fleet, SqsNames names) {
        this.calls = calls;
        this.fleet = fleet;
        this.names = names;
    }

    /** Looks once. Does not throw: whoever lacks the rights leaves it to others. */
    void sweep() {
        try {
            for (String beginning : List.of(names.signals(), names.replies())) {
                List<String> queues = new ArrayList<>(fleet.list(beginning, System.nanoTime() + PATIENCE.toNanos()));
                Collections.shuffle(queues);
                for (String url : queues.subList(0, Math.min(MOST, queues.size()))) {
                    look(url);
                }
            }
        } catch (TransportException e) {
            LOG.debug("Queues that were left behind are left to others: {}", e.getMessage());
        }
    }

    private void look(String url) {
        try {
            Map<String, String> tags = calls.call(
                            "ListQueueTags", url, sqs -> sqs.listQueueTags(request -> request.queueUrl(url)))
                    .tags();
            if (!isLeft(tags, calls.clock().about()) || !isEmpty(url)) {
                return;
            }
            calls.call("DeleteQueue", url, sqs -> sqs.deleteQueue(request -> request.queueUrl(url)));
            LOG.info(
                    "Removed the queue {}, which {} left behind: its last sign of life was at {}",
                    SqsNames.of(url),
                    Quoted.plain(String.valueOf(tags.get(MadeQueue.OWNER))),
                    tags.get(MadeQueue.HEARTBEAT));
        } catch (TransportException e) {
            if (!Failures.isGone(e)) {
                throw e;
            }
        }
    }

    private boolean isLeft(Map<String, String> tags, Instant now) {
        String heartbeat = tags.get(MadeQueue.HEARTBEAT);
        if (heartbeat == null || !names.namespace().equals(tags.get(MadeQueue.NAMESPACE))) {
            return false;
        }
        try {
            return Instant.parse(heartbeat).plus(LEFT_AFTER).isBefore(now);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private boolean isEmpty(String url) {
        Map<QueueAttributeName, String> counts = calls.call(
                        "GetQueueAttributes",
                        url,
                        sqs -> sqs.getQueueAttributes(
                                request -> request.queueUrl(url).attributeNames(COUNTS)))
                .attributes();
        return COUNTS.stream().allMatch(name -> "0".equals(counts.get(name)));
    }
}
