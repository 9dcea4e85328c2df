package io.github.curfew.benchmarks.nothingcut;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.jspecify.annotations.Nullable;

/** Stops queries, each by its way. */
final class Stopper {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);
    /** Whoever polls gives up at some time: a query that always has rows may never be seen between two batches. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(10);

    private final Path signals;
    private final OnProgress onProgress;

    Stopper(SparkSession session, Path signalling) {
        signals = signalling.resolve("default").resolve("signals");
        onProgress = new OnProgress(session);
        session.streams().addListener(onProgress);
    }

    /** Stops a query after so long, and waits until it has ended. */
    Stopped stop(Way way, StreamingQuery query, Duration wait) throws Exception {
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        Instant signal = Instant.now();
        boolean gaveUp = false;
        switch (way) {
            case CURFEW -> signal(query.name());
            case STOP -> query.stop();
            case POLL -> {
                gaveUp = !awaitRest(query);
                query.stop();
            }
            case PROGRESS -> onProgress.due = query.id();
            default -> throw new IllegalArgumentException(way + " ends the JVM, which is another's affair");
        }
        try {
            if (!query.awaitTermination(LONGEST.toMillis())) {
                throw new IllegalStateException(way + " had not stopped its query after " + LONGEST.toSeconds() + " s");
            }
        } catch (StreamingQueryException e) {
            // A batch that is cut may end the query with an error. It has ended, and what is lost by that is counted.
            if (way == Way.CURFEW) {
                throw e;
            }
        }
        return new Stopped(signal, Instant.now(), gaveUp);
    }

    /** The words that one would type; written aside and moved in, so that they are there at once. */
    private void signal(String query) throws IOException {
        Path words = Files.writeString(signals.resolve(".stop"), "stop " + query + "\n");
        Files.move(words, signals.resolve("stop-" + UUID.randomUUID()));
    }

    /** Says whether it found a moment without a batch. */
    private static boolean awaitRest(StreamingQuery query) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_POLL.toNanos();
        while (query.status().isTriggerActive()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(POLL_INTERVAL.toNanos());
        }
        return true;
    }

    /** Stops a query when it is told of its next progress. */
    private static final class OnProgress extends StreamingQueryListener {
        private static final long serialVersionUID = 1L;

        private final SparkSession session;
        private volatile @Nullable UUID due;

        OnProgress(SparkSession session) {
            this.session = session;
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            if (event.progress().id().equals(due)) {
                due = null;
                try {
                    session.streams().get(event.progress().id()).stop();
                } catch (TimeoutException e) {
                    throw new IllegalStateException("a query did not stop", e);
                }
            }
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {}
    }
}
