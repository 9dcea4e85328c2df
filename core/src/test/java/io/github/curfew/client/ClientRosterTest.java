package io.github.curfew.client;

import static io.github.curfew.client.TalkingDriver.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is there, as a client reads it from brokers that are slow, never quiet, full of garbage or forgetful. */
@Timeout(60)
final class ClientRosterTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final MemoryBroker broker = new MemoryBroker("memory", true);
    private final TalkingDriver driver = new TalkingDriver("d", Duration.ofSeconds(60), broker);
    private final RunInfo orders = driver.run("orders");

    /** What it has not been told yet is not what is not there. */
    @Test
    void doesNotTakeABrokerThatIsSlowToAnswerForAnEmptyOne() throws InterruptedException {
        driver.hello(orders);
        broker.slow = true;
        CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(() -> broker.slow = false);
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster())
                    .extracting(entry -> entry.status().run().displayName())
                    .containsExactly("orders");
        }
    }

    /** A thousand drivers that beat once a minute leave no third of a second without a word. */
    @Test
    void hasReadAllThoughItIsNeverQuiet() throws InterruptedException {
        driver.hello(orders);
        AtomicBoolean over = new AtomicBoolean();
        Thread chatter = new Thread(() -> {
            while (!over.get()) {
                driver.alive(null, orders);
                LockSupport.parkNanos(10_000_000);
            }
        });
        chatter.start();
        broker.onSignal = outgoing -> driver.answer(outgoing, orders, Outcome.STOPPED);
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster()).hasSize(1);
            try (Tracking tracking = client.track(stop("orders"))) {
                assertThat(tracking.await(LONG).settled()).isTrue();
            }
        } finally {
            over.set(true);
            chatter.join();
        }
    }

    @Test
    void asksWhoIsLostOnceAndSeesWhoFellSilentLongAgo() throws InterruptedException {
        TalkingDriver dead = new TalkingDriver("dead", Duration.ofMillis(1), broker);
        dead.hello(driver.start.minusSeconds(600), orders);
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster()).singleElement().matches(RosterEntry::lost);
            assertThat(client.roster()).hasSize(1);
            assertThat(client.knownRoster()).hasSize(1);
            assertThat(broker.log(Topic.SIGNALS)).as("pings").hasSize(1);
        }
    }

    @Test
    void passesOverGarbageAmongTheReports() throws InterruptedException {
        broker.append(Topic.REPORTS, Payload.utf8("hello there"));
        broker.append(Topic.REPORTS, Payload.of(new byte[] {0, (byte) 0xff}));
        broker.append(Topic.REPORTS, Payload.utf8("{\"specversion\":\"1.0\",\"type\":\"x\"}"));
        driver.hello(orders);
        broker.append(Topic.REPORTS, Payload.utf8("["));
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.roster())
                    .extracting(entry -> entry.status().run().displayName())
                    .containsExactly("orders");
        }
    }

    @Test
    void asksTheDriversWhereNothingIsKept() throws InterruptedException {
        MemoryBroker forgetful = new MemoryBroker("forgetful", false);
        TalkingDriver asked = new TalkingDriver("asked", Duration.ofSeconds(60), forgetful);
        forgetful.onSignal = outgoing -> {
            Signal ping = OnMemory.decoded(outgoing.body());
            assertThat(ping.action()).isEqualTo(Action.PING);
            asked.alive(ping.id(), orders);
        };
        try (CurfewClient client = OnMemory.connect(forgetful)) {
            assertThat(client.roster()).hasSize(1);
        }
    }
}
