package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a driver, with backends that are slow to answer, slow to close, or dead. */
@Timeout(60)
class EngineCloseTest {
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final CountDownLatch testIsOver = new CountDownLatch(1);

    @AfterEach
    void letAllGo() {
        testIsOver.countDown();
    }

    /** A broker that takes everything, or one that answers nothing and does not even close. */
    private final class Broker implements Transport {
        private final boolean dead;
        final List<String> published = new CopyOnWriteArrayList<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        Broker(boolean dead) {
            this.dead = dead;
        }

        private void hangIfDead() {
            boolean interrupted = false;
            while (dead && testIsOver.getCount() > 0) {
                try {
                    testIsOver.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (dead) {
                throw TransportException.passing("dead", new IllegalStateException());
            }
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, true, Duration.ofMillis(1), 256 * 1024);
        }

        @Override
        public Receipt publish(Outgoing message, Duration timeout) {
            hangIfDead();
            published.add(message.body().text());
            return new Receipt("r", Instant.now());
        }

        @Override
        public Position end(Topic topic) {
            hangIfDead();
            return delivery -> Position.Order.AFTER;
        }

        @Override
        public Position past(Topic topic, Duration ago) {
            return end(topic);
        }

        @Override
        public Reader read(Topic topic, Position from) {
            return new Reader() {
                @Override
                public Batch poll(Duration wait) throws InterruptedException {
                    boolean unused = closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
                    return Batch.EMPTY;
                }

                @Override
                public void acknowledge(Delivery delivery) {}

                @Override
                public Position position() {
                    return from;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {
            closed.countDown();
            if (dead) {
                try {
                    testIsOver.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private final Broker healthy = new Broker(false);

    private Engine start(int dead) {
        Map<String, Transport> transports = new LinkedHashMap<>();
        for (int number = 0; number < dead; number++) {
            transports.put("dead-" + number, new Broker(true));
        }
        transports.put("healthy", healthy);
        DriverInfo info = new DriverInfo("d", "app", "app", "host", "1", "3", Instant.now());
        EngineSettings settings = new EngineSettings(
                "default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1));
        Engine engine = Engine.start(settings, info, transports, List.of(), List.of(run("early")));
        engine.starting(run("late"));
        await().until(() -> published("hello") == 2);
        return engine;
    }

    private long published(String word) {
        return healthy.published.stream()
                .filter(text -> text.contains("\"" + word + "\""))
                .count();
    }

    private static Run run(String name) {
        return new IdleRun(
                new RunInfo(name, Instant.now(), Labels.of(Map.of(Labels.RUN_ID, name, Labels.QUERY_NAME, name))));
    }

    private static Duration time(Runnable task) {
        long since = System.nanoTime();
        task.run();
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @Test
    void deadBackendsNeitherTakeTimeFromTheEndNorWordsFromTheOthers() {
        Engine engine = start(5);
        Duration took = time(() -> engine.close("the test is over", WITHIN));
        assertThat(took).isLessThan(WITHIN.plusMillis(500));
        for (String name : List.of("early", "late")) {
            assertThat(healthy.published).anyMatch(text -> text.contains("\"forced\"") && text.contains(name));
            assertThat(healthy.published).anyMatch(text -> text.contains("\"bye\"") && text.contains(name));
        }
    }

    /** An application's main thread that is interrupted while it stops Spark: what is not proven in time is told all the same. */
    @Test
    void anInterruptedCloseSpeaksForAllTheSame() throws InterruptedException {
        Engine engine = start(0);
        List<String> told = new CopyOnWriteArrayList<>();
        engine.listen(
                report -> told.add(report.run().id() + " " + report.outcome().word()));
        engine.starting(new Unprovable());
        Thread closing = new Thread(() -> {
            Thread.currentThread().interrupt();
            engine.close("the test is over", WITHIN);
        });
        closing.start();
        closing.join(WITHIN.toMillis() * 5);
        assertThat(closing.isAlive()).isFalse();
        assertThat(told).contains("early forced", "late forced", "unprovable forced");
    }

    /** It has ended, and its checkpoint cannot be read just now. */
    private final class Unprovable implements Run {
        private final Run idle = run("unprovable");

        @Override
        public RunInfo info() {
            return idle.info();
        }

        @Override
        public @Nullable Long lastBatch() {
            return null;
        }

        @Override
        public @Nullable String whyNotDrainable() {
            return null;
        }

        @Override
        public void drain() {}

        @Override
        public void cut() {}

        @Override
        public boolean hasEnded() {
            return true;
        }

        @Override
        public Ending ending() {
            try {
                testIsOver.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Ending(Ending.Proof.UNPROVEN, null, "");
        }
    }

    @Test
    void aSecondCloseWaitsForTheFirst() throws InterruptedException {
        Engine engine = start(1);
        Thread first = new Thread(() -> engine.close("the test is over", WITHIN));
        first.start();
        await().until(() -> published("forced") > 0);
        engine.close("again", WITHIN.multipliedBy(2));
        first.join(500);
        assertThat(first.isAlive()).isFalse();
        assertThat(published("bye")).isEqualTo(2);
    }

    @Test
    void aRunThatIsLetGoOfSaysByeAndNothingElse() {
        Engine engine = start(0);
        assertThat(engine.release("early")).isTrue();
        await().until(() -> published("bye") == 1);
        assertThat(healthy.published).anyMatch(text -> text.contains("\"bye\"") && text.contains("early"));
        assertThat(engine.runs()).extracting(run -> run.run().id()).containsExactly("late");
        assertThat(engine.release("early")).isTrue();
        engine.close("the test is over");
        assertThat(healthy.published).noneMatch(text -> text.contains("forced") && text.contains("early"));
    }
}
