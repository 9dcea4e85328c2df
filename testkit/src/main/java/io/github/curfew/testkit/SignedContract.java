package io.github.curfew.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Transport;
import io.github.curfew.testkit.ContractBackend.ByHand;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every backend's driver keeps where signatures are required. */
abstract class SignedContract extends RosterContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] SHORT_WORD = "stop orders\n".getBytes(UTF_8);
    private static final String EVENT = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/contract\","
            + "\"type\":\"io.github.curfew.stop.requested.v1\",\"subject\":\"orders\"}";

    /** Where only what is signed counts, whatever way it comes, and a captured signal that is sent again counts for nobody. */
    @Test
    void onlyWhatIsSignedCountsAndOnlyOnce() throws Exception {
        Instant now = Instant.now();
        Duration hour = Duration.ofHours(1);
        Payload captured;
        try (SignedDriver driver = SignedDriver.start(namespace(), signals())) {
            SignedDriver.Stream orders = driver.start("orders");
            publishAndAwait(driver, Payload.of(SHORT_WORD), "unsigned");
            publishAndAwait(driver, Payload.utf8("{\"stop\":\"*\"}"), "unsigned");
            publishAndAwait(driver, Payload.utf8(EVENT), "unsigned");
            publishAndAwait(driver, SignedDriver.forged("stop orders", namespace()), "forged");
            publishAndAwait(driver, SignedDriver.signed("stop orders", "another", now, hour), "elsewhere");
            Payload old = SignedDriver.signed("stop orders", namespace(), now.minus(hour), Duration.ofMinutes(1));
            publishAndAwait(driver, old, "expired");
            assertThat(orders.isTold()).isFalse();

            captured = publishUntilTold(driver, orders);
            orders.endBatch();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> driver.engine().runs().isEmpty());

            SignedDriver.Stream next = driver.start("orders");
            publishAndAwait(driver, captured, "duplicate");
            assertThat(next.isTold()).isFalse();
        }
        try (SignedDriver driver = SignedDriver.start(namespace(), signals())) {
            SignedDriver.Stream orders = driver.start("orders");
            // A run so young that a slow backend cannot tell what came before it refuses for that reason already.
            publishAndAwait(driver, captured, "replayed", "unordered");
            assertThat(orders.isTold()).isFalse();
        }
    }

    /** A signature covers a message's bytes: what is beside them, or is none, has none, whatever it means. */
    @Test
    void inWhateverWayAnUnsignedStopIsAskedItIsRefused() throws Exception {
        Map<String, ByHand> ways = new LinkedHashMap<>(backend().otherWaysByHand());
        ways.put("a message", namespace -> backend().publishByHand(namespace, SHORT_WORD));
        try (SignedDriver driver = SignedDriver.start(namespace(), signals())) {
            SignedDriver.Stream orders = driver.start("orders");
            for (Map.Entry<String, ByHand> way : ways.entrySet()) {
                long before = driver.rejected("unsigned");
                way.getValue().stopOrders(namespace());
                Awaitility.await(way.getKey())
                        .atMost(PATIENCE)
                        .until(() -> orders.isTold() || driver.rejected("unsigned") > before);
                assertThat(orders.isTold()).as(way.getKey()).isFalse();
            }
        }
    }

    /** As the driver itself advises whoever is refused since the run is too young: published once more, signed anew. */
    private Payload publishUntilTold(SignedDriver driver, SignedDriver.Stream run) throws Exception {
        Instant patience = Instant.now().plus(PATIENCE);
        while (true) {
            long before = driver.rejected("unordered");
            Payload signal = SignedDriver.signed("stop orders", namespace(), Instant.now(), Duration.ofHours(1));
            backend().publishByHand(namespace(), signal.bytes());
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(run.isTold() || driver.rejected("unordered") > before)
                            .as(
                                    "obeyed, or too early: %s",
                                    driver.engine().counters().all())
                            .isTrue());
            if (run.isTold()) {
                return signal;
            }
            assertThat(backend().tellsOrder())
                    .as("refused, though the order can be told")
                    .isFalse();
            assertThat(Instant.now()).as("a time by which it counts").isBefore(patience);
        }
    }

    private Map<String, Transport> signals() {
        return Map.of(backend().provider().name(), driver().transport());
    }

    private void publishAndAwait(SignedDriver driver, Payload message, String... rejections) throws Exception {
        long before = driver.rejected(rejections);
        backend().publishByHand(namespace(), message.bytes());
        Awaitility.await().atMost(PATIENCE).until(() -> driver.rejected(rejections) > before);
    }
}
