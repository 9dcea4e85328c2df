package io.github.curfew.testkit;

import static io.github.curfew.testkit.ContractLink.await;
import static io.github.curfew.testkit.ContractLink.awaitAll;
import static io.github.curfew.testkit.ContractLink.ids;
import static io.github.curfew.testkit.ContractLink.poll;
import static io.github.curfew.testkit.ContractLink.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import io.github.curfew.testkit.ContractBackend.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every backend keeps when things go wrong: garbage, giants, interrupts, crowds, outages. Extends the others, so
 * that a backend's test need extend only this.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public abstract class BackendTroubleContract extends SignedContract {
    private static final String SEED = "curfew.contract.seed";
    private static final String ALPHABET = "{}[]\"\\:, \nstop*=\0";

    /** For subclasses. */
    protected BackendTroubleContract() {}

    @Test
    void aLargeMessageArrives() {
        ContractLink driver = driver();
        Reader reader = driver.fromNow(Topic.SIGNALS);
        int largest = driver.transport().capabilities().largestMessage();
        assertThat(largest).isBetween(64 * 1024, Capabilities.LARGEST_MESSAGE);
        String text = "{\"x\":\"" + "x".repeat(largest - 8) + "\"}";
        sender().signal("large", text);
        assertThat(await(reader, 1).get(0).body().size()).isEqualTo(largest);
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedInOneSentence() {
        ContractLink driver = driver();
        Reader reader = driver.fromNow(Topic.SIGNALS);
        ContractLink sender = sender();
        byte[] giant = new byte[sender.transport().capabilities().largestMessage() + 1];
        assertThatThrownBy(() -> sender.publish(Topic.SIGNALS, "", "giant", Payload.of(giant)))
                .isInstanceOfSatisfying(TransportException.class, e -> {
                    assertThat(e.isWorthRetrying()).isFalse();
                    assertThat(e.getMessage())
                            .contains(String.valueOf(giant.length))
                            .doesNotContain("\n");
                });
        sender.signal("small", "{\"n\":1}");
        assertThat(texts(await(reader, 1))).containsExactly("{\"n\":1}");
    }

    @Test
    void garbageHarmsNothing() throws Exception {
        long seed = Long.getLong(SEED, new Random().nextLong());
        try {
            readThroughGarbage(new Random(seed));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with -D" + SEED + "=" + seed + ": " + e.getMessage(), e);
        }
    }

    private void readThroughGarbage(Random random) throws Exception {
        Reader reader = driver().fromNow(Topic.SIGNALS);
        Reader other = driver().fromNow(Topic.SIGNALS);
        int garbage = 60;
        for (int i = 0; i < garbage; i++) {
            byte[] body = new byte[1 + random.nextInt(i % 10 == 0 ? 60_000 : 100)];
            random.nextBytes(body);
            if (i % 3 == 0) {
                for (int at = 0; at < body.length; at++) {
                    body[at] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                }
            }
            backend().publishByHand(namespace(), body);
        }
        sender().signal("good", "{\"good\":1}");
        for (Reader each : List.of(reader, other)) {
            List<Delivery> found = new ArrayList<>();
            awaitAll(each, found, all -> texts(all).contains("{\"good\":1}"));
            found.addAll(poll(each, Duration.ofMillis(200)));
            assertThat(found).hasSizeLessThanOrEqualTo(garbage + 1);
            assertThat(ids(found)).doesNotHaveDuplicates();
        }
    }

    @Test
    void anInterruptEndsAPoll() throws Exception {
        ContractLink driver = driver();
        Reader reader = driver.fromNow(Topic.SIGNALS);
        poll(reader, Duration.ofMillis(10));
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread poller = new Thread(
                () -> {
                    try {
                        Batch batch = reader.poll(Duration.ofMinutes(2));
                        outcome.completeExceptionally(new AssertionError("it returned " + batch));
                    } catch (InterruptedException | RuntimeException e) {
                        outcome.complete(e);
                    }
                },
                "contract-poller");
        poller.start();
        Awaitility.await().until(() -> poller.getState() != Thread.State.NEW);
        poller.interrupt();
        assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        poller.join();
        sender().signal("after", "{\"n\":1}");
        Reader again = driver.transport().read(Topic.SIGNALS, reader.position());
        assertThat(texts(await(again, 1))).contains("{\"n\":1}");
    }

    @Test
    void closingEndsAPollWithinASecond() throws Exception {
        ContractLink driver = driver();
        Reader reader = driver.fromNow(Topic.SIGNALS);
        poll(reader, Duration.ofMillis(10));
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Thread poller = new Thread(
                () -> {
                    try {
                        outcome.complete(reader.poll(Duration.ofMinutes(2)).toString());
                    } catch (TransportException e) {
                        outcome.complete(e.getMessage());
                    } catch (InterruptedException | RuntimeException e) {
                        outcome.completeExceptionally(e);
                    }
                },
                "contract-poller");
        poller.start();
        Awaitility.await()
                .until(() -> poller.getState() == Thread.State.TIMED_WAITING
                        || poller.getState() == Thread.State.WAITING
                        || poller.getState() == Thread.State.RUNNABLE);
        long begin = System.nanoTime();
        reader.close();
        outcome.get(5, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1_500));
        reader.close();
        driver.close();
        driver.close();
        assertThatThrownBy(() -> driver.transport().end(Topic.SIGNALS)).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> driver.signal("late", "{}")).isInstanceOf(TransportException.class);
    }

    @Test
    void manyCanPublishAtOnce() throws Exception {
        int threads = 8;
        int each = 25;
        Reader reader = driver().fromNow(Topic.REPORTS);
        ContractLink driver = driver();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> published = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String prefix = "run-" + thread + "-";
                published.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        driver.report("signal-1", prefix + i, "{\"n\":\"" + prefix + i + "\"}");
                    }
                }));
            }
            for (Future<?> one : published) {
                one.get(120, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        List<Delivery> found = await(reader, threads * each);
        assertThat(ids(found)).doesNotHaveDuplicates().hasSize(threads * each);
        assertThat(texts(found)).doesNotHaveDuplicates();
    }

    @Test
    void afterAnOutageItGoesOnWithoutAGap() throws Exception {
        Outage outage = backend().outage();
        assumeTrue(outage != null, "this server cannot be stopped");
        ContractLink driver = driver();
        ContractLink sender = sender();
        Position fence = driver.transport().end(Topic.SIGNALS);
        Reader reader = driver.transport().read(Topic.SIGNALS, fence);
        sender.signal("before", "{\"n\":\"before\"}");
        await(reader, 1);
        Position position = reader.position();
        outage.begin();
        try {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> driver.report("g", "n", "{}", Duration.ofSeconds(2)))
                    .isInstanceOf(TransportException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("a publisher fails in its own time, and a little more")
                    .isLessThan(Duration.ofSeconds(7));
            assertThatThrownBy(() -> driver.transport().end(Topic.SIGNALS)).isInstanceOf(TransportException.class);
            assertThatThrownBy(() -> {
                        for (int round = 0; round < 50; round++) {
                            reader.poll(Duration.ofMillis(200));
                        }
                        throw TransportException.passing("it only ever returned", new IllegalStateException());
                    })
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.isWorthRetrying()).isTrue());
        } finally {
            outage.end();
        }
        Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> sender.signal("after", "{\"n\":\"after\"}"));
        List<Delivery> found = new ArrayList<>();
        Reader[] again = new Reader[1];
        Awaitility.await().ignoreExceptions().atMost(Duration.ofSeconds(60)).until(() -> {
            again[0] = driver.transport().read(Topic.SIGNALS, position);
            return true;
        });
        awaitAll(again[0], found, all -> texts(all).contains("{\"n\":\"after\"}"));
        assertThat(found)
                .filteredOn(delivery -> delivery.body().text().contains("after"))
                .allSatisfy(delivery -> assertThat(fence.order(delivery)).isNotEqualTo(Position.Order.BEFORE));
    }
}
