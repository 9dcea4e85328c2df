package io.github.curfew.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client, used by everybody at once; and what it leaves behind, which is nothing. */
@Timeout(60)
final class ManyThreadsTest {
    private static final int THREADS = 16;
    private static final int SIGNALS = 20;

    private final Instant start = Instant.now();
    private final FakeDriver driver = new FakeDriver("d", Duration.ofSeconds(60));
    private final MemoryBroker broker = new MemoryBroker("memory", true);

    @Test
    void everyThreadIsToldOfItsOwnSignalsAndNoThreadIsLeft() throws Exception {
        RunInfo[] runs = new RunInfo[THREADS];
        for (int number = 0; number < THREADS; number++) {
            runs[number] = FakeDriver.run("orders-" + number, start.minusSeconds(5));
        }
        broker.append(Topic.REPORTS, Codec.encode(driver.roster(Kind.HELLO, start, runs)));
        broker.onSignal = outgoing -> {
            Signal signal = OnMemory.decoded(outgoing.body());
            for (RunInfo run : runs) {
                if (signal.selector().match(run.labels()) != null) {
                    broker.append(Topic.REPORTS, Codec.encode(driver.answer(signal, run, Outcome.RECEIVED)));
                    broker.append(Topic.REPORTS, Codec.encode(driver.answer(signal, run, Outcome.STOPPED)));
                }
            }
        };
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        AtomicInteger told = new AtomicInteger();
        try (CurfewClient client = OnMemory.connect(broker)) {
            List<Future<List<Result>>> all = new ArrayList<>();
            for (int number = 0; number < THREADS; number++) {
                String name = "orders-" + number;
                all.add(callers.submit(() -> {
                    List<Result> results = new ArrayList<>();
                    for (int signal = 0; signal < SIGNALS; signal++) {
                        var unused = client.stop(name).publish();
                        results.add(client.stop(name)
                                .onReport(report -> told.incrementAndGet())
                                .track()
                                .result()
                                .get());
                    }
                    return results;
                }));
            }
            for (int number = 0; number < THREADS; number++) {
                String name = "orders-" + number;
                assertThat(all.get(number).get()).hasSize(SIGNALS).allSatisfy(result -> {
                    assertThat(result.isAsAsked()).isTrue();
                    assertThat(result.progress().runs())
                            .extracting(standing -> standing.run().displayName())
                            .containsExactly(name);
                });
            }
            assertThat(broker.log(Topic.SIGNALS)).hasSize(2 * THREADS * SIGNALS);
            assertThat(told).hasValue(2 * THREADS * SIGNALS);
        } finally {
            callers.shutdownNow();
        }
        await().untilAsserted(() -> assertThat(ownThreads()).isEmpty());
    }

    @Test
    void waitingForResultsTakesOneThreadWhateverTheirNumber() {
        broker.append(
                Topic.REPORTS,
                Codec.encode(driver.roster(Kind.HELLO, start, FakeDriver.run("orders", start.minusSeconds(5)))));
        try (CurfewClient client = OnMemory.connect(broker)) {
            for (int number = 0; number < 100; number++) {
                var unused = client.stop("orders").track().result();
            }
            // Those that published go after some seconds of idleness.
            await().untilAsserted(() -> assertThat(ownThreads())
                    .containsExactlyInAnyOrder("curfew-client-memory", "curfew-client-results"));
        }
        await().untilAsserted(() -> assertThat(ownThreads()).isEmpty());
    }

    @Test
    void closesInTimeThoughABackendHangs() throws InterruptedException {
        MemoryBroker hanging = new MemoryBroker("hanging", true);
        CountDownLatch inPublish = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        hanging.onSignal = outgoing -> {
            inPublish.countDown();
            awaitWhateverHappens(never);
        };
        CurfewClient client = OnMemory.connect(hanging);
        Thread publishing = new Thread(() -> {
            try {
                var unused = client.stop("orders").publish();
            } catch (RuntimeException e) {
                // Closed meanwhile.
                inPublish.countDown();
            }
        });
        publishing.start();
        inPublish.await();

        long began = System.nanoTime();
        client.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        never.countDown();
        publishing.join();
        await().untilAsserted(() -> assertThat(ownThreads()).isEmpty());
    }

    private static void awaitWhateverHappens(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // As badly as a backend can behave: it goes on.
            }
        }
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("curfew-client"))
                .toList();
    }
}
