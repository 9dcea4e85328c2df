package io.github.curfew.sqs;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.TransportException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a driver's reports: to the sender that waits, and to the queue for all reports where one is set. A signal may name
 * any address, so only queues are written to whose name is a sender's of this namespace; they are looked up by name, and
 * so in our own account and region. Thread-safe.
 */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final int MOST_KNOWN = 1_000;
    private static final String REFUSED = "";

    private final Calls calls;
    private final Sender sender;
    private final SqsNames names;
    private final @Nullable String reportsUrl;
    private final Map<String, String> urls = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_KNOWN;
        }
    });

    Answers(Calls calls, Sender sender, SqsNames names, @Nullable String reportsUrl) {
        this.calls = calls;
        this.sender = sender;
        this.names = names;
        this.reportsUrl = reportsUrl;
    }

    /**
     * Sends a report, to the one address also where the other refuses it: then it may come there again.
     *
     * @param message the report
     * @param toAll whether it also belongs into the queue for all reports
     * @param end until when it is tried, by {@link System#nanoTime}
     * @return a receipt without an id, if there was nowhere to go
     */
    Receipt publish(Outgoing message, boolean toAll, long end) {
        List<String> addresses = new ArrayList<>();
        String replyTo = message.replyTo();
        String reply = null;
        TransportException failure = null;
        try {
            reply = replyTo == null ? null : url(replyTo, end);
        } catch (TransportException e) {
            failure = e;
        }
        if (reply != null) {
            addresses.add(reply);
        }
        if (reportsUrl != null && toAll) {
            addresses.add(reportsUrl);
        }
        String id = UUID.randomUUID().toString();
        boolean kept = false;
        Instant time = null;
        for (String address : addresses) {
            Sender.check(address, message.body());
            try {
                Instant taken = sender.send(address, id, message.body(), end);
                time = time == null ? taken : time;
                kept = true;
            } catch (TransportException e) {
                if (address.equals(reply) && Failures.isGone(e)) {
                    senderIsGone(replyTo, e);
                } else {
                    failure = failure == null ? e : failure;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return kept ? new Receipt(id, time) : Receipt.nowhere(null);
    }

    private @Nullable String url(String replyTo, long end) {
        String known = urls.get(replyTo);
        if (known != null) {
            return known.equals(REFUSED) ? null : known;
        }
        if (!SqsNames.isOurs(names.replies(), replyTo)) {
            LOG.warn(
                    "A signal asks for reports at {}, which is no queue {}… of this account: it gets none there",
                    Quoted.text(replyTo),
                    names.replies());
            urls.put(replyTo, REFUSED);
            return null;
        }
        try {
            String url = calls.insist(
                            "GetQueueUrl", replyTo, end, sqs -> sqs.getQueueUrl(request -> request.queueName(replyTo)))
                    .queueUrl();
            urls.put(replyTo, url);
            return url;
        } catch (TransportException e) {
            if (!Failures.isGone(e)) {
                throw e;
            }
            senderIsGone(replyTo, e);
            return null;
        }
    }

    private void senderIsGone(@Nullable String replyTo, TransportException e) {
        urls.remove(replyTo);
        LOG.debug("The sender that listened at {} no longer does", replyTo, e);
    }
}
