package io.github.curfew.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.file.FileBackendProvider;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody who can read and write a broker, and has no key, sends a captured signal again: to whomever, by whatever way. */
@Timeout(60)
class ReplayTest {
    private static final String PROD = "prod";
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path dir;

    private final String broker = UUID.randomUUID().toString();
    private Payload captured = Payload.utf8("");

    /** By what a captured signal comes again. */
    enum Way {
        MEMORY,
        FILE,
        DOOR
    }

    @BeforeEach
    void sign() {
        captured = SignedDriver.signed("stop orders", PROD, Instant.now(), HOUR);
    }

    private SignedDriver driver(String namespace) {
        String id = UUID.randomUUID().toString();
        Transport memory = new InMemoryBackend()
                .open(new BackendConfig(namespace, Role.DRIVER, id, Map.of("memory.broker", broker)));
        Transport file = new FileBackendProvider()
                .open(new BackendConfig(
                        namespace, Role.DRIVER, id, Map.of("file.dir", dir.toString(), "file.poll-interval", "20ms")));
        return SignedDriver.start(namespace, Map.of("memory", memory, "file", file));
    }

    private void send(SignedDriver driver, String namespace, Way way) throws IOException {
        switch (way) {
            case MEMORY -> InMemoryBroker.named(broker).publish(namespace, Topic.SIGNALS, captured);
            case FILE ->
                Files.write(
                        dir.resolve(namespace)
                                .resolve("signals")
                                .resolve(UUID.randomUUID().toString()),
                        captured.bytes());
            case DOOR -> {
                SignalId id =
                        new SignalId("/curfew/backends/http", UUID.randomUUID().toString());
                try {
                    var unused = driver.engine().accept(captured, Map.of(), id);
                } catch (io.github.curfew.spi.RefusedException e) {
                    // Counted, which is what is looked at.
                }
            }
        }
    }

    private void isRejected(SignedDriver driver, String namespace, Way way, String reason) throws IOException {
        long before = driver.rejected(reason);
        send(driver, namespace, way);
        await().until(() -> driver.rejected(reason) > before);
    }

    private SignedDriver.Stream stopped(SignedDriver driver, Way first) throws IOException {
        SignedDriver.Stream run = driver.start("orders");
        captured = SignedDriver.signed("stop orders", PROD, Instant.now(), HOUR);
        send(driver, PROD, first);
        await().until(run::isTold);
        return run;
    }

    @ParameterizedTest
    @CsvSource({"MEMORY,MEMORY", "MEMORY,FILE", "MEMORY,DOOR", "FILE,MEMORY", "FILE,FILE", "DOOR,MEMORY", "DOOR,DOOR"})
    void isNothingNewForTheSameRunNorForTheNextOfItsDriver(Way first, Way again) throws IOException {
        try (SignedDriver driver = driver(PROD)) {
            SignedDriver.Stream run = stopped(driver, first);
            isRejected(driver, PROD, again, "duplicate");
            run.endBatch();
            await().until(() -> driver.engine().runs().isEmpty());
            SignedDriver.Stream next = driver.start("orders");
            isRejected(driver, PROD, again, "duplicate");
            assertThat(next.isTold()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"MEMORY,MEMORY", "MEMORY,FILE", "MEMORY,DOOR", "FILE,MEMORY", "FILE,FILE", "DOOR,FILE", "DOOR,DOOR"})
    void isTooOldForTheNextDriver(Way first, Way again) throws IOException {
        try (SignedDriver driver = driver(PROD)) {
            stopped(driver, first).endBatch();
            await().until(() -> driver.engine().runs().isEmpty());
        }
        try (SignedDriver driver = driver(PROD)) {
            SignedDriver.Stream next = driver.start("orders");
            isRejected(driver, PROD, again, "replayed");
            assertThat(next.isTold()).isFalse();
            assertThat(driver.engine().counters().get("reports.refused")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"MEMORY", "FILE", "DOOR"})
    void isForNobodyInAnotherNamespace(Way way) throws IOException {
        try (SignedDriver driver = driver("staging")) {
            SignedDriver.Stream run = driver.start("orders");
            captured = SignedDriver.signed("stop orders", PROD, Instant.now(), HOUR);
            isRejected(driver, "staging", way, "elsewhere");
            assertThat(run.isTold()).isFalse();
        }
    }

    /** Whoever held it back until its expiry has held it back for good. */
    @ParameterizedTest
    @CsvSource({"MEMORY", "FILE", "DOOR"})
    void isForNobodyAfterItsExpiry(Way way) throws IOException {
        try (SignedDriver driver = driver(PROD)) {
            SignedDriver.Stream run = driver.start("orders");
            captured = SignedDriver.signed("stop orders", PROD, Instant.now().minus(HOUR), Duration.ofMinutes(59));
            isRejected(driver, PROD, way, "expired");
            assertThat(run.isTold()).isFalse();
        }
    }
}
