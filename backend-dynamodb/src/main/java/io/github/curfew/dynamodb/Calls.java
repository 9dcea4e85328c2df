package io.github.curfew.dynamodb;

import io.github.curfew.aws.AbortableHttp;
import io.github.curfew.aws.AwsAccess;
import io.github.curfew.aws.AwsFailures;
import io.github.curfew.aws.ServiceClock;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;

/**
 * Calls DynamoDB: one attempt each, at once, with a sentence for whatever goes wrong, and an eye on the clock there.
 * Thread-safe. Makes its client at the first call, since that may ask the machine who and where it is.
 */
final class Calls implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final AwsAccess access;
    private final ServiceClock clock = new ServiceClock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Client client;

    private record Client(DefaultCredentialsProvider credentials, AbortableHttp http, DynamoDbClient dynamo) {
        static Client of(AwsAccess access) {
            DefaultCredentialsProvider credentials =
                    DefaultCredentialsProvider.builder().build();
            AbortableHttp http = access.http(Duration.ZERO);
            return new Client(
                    credentials,
                    http,
                    access.into(DynamoDbClient.builder(), credentials)
                            .httpClient(http)
                            .build());
        }

        void close() {
            http.close();
            dynamo.close();
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
     * @param action as in a policy, without {@code dynamodb:}
     * @param place for the sentence
     * @param call what to do
     * @return the answer
     * @throws TransportException with one sentence
     */
    <T extends DynamoDbResponse> T call(String action, Place place, Function<DynamoDbClient, T> call) {
        long asked = System.nanoTime();
        try {
            T answer = call.apply(client(action, place).dynamo());
            clock.look(answer.sdkHttpResponse(), asked, System.nanoTime());
            return answer;
        } catch (TransportException e) {
            throw e;
        } catch (AwsServiceException e) {
            clock.look(e, asked, System.nanoTime());
            throw Failures.of(action, place, e);
        } catch (RuntimeException e) {
            throw isClosed() ? Failures.closed(action, place) : Failures.of(action, place, e);
        }
    }

    /**
     * The same, again and again until it goes through: for what others wait for.
     *
     * @param end until when, by {@link System#nanoTime}
     */
    <T extends DynamoDbResponse> T insist(String action, Place place, long end, Function<DynamoDbClient, T> call) {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++, pause = pause.multipliedBy(2)) {
            try {
                return call(action, place, call);
            } catch (TransportException e) {
                if (!AwsFailures.mayPassSoon(e, attempt) || System.nanoTime() + pause.toNanos() - end > 0) {
                    throw e;
                }
                pause(action, place, pause);
            }
        }
    }

    /**
     * Waits a little.
     *
     * @throws TransportException if it is closed or interrupted meanwhile
     */
    void pause(String action, Place place, Duration pause) {
        try {
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Failures.closed(action, place);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of(action, place, e);
        }
    }

    private synchronized Client client(String action, Place place) {
        if (isClosed()) {
            throw Failures.closed(action, place);
        }
        Client there = client;
        if (there == null) {
            there = Client.of(access);
            client = there;
        }
        return there;
    }

    /** Breaks off what a thread waits for, if it does. */
    void abort(Thread thread) {
        Client there;
        synchronized (this) {
            there = client;
        }
        if (there != null) {
            there.http().abort(thread);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Breaks off everything. */
    @Override
    public void close() {
        closed.countDown();
        Client there;
        synchronized (this) {
            there = client;
            client = null;
        }
        if (there != null) {
            there.close();
        }
    }
}
