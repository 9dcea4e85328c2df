package io.github.curfew.sqs;

import io.github.curfew.aws.AbortableHttp;
import io.github.curfew.aws.AwsAccess;
import io.github.curfew.aws.AwsFailures;
import io.github.curfew.aws.ServiceClock;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsResponse;

/**
 * Calls SQS: one attempt each, at once, with a sentence for whatever goes wrong, and an eye on the clock there.
 * Thread-safe. Makes its clients at the first call, since that may ask the machine who and where it is.
 */
final class Calls implements AutoCloseable {
    private static final Duration LONGEST_POLL = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final AwsAccess access;
    private final ServiceClock clock = new ServiceClock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Hearing> hearings = ConcurrentHashMap.newKeySet();
    private @Nullable Clients clients;

    /** One client for each patience, since the JVM's HTTP knows no time limit of a single call. */
    private record Clients(
            DefaultCredentialsProvider credentials,
            AbortableHttp quickHttp,
            SqsClient quick,
            AbortableHttp patientHttp,
            SqsClient patient) {
        static Clients of(AwsAccess access) {
            DefaultCredentialsProvider credentials =
                    DefaultCredentialsProvider.builder().build();
            AbortableHttp quickHttp = access.http(Duration.ZERO);
            AbortableHttp patientHttp = access.http(LONGEST_POLL);
            return new Clients(
                    credentials,
                    quickHttp,
                    access.into(SqsClient.builder(), credentials)
                            .httpClient(quickHttp)
                            .build(),
                    patientHttp,
                    access.into(SqsClient.builder(), credentials)
                            .httpClient(patientHttp)
                            .build());
        }

        void close() {
            quickHttp.close();
            patientHttp.close();
            quick.close();
            patient.close();
            credentials.close();
        }
    }

    Calls(AwsAccess access) {
        this.access = access;
    }

    /** What time it is there. */
    ServiceClock clock() {
        return clock;
    }

    /**
     * Calls once.
     *
     * @param action as in a policy, without {@code sqs:}
     * @param queue its name or URL
     * @param call what to do
     * @return the answer
     * @throws TransportException with one sentence
     */
    <T extends SqsResponse> T call(String action, String queue, Function<SqsClient, T> call) {
        return called(action, queue, Clients::quick, call);
    }

    /**
     * The same, again and again until it goes through: for what others wait for.
     *
     * @param end until when, by {@link System#nanoTime}
     */
    <T extends SqsResponse> T insist(String action, String queue, long end, Function<SqsClient, T> call) {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++, pause = pause.multipliedBy(2)) {
            try {
                return call(action, queue, call);
            } catch (TransportException e) {
                if (!AwsFailures.mayPassSoon(e, attempt) || System.nanoTime() + pause.toNanos() - end > 0) {
                    throw e;
                }
                pause(action, queue, pause);
            }
        }
    }

    private void pause(String action, String queue, Duration pause) {
        try {
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Failures.closed(action, queue);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of(action, queue, e);
        }
    }

    /**
     * Waits for messages.
     *
     * @param queue its URL
     * @param seconds how long at the most; 20 is the most that SQS grants
     * @param hidden for how many seconds others shall not see what was received
     * @return at most ten
     */
    List<Message> receive(String queue, int seconds, int hidden) {
        Function<Clients, SqsClient> client = seconds == 0 ? Clients::quick : Clients::patient;
        return called(
                        "ReceiveMessage",
                        queue,
                        client,
                        sqs -> sqs.receiveMessage(request -> request.queueUrl(queue)
                                .maxNumberOfMessages(10)
                                .waitTimeSeconds(seconds)
                                .visibilityTimeout(hidden)
                                .messageAttributeNames("All")
                                .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)))
                .messages();
    }

    private <T extends SqsResponse> T called(
            String action, String queue, Function<Clients, SqsClient> which, Function<SqsClient, T> call) {
        long asked = System.nanoTime();
        try {
            T answer = call.apply(which.apply(clients(action, queue)));
            clock.look(answer.sdkHttpResponse(), asked, System.nanoTime());
            return answer;
        } catch (TransportException e) {
            throw e;
        } catch (AwsServiceException e) {
            clock.look(e, asked, System.nanoTime());
            throw Failures.of(action, queue, e);
        } catch (RuntimeException e) {
            throw closed.getCount() == 0 ? Failures.closed(action, queue) : Failures.of(action, queue, e);
        }
    }

    private synchronized Clients clients(String action, String queue) {
        if (closed.getCount() == 0) {
            throw Failures.closed(action, queue);
        }
        Clients there = clients;
        if (there == null) {
            there = Clients.of(access);
            clients = there;
        }
        return there;
    }

    /** Breaks off what a thread waits for, if it does. */
    void abort(Thread thread) {
        Clients there;
        synchronized (this) {
            there = clients;
        }
        if (there != null) {
            there.quickHttp.abort(thread);
            there.patientHttp.abort(thread);
        }
    }

    /** Somebody begins to wait for messages. */
    Hearing hearing() {
        Hearing hearing = new Hearing(this);
        hearings.removeIf(Hearing::isClosed);
        hearings.add(hearing);
        if (closed.getCount() == 0) {
            hearing.close();
        }
        return hearing;
    }

    /** Breaks off everything that waits for news, before the last calls are made. */
    void hush() {
        // Whoever reads may not have closed it, and its thread would stay.
        hearings.forEach(Hearing::close);
        Clients there;
        synchronized (this) {
            there = clients;
        }
        if (there != null) {
            there.patientHttp.close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        hearings.forEach(Hearing::close);
        Clients there;
        synchronized (this) {
            there = clients;
            clients = null;
        }
        if (there != null) {
            there.close();
        }
    }
}
