package io.github.curfew.engine;

import static org.awaitility.Awaitility.await;

import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a driver says of its links, to those who list the runs. */
class HealthToldTest {
    @Test
    void aLinkThatListensWhileAHelloIsUnderWayIsToldSoon() {
        Slow broker = new Slow();
        DriverInfo info = new DriverInfo("d", "app", "app", "host", "1", "3", Instant.now());
        EngineSettings settings = new EngineSettings(
                "default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1));
        Engine engine =
                Engine.start(settings, info, Map.of("slow", broker), List.of(), List.of(IdleRun.orders("run-1")));
        try {
            // The first round listens, the second would say so, but the hello of before is still under way.
            await().until(() -> broker.polls.get() >= 2);
            broker.mayAnswer.countDown();
            await().until(() -> broker.published.stream()
                    .anyMatch(text -> text.contains("\"alive\"") && text.contains("\"listening\"")));
        } finally {
            broker.mayAnswer.countDown();
            engine.close("the test is over");
        }
    }

    /** Takes reports only once it may. */
    private static final class Slow implements Transport {
        final CountDownLatch mayAnswer = new CountDownLatch(1);
        final AtomicInteger polls = new AtomicInteger();
        final List<String> published = new CopyOnWriteArrayList<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, true, Duration.ofMillis(1), 256 * 1024);
        }

        @Override
        public Receipt publish(Outgoing message, Duration timeout) {
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw TransportException.passing("interrupted", e);
            }
            published.add(message.body().text());
            return new Receipt("r", Instant.now());
        }

        @Override
        public Position end(Topic topic) {
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
                    polls.incrementAndGet();
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
        }
    }
}
