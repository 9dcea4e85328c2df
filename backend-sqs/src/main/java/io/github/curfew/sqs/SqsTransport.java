package io.github.curfew.sqs;

import io.github.curfew.aws.ServiceClock;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsResponse;

/**
 * A driver reads signals from a queue of its own, or from one that it was given, and answers senders in theirs. A sender
 * writes to every driver's queue, or to the one that it was given.
 */
final class SqsTransport implements Transport {
    /** Dates of answers are to the second, and machines are not quite of one mind. */
    private static final Duration RESOLUTION = Duration.ofSeconds(1).plus(SqsPosition.SKEW);

    private static final Duration KEEP_SIGNALS = Duration.ofDays(1);
    private static final Duration KEEP_REPLIES = Duration.ofHours(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final SqsSettings settings;
    private final Calls calls;
    private final Sender sender;
    private final Fleet fleet;
    private final Answers answers;
    private final MadeQueue own;
    private final MadeQueue replies;
    private final AtomicLong received = new AtomicLong();
    private final AtomicBoolean swept = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    SqsTransport(SqsSettings settings) {
        this.settings = settings;
        SqsNames names = settings.names();
        calls = new Calls(settings.access());
        sender = new Sender(calls);
        fleet = new Fleet(calls, sender, names);
        answers = new Answers(calls, sender, names, settings.reportsQueueUrl());
        own = new MadeQueue(calls, names.signals(), names, settings.driverId(), KEEP_SIGNALS);
        replies = new MadeQueue(calls, names.replies(), names, settings.driverId(), KEEP_REPLIES);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                false,
                settings.reportsQueueUrl() != null,
                RESOLUTION,
                Sender.LARGEST,
                false,
                settings.queueUrl() != null);
    }

    @Override
    public Duration quietTime() {
        return settings.reportsQueueUrl() == null
                ? Transport.super.quietTime()
                : Duration.ofSeconds(ReportsReader.HIDDEN_FROM_OTHERS + 1);
    }

    @Override
    public @Nullable String needOfReports() {
        return settings.reportsQueueUrl() == null
                ? "set curfew." + SqsProvider.REPORTS_QUEUE_URL
                        + " to a queue that takes all reports, for the drivers and here"
                : null;
    }

    @Override
    public @Nullable String replyAddress() {
        return madeReplies().name();
    }

    private Queue madeReplies() {
        MadeQueue.Made made = replies.make();
        if (made.now()) {
            sweep();
        }
        return made.queue();
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        return message.topic() == Topic.SIGNALS ? signal(message, end) : report(message, end);
    }

    private Receipt signal(Outgoing message, long end) {
        String url = settings.queueUrl();
        if (url == null) {
            return fleet.publish(message, end);
        }
        Sender.check(url, message.body());
        String id = UUID.randomUUID().toString();
        return new Receipt(id, sender.send(url, id, message.body(), end));
    }

    /** A driver's beat is a tag of its queue. What else it says of itself goes to all, if there is a queue for that. */
    private Receipt report(Outgoing message, long end) {
        boolean roster = message.group().equals(Outgoing.ROSTER);
        boolean alive = roster && message.name().startsWith(settings.driverId());
        Receipt receipt = answers.publish(message, !alive, end);
        if (alive) {
            own.beat();
        } else if (roster && !receipt.isKept()) {
            // The time of a run's hello fences it, where no better fence could be had.
            return Receipt.nowhere(ServiceClock.date(ask(signalQueue().queue()).sdkHttpResponse()));
        }
        return receipt;
    }

    @Override
    public Position end(Topic topic) {
        return topic == Topic.SIGNALS ? endOfSignals() : endOf(reportQueue(), received.get());
    }

    private Position endOfSignals() {
        long before = received.get();
        MadeQueue.Made made = signalQueue();
        if (made.now()) {
            return new SqsPosition(made.queue().incarnation(), before, true, null);
        }
        return endOf(made.queue(), before);
    }

    private Position endOf(Queue queue, long before) {
        long asked = System.nanoTime();
        SqsResponse unused = ask(queue);
        return new SqsPosition(queue.incarnation(), before, false, calls.clock().during(asked, System.nanoTime()));
    }

    /** Asks something of a queue, to hear whether it is there, and what time it is. */
    private SqsResponse ask(Queue queue) {
        try {
            return calls.call(
                    "GetQueueAttributes",
                    queue.url(),
                    sqs -> sqs.getQueueAttributes(
                            request -> request.queueUrl(queue.url()).attributeNames(QueueAttributeName.QUEUE_ARN)));
        } catch (TransportException e) {
            lookWhetherGone(queue, e);
            throw e;
        }
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        if (topic == Topic.REPORTS) {
            return new SqsPosition(reportQueue().incarnation(), 0, false, null);
        }
        MadeQueue.Made made = signalQueue();
        return new SqsPosition(made.queue().incarnation(), 0, made.now(), null);
    }

    @Override
    public Reader read(Topic topic, Position from) {
        if (!(from instanceof SqsPosition position)) {
            throw new IllegalArgumentException("not a position of this transport: " + from);
        }
        if (topic == Topic.REPORTS) {
            Queue unused = reportQueue();
            String all = settings.reportsQueueUrl();
            return new ReportsReader(calls, replies, all == null ? null : Queue.given(all), received);
        }
        Queue queue = signalQueue().queue();
        String lost = queue.incarnation() == position.incarnation()
                ? null
                : "the queue that this driver had was deleted, and what lay in it is lost; it reads " + queue.name()
                        + " now";
        return new SignalsReader(this, calls, queue, received, lost);
    }

    private MadeQueue.Made signalQueue() {
        String url = settings.queueUrl();
        if (url != null) {
            return new MadeQueue.Made(Queue.given(url), false);
        }
        MadeQueue.Made made = own.make();
        if (made.now()) {
            sweep();
        }
        return made;
    }

    /** The sender's own, once it has one; there is none for whoever only looks at the reports of all. */
    private Queue reportQueue() {
        Queue there = replies.get();
        if (there != null) {
            return there;
        }
        String all = settings.reportsQueueUrl();
        return all == null ? madeReplies() : Queue.given(all);
    }

    /** A queue of our own that is not there any more gets a successor when it is next needed. */
    void lookWhetherGone(Queue queue, TransportException e) {
        if (Failures.isGone(e)) {
            own.gone(queue);
            replies.gone(queue);
        }
    }

    @Override
    public void announce(RunInfo run) {
        if (settings.queueUrl() == null) {
            Queue unused = signalQueue().queue();
            own.label(Tags.of(run.labels()));
        }
    }

    @Override
    public List<Sighting> sightings() {
        if (settings.queueUrl() != null) {
            return List.of();
        }
        // AWS answers few such questions a second, some 30 of a whole account, and throttles the others.
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> queues = fleet.list(settings.names().signals(), end);
        return Fleet.side(queues, url -> sighting(url, end)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Sighting> sighting(String url, long end) {
        try {
            Map<String, String> tags = calls.insist(
                            "ListQueueTags", url, end, sqs -> sqs.listQueueTags(request -> request.queueUrl(url)))
                    .tags();
            String driver = tags.get(MadeQueue.OWNER);
            return Optional.ofNullable(driver)
                    .map(id ->
                            new Sighting(id, SqsNames.of(url), seen(tags.get(MadeQueue.HEARTBEAT)), Tags.labels(tags)));
        } catch (TransportException e) {
            if (Failures.isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static @Nullable Instant seen(@Nullable String heartbeat) {
        try {
            return heartbeat == null ? null : Instant.parse(heartbeat);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Once, soon after the first queue was made, and not on the thread that listens. */
    private void sweep() {
        if (swept.compareAndSet(false, true)) {
            aside("curfew-sqs-sweep", new Sweeper(calls, fleet, settings.names())::sweep);
        }
    }

    private static Thread aside(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(SqsTransport.class.getClassLoader());
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        calls.hush();
        if (own.get() != null || replies.get() != null) {
            Thread removing = aside("curfew-sqs-close", () -> {
                own.remove();
                replies.remove();
            });
            try {
                removing.join(CLOSE_WITHIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        calls.close();
    }
}
