package io.github.curfew.http;

import io.github.curfew.spi.TransportException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Follows one driver: one question under way at a time. Used by one thread; only {@link #close} may come from
 * another.
 */
final class Follower {
    private static final Duration ROSTER_EVERY = Duration.ofSeconds(5);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);
    /** A driver that answers at once though there is nothing, for want of room to wait, is not asked in a hurry. */
    private static final Duration AFTER_NOTHING = Duration.ofMillis(250);

    private static final Duration SPARE = Duration.ofSeconds(5);

    private final Caller caller;
    private final URI url;
    private final Duration patience;
    private final Runnable whenAnswered;
    private String after;
    private boolean asksRoster = true;
    private long rosterAt = System.nanoTime();
    private long dueAt = System.nanoTime();
    private volatile @Nullable CompletableFuture<HttpResponse<String>> underWay;
    private @Nullable TransportException failure;
    private boolean heardOf;
    private boolean problemTaken;

    Follower(Caller caller, URI url, String after, Duration patience, Runnable whenAnswered) {
        this.caller = caller;
        this.url = url;
        this.after = after;
        this.patience = patience;
        this.whenAnswered = whenAnswered;
    }

    URI url() {
        return url;
    }

    /** How far the driver has told, in its own words. */
    String after() {
        return after;
    }

    /** What went wrong last; null if nothing did. */
    @Nullable TransportException failure() {
        return failure;
    }

    /** Whether the driver has said who is there, or it is known that it does not. */
    boolean isHeardOf() {
        return heardOf;
    }

    /** One sentence when the driver is lost, once until it is back. */
    @Nullable String takeProblem() {
        TransportException problem = failure;
        if (problem == null || problemTaken) {
            return null;
        }
        problemTaken = true;
        return problem.getMessage() + "; what its driver says is missing until it is back";
    }

    boolean hasNews() {
        CompletableFuture<HttpResponse<String>> answer = underWay;
        return answer != null && answer.isDone();
    }

    /** Asks the next question if it is time: how many nanoseconds to wait at the most before it is called again. */
    long goOn() {
        long now = System.nanoTime();
        if (underWay != null) {
            return Long.MAX_VALUE;
        }
        if (dueAt - now > 0) {
            return dueAt - now;
        }
        asksRoster = rosterAt - now <= 0;
        String target = asksRoster
                ? "/runs"
                : "/signals?wait=" + patience + (after.isEmpty() ? "" : "&after=" + Percent.encode(after));
        CompletableFuture<HttpResponse<String>> answer = caller.get(url, target, patience.plus(SPARE));
        underWay = answer;
        var unused = answer.whenComplete((response, problem) -> whenAnswered.run());
        return Long.MAX_VALUE;
    }

    /** The lines that came. */
    List<String> take() {
        CompletableFuture<HttpResponse<String>> answer = underWay;
        if (answer == null || !answer.isDone()) {
            return List.of();
        }
        underWay = null;
        long now = System.nanoTime();
        try {
            HttpResponse<String> response = Caller.await(url, answer, Duration.ofSeconds(1));
            failure = null;
            problemTaken = false;
            after = response.headers().firstValue(Api.POSITION).orElse(after);
            List<String> lines =
                    response.body().lines().filter(line -> !line.isBlank()).toList();
            if (asksRoster) {
                heardOf = true;
                rosterAt = now + ROSTER_EVERY.toNanos();
            }
            dueAt = lines.isEmpty() ? now + AFTER_NOTHING.toNanos() : now;
            return lines;
        } catch (TransportException e) {
            failure = e;
            heardOf = true;
            dueAt = now + AFTER_A_FAILURE.toNanos();
            return List.of();
        }
    }

    void close() {
        CompletableFuture<HttpResponse<String>> answer = underWay;
        if (answer != null) {
            answer.cancel(true);
        }
    }
}
