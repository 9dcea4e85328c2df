package io.github.curfew.cli;

import io.github.curfew.client.Progress;
import io.github.curfew.client.Recall;
import io.github.curfew.client.Tracking;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Follows one signal on every cluster. For one thread. */
final class Following {
    private static final Duration TURN = Duration.ofMillis(100);

    private final Map<String, Source> sources;
    private final int expect;

    /** What one cluster tells. */
    private record Source(Supplier<Progress> now, Change change) {}

    private interface Change {
        Progress await(Progress seen, Duration timeout) throws InterruptedException;
    }

    private Following(Map<String, Source> sources, int expect) {
        this.sources = sources;
        this.expect = expect;
    }

    /**
     * Follows what was just sent.
     *
     * @param expect how many runs have to give their final report at the least
     */
    static Following of(Map<String, Tracking> trackings, int expect) {
        Map<String, Source> sources = new LinkedHashMap<>();
        trackings.forEach(
                (profile, tracking) -> sources.put(profile, new Source(tracking::progress, tracking::awaitChange)));
        return new Following(sources, expect);
    }

    /** Follows what somebody sent. */
    static Following of(Map<String, Recall> recalls) {
        Map<String, Source> sources = new LinkedHashMap<>();
        recalls.forEach((profile, recall) -> sources.put(profile, new Source(recall::progress, recall::awaitChange)));
        return new Following(sources, 0);
    }

    Scene look() {
        Map<String, Progress> parts = new LinkedHashMap<>();
        sources.forEach((profile, source) -> parts.put(profile, source.now.get()));
        return Scene.of(parts, expect);
    }

    /** Waits until something has changed somewhere, at most for so long. */
    Scene awaitChange(Scene seen, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        Duration turn = sources.size() == 1 ? timeout : TURN.dividedBy(sources.size());
        while (true) {
            for (Map.Entry<String, Source> source : sources.entrySet()) {
                Progress before = Objects.requireNonNull(seen.parts().get(source.getKey()));
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                Progress now = source.getValue().change.await(before, left.compareTo(turn) < 0 ? left : turn);
                if (!now.equals(before) || end - System.nanoTime() <= 0) {
                    return look();
                }
            }
        }
    }
}
