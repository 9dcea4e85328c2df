package io.github.curfew.sqs;

import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.TransportException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;

/** All drivers of a namespace, by their queues: writes to each, side by side, and tells which did not take it. */
final class Fleet {
    private static final int SIDE_BY_SIDE = 16;
    private static final int A_PAGE = 1_000;

    private final Calls calls;
    private final Sender sender;
    private final SqsNames names;

    Fleet(Calls calls, Sender sender, SqsNames names) {
        this.calls = calls;
        this.sender = sender;
        this.names = names;
    }

    /** One queue's word. */
    private record Outcome(@Nullable Instant time, @Nullable TransportException failure) {}

    Receipt publish(Outgoing message, long end) {
        Sender.check(names.signals() + "*", message.body());
        List<String> queues = list(names.signals(), end);
        if (queues.isEmpty()) {
            return new Receipt(
                    UUID.randomUUID().toString(),
                    null,
                    List.of("no driver listens: there is no queue " + names.signals()
                            + "… in this account and region"));
        }
        String id = UUID.randomUUID().toString();
        List<Outcome> outcomes = side(queues, url -> {
            try {
                if (System.nanoTime() - end > 0) {
                    // Whoever sends has been told that it failed, and shall not be contradicted by a stop that comes
                    // later.
                    throw Failures.late("SendMessage", url);
                }
                return new Outcome(sender.send(url, id, message.body(), end), null);
            } catch (TransportException e) {
                // The driver took its leave meanwhile.
                return new Outcome(null, Failures.isGone(e) ? null : e);
            }
        });
        return receipt(id, outcomes);
    }

    private static Receipt receipt(String id, List<Outcome> outcomes) {
        List<String> failures = new ArrayList<>();
        TransportException first = null;
        Instant time = null;
        for (Outcome outcome : outcomes) {
            if (outcome.failure() != null) {
                first = first == null ? outcome.failure() : first;
                failures.add(outcome.failure().getMessage());
            } else if (time == null) {
                time = outcome.time();
            }
        }
        if (first != null && failures.size() == outcomes.size()) {
            String sentence = first.getMessage()
                    + (failures.size() == 1 ? "" : " (as on all " + failures.size() + " queues of the namespace)");
            throw first.isWorthRetrying()
                    ? TransportException.passing(sentence, first)
                    : TransportException.lasting(sentence, first);
        }
        return new Receipt(id, time, failures);
    }

    /** The URLs of all our queues of one kind. */
    List<String> list(String beginning, long end) {
        List<String> found = new ArrayList<>();
        String next = null;
        do {
            String from = next;
            ListQueuesResponse page = calls.insist(
                    "ListQueues",
                    beginning + "*",
                    end,
                    sqs -> sqs.listQueues(request -> request.queueNamePrefix(beginning)
                            .maxResults(A_PAGE)
                            .nextToken(from)));
            page.queueUrls().stream()
                    .filter(url -> SqsNames.isOurs(beginning, SqsNames.of(url)))
                    .forEach(found::add);
            next = page.nextToken();
        } while (next != null);
        return found;
    }

    /** What is done for one queue. */
    interface Work<T> {
        T on(String url);
    }

    /** Does something for each queue, several at a time, and gives the outcomes in the order of the queues. */
    static <T> List<T> side(List<String> urls, Work<T> work) {
        List<T> outcomes = new ArrayList<>();
        if (urls.size() == 1) {
            outcomes.add(work.on(urls.get(0)));
            return outcomes;
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(SIDE_BY_SIDE, Math.max(1, urls.size())), task -> {
                    Thread thread = new Thread(task, "curfew-sqs-publish");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            List<Callable<T>> tasks = new ArrayList<>();
            urls.forEach(url -> tasks.add(() -> work.on(url)));
            for (Future<T> outcome : threads.invokeAll(tasks)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransportException.passing("interrupted while calling SQS for " + urls.size() + " queues", e);
        } catch (ExecutionException e) {
            // What was done there says for itself what failed, and on which queue.
            throw e.getCause() instanceof TransportException failure
                    ? failure
                    : TransportException.passing(
                            "calling SQS for " + urls.size() + " queues failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
