package io.github.curfew.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.CurfewException;
import io.github.curfew.hostile.Guard;
import io.github.curfew.http.LogLines;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What drivers and brokers say can forge no line where a sender logs it, throws it or tells it as a trouble. */
@Timeout(60)
final class HostileReportsTest {
    private static final String HOSTILE = "x\r\nERROR forged\u001b[2J\u009b2J\u202e\u2028\u0085\u0000";

    private final LogLines log = new LogLines();
    private final MemoryBroker broker = new MemoryBroker("broker", true);

    @AfterEach
    void closeAndLook() {
        log.close();
        log.all().forEach(Guard::sentence);
    }

    private void awaitLogged(String beginning) {
        await().until(() -> log.all().stream().anyMatch(line -> line.startsWith(beginning) && line.contains("forged")));
    }

    @Test
    void byAReportOnWhichAListenerThrows() {
        broker.onSignal = message -> {
            Signal signal = OnMemory.decoded(message.body());
            if (signal.action() == Action.STOP) {
                answer(signal);
            }
        };
        try (CurfewClient client = OnMemory.connect(broker)) {
            client.listen(report -> {
                throw new IllegalStateException("of everybody's reports");
            });
            Tracking tracking = client.stop("orders")
                    .onReport(report -> {
                        throw new IllegalStateException("of its own reports");
                    })
                    .track();
            await().until(() ->
                    log.all().contains("of everybody's reports") && log.all().contains("of its own reports"));
            assertThat(log.all())
                    .filteredOn(line -> line.startsWith("A listener threw on the report x"))
                    .hasSize(2);
            tracking.close();
        }
    }

    private void answer(Signal signal) {
        RunInfo run = FakeDriver.run("orders", Instant.now());
        Report.OfSignal said = new FakeDriver("d", Duration.ofMinutes(1)).answer(signal, run, Outcome.STOPPED);
        Report report = new Report.OfSignal(
                HOSTILE,
                said.driverId(),
                said.time(),
                said.outcome(),
                said.signal(),
                said.action(),
                said.run(),
                said.matched(),
                said.lastBatch(),
                said.took(),
                HOSTILE);
        broker.append(Topic.REPORTS, Codec.encode(report));
    }

    /** Java's times have far more years than RFC 3339's, and what was counted from both ends was in none of them. */
    @Test
    void norByTimesFromBothEndsOfAllTime() {
        broker.onSignal = message -> {
            Signal signal = OnMemory.decoded(message.body());
            FakeDriver driver = new FakeDriver("d", Duration.ofMinutes(1));
            RunInfo late = FakeDriver.run("orders", Instant.parse("0000-01-01T00:00:00Z"));
            String hello = Codec.encode(driver.roster(Kind.HELLO, Instant.parse("9999-12-31T23:59:59Z"), late))
                    .text();
            broker.append(Topic.REPORTS, Payload.utf8(hello));
            broker.append(
                    Topic.REPORTS,
                    Payload.utf8(hello.replace("run-orders", "run-never")
                            .replace("0000-01-01T", "-999999999-01-01T")
                            .replace("9999-12-31T", "+999999999-12-31T")));
            RunInfo run = FakeDriver.run("orders", Instant.now());
            broker.append(
                    Topic.REPORTS,
                    Codec.encode(new FakeDriver("other", Duration.ofMinutes(1)).answer(signal, run, Outcome.STOPPED)));
        };
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThat(client.stop("orders").track().result())
                    .succeedsWithin(Duration.ofSeconds(30))
                    .satisfies(result -> assertThat(result.conclusion()).isEqualTo(Conclusion.AS_ASKED));
        }
    }

    @Test
    void byWhatIsNoReport() {
        try (CurfewClient client = OnMemory.connect(broker)) {
            client.listen(report -> {});
            broker.append(Topic.REPORTS, Payload.utf8(HOSTILE));
            broker.append(Topic.REPORTS, Payload.utf8("{\"" + "forged\\u001b\\n" + "\":\"forged\\u001b\\n\""));
            broker.append(
                    Topic.REPORTS, Payload.utf8("{\"specversion\":\"1.0\",\"type\":\"forged\\u001b[2J\\nERROR\"}"));
            awaitLogged("Passed over what is no report on broker: the event's type");
        }
    }

    @Test
    void byALoss() {
        try (CurfewClient client = OnMemory.connect(broker)) {
            Tracking tracking = client.stop("orders").track();
            broker.lose(HOSTILE);
            await().until(() -> !tracking.progress().troubles().isEmpty());
            assertThat(tracking.progress().troubles()).anyMatch(trouble -> trouble.contains("forged"));
            tracking.progress().troubles().forEach(Guard::sentence);
            tracking.close();
        }
    }

    @Test
    void byARemarkOfABroker() {
        broker.remarks = List.of(HOSTILE);
        try (CurfewClient client = OnMemory.connect(broker)) {
            List<String> warnings = client.stop("orders").publish().warnings();
            assertThat(warnings).singleElement().satisfies(Guard::sentence);
        }
    }

    @Test
    void byWhyABrokerCannotBeReached() {
        // A stack trace is the exception's own, and at debug alone.
        log.close();
        broker.why = HOSTILE;
        broker.down = true;
        try (CurfewClient client = OnMemory.connect(broker)) {
            assertThatThrownBy(client::roster)
                    .isInstanceOf(CurfewException.class)
                    .satisfies(e -> Guard.sentence(String.valueOf(e.getMessage())))
                    .hasMessageContaining("forged");
            assertThat(client.troubles()).singleElement().satisfies(Guard::sentence);
            assertThatThrownBy(() -> client.stop("orders").publish())
                    .isInstanceOf(CurfewException.class)
                    .satisfies(e -> Guard.sentence(String.valueOf(e.getMessage())))
                    .hasMessageContaining("forged");
        }
    }
}
