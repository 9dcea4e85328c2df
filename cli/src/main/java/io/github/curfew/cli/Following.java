package io.github.curfew.cli;

import io.github.curfew.cli.Asked.Answers;
import io.github.curfew.client.Progress;
import io.github.curfew.client.Recall;
import io.github.curfew.client.Tracking;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Follows one signal on every cluster, on each from when it is known there. For one thread.
 *
 * @param <T> what tells of it on a cluster
 */
final class Following<T> {
    private static final Duration TURN = Duration.ofMillis(100);

    private final Asked<T> asked;
    private final Function<T, Progress> now;
    private final Change<T> change;
    private final int expect;

    private interface Change<T> {
        Progress await(T source, Progress seen, Duration timeout) throws InterruptedException;
    }

    private Following(Asked<T> asked, Function<T, Progress> now, Change<T> change, int expect) {
        this.asked = asked;
        this.now = now;
        this.change = change;
        this.expect = expect;
    }

    /**
     * Follows what is being sent.
     *
     * @param expect how many runs have to give their final report at the least
     */
    static Following<Tracking> ofSent(Asked<Tracking> sending, int expect) {
        return new Following<>(sending, Tracking::progress, Tracking::awaitChange, expect);
    }

    /** Follows what somebody sent. */
    static Following<Recall> ofRecalled(Asked<Recall> recalling) {
        return new Following<>(recalling, Recall::progress, Recall::awaitChange, 0);
    }

    Scene look() {
        Answers<T> answers = asked.soFar();
        Map<String, Progress> parts = new LinkedHashMap<>();
        answers.given().forEach((profile, source) -> parts.put(profile, now.apply(source)));
        return Scene.of(parts, asked.isSeveral(), answers.open(), expect);
    }

    /** Waits until something has changed somewhere, or another cluster has answered, at most for so long. */
    Scene awaitChange(Scene seen, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            Answers<T> answers = asked.soFar();
            if (!answers.open().equals(seen.open())
                    || !answers.given().keySet().equals(seen.parts().keySet())) {
                return look();
            }
            Duration turn = asked.isSeveral() ? TURN.dividedBy(answers.given().size()) : timeout;
            for (Map.Entry<String, T> source : answers.given().entrySet()) {
                Progress before = Objects.requireNonNull(seen.parts().get(source.getKey()));
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                Progress after = change.await(source.getValue(), before, left.compareTo(turn) < 0 ? left : turn);
                if (!after.equals(before) || end - System.nanoTime() <= 0) {
                    return look();
                }
            }
        }
    }
}
