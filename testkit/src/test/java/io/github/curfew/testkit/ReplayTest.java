package io.github.curfew.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Lifecycle;
import io.github.curfew.engine.Maintenance;
import io.github.curfew.engine.Run;
import io.github.curfew.file.FileBackendProvider;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
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
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who can read and write a broker, and has no key, sends a captured signal again: to whomever, by whatever way. */
@Timeout(60)
class ReplayTest {
    private static final String PROD = "prod";
    private static final Duration HOUR = Duration.ofHours(1);

    private static final String STOP = "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/ops\","
            + "\"type\":\"io.github.curfew.stop.requested.v1\",\"subject\":\"orders\"}";
    private static final String SNS = "{\"Type\":\"Notification\",\"MessageId\":\"another\",\"Message\":\"%s\"}";

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

    /** As what it was captured, and as what it comes again. */
    enum Form {
        WORDS("stop orders", "%s"),
        WORDS_WRAPPED_BY_SNS("stop orders", SNS),
        EVENT(STOP, "%s"),
        EVENT_WRAPPED_BY_SNS(STOP, SNS);

        private final String words;
        private final String again;

        Form(String words, String again) {
            this.words = words;
            this.again = again;
        }
    }

    private static Stream<Arguments> ways() {
        return Arrays.stream(Way.values())
                .flatMap(first -> Arrays.stream(Way.values()).map(again -> Arguments.of(first, again)));
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
    @MethodSource("ways")
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
    @MethodSource("ways")
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
    @EnumSource
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
    @EnumSource
    void isForNobodyAfterItsExpiry(Way way) throws IOException {
        try (SignedDriver driver = driver(PROD)) {
            SignedDriver.Stream run = driver.start("orders");
            captured = SignedDriver.signed("stop orders", PROD, Instant.now().minus(HOUR), Duration.ofMinutes(59));
            isRejected(driver, PROD, way, "expired");
            assertThat(run.isTold()).isFalse();
        }
    }

    /** The broker's time of it is new each time that it comes; that of its signing is not. */
    @ParameterizedTest
    @EnumSource
    void isForNobodyAfterAnExpiryOfItsOwnThoughItsSignatureStillHolds(Way way) throws IOException {
        try (SignedDriver driver = driver(PROD)) {
            SignedDriver.Stream run =
                    new SignedDriver.Stream(info("long-since", Instant.now().minus(HOUR)));
            driver.engine().starting(run);
            captured = SignedDriver.signed(
                    "stop orders --expiry 1m", PROD, Instant.now().minus(Duration.ofMinutes(8)), HOUR);
            isRejected(driver, PROD, way, "expired");
            assertThat(run.isTold()).isFalse();
        }
    }

    /** What is around it, and whether it has an id of its own, makes nothing new of it. */
    @ParameterizedTest
    @EnumSource
    void isNothingNewInWhateverFormItComesAgain(Form form) throws IOException {
        try (SignedDriver driver = driver(PROD)) {
            SignedDriver.Stream run = driver.start("orders");
            captured = SignedDriver.signed(form.words, PROD, Instant.now(), HOUR);
            send(driver, PROD, Way.MEMORY);
            await().until(run::isTold);
            captured = Payload.utf8(String.format(form.again, captured.text().strip()) + "\n");
            for (Way again : Way.values()) {
                isRejected(driver, PROD, again, "duplicate");
            }
        }
        try (SignedDriver driver = driver(PROD)) {
            SignedDriver.Stream next = driver.start("orders");
            send(driver, PROD, Way.MEMORY);
            // That copy, or the one that still lies in the directory: one of them is the first that it hears of.
            await().until(() -> driver.rejected("replayed") > 0);
            assertThat(next.isTold()).isFalse();
        }
    }

    /** It lives on after what was asked of it, so that the same could be asked of it again. */
    @ParameterizedTest
    @ValueSource(strings = {"restart", "pause"})
    void asksALivingLifecycleOnlyOnce(String action) throws Exception {
        BlockingQueue<SignedDriver.Stream> started = new LinkedBlockingQueue<>();
        try (SignedDriver driver = driver(PROD)) {
            Thread player = playLifecycle(driver, started);
            SignedDriver.Stream first = started.take();
            Payload asked = SignedDriver.signed(action + " orders", PROD, Instant.now(), HOUR);
            captured = asked;
            send(driver, PROD, Way.MEMORY);
            await().until(first::isTold);
            first.endBatch();
            if (action.equals("pause")) {
                await().until(() -> driver.engine().runs().get(0).state() == RunState.PAUSED);
                captured = SignedDriver.signed("resume orders", PROD, Instant.now(), HOUR);
                send(driver, PROD, Way.MEMORY);
                captured = asked;
            }
            SignedDriver.Stream second = started.take();
            for (Way again : Way.values()) {
                isRejected(driver, PROD, again, "duplicate");
            }
            assertThat(second.isTold()).isFalse();
            captured = SignedDriver.signed("stop orders --now", PROD, Instant.now(), HOUR);
            send(driver, PROD, Way.MEMORY);
            player.join();
        }
    }

    private static Thread playLifecycle(SignedDriver driver, BlockingQueue<SignedDriver.Stream> started) {
        Lifecycle.Script script = new Lifecycle.Script() {
            @Override
            public Run start() {
                SignedDriver.Stream stream =
                        new SignedDriver.Stream(info(UUID.randomUUID().toString()));
                started.add(stream);
                return stream;
            }

            @Override
            public void maintain() {}
        };
        Maintenance none = new Maintenance(null, 0, Duration.ZERO, false);
        Lifecycle lifecycle = driver.engine().manage(info(UUID.randomUUID().toString()), script, none);
        Thread player = new Thread(
                () -> {
                    try {
                        var unused = lifecycle.play();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                "played-lifecycle");
        player.setDaemon(true);
        player.start();
        return player;
    }

    private static RunInfo info(String id) {
        return info(id, Instant.now());
    }

    private static RunInfo info(String id, Instant started) {
        return new RunInfo(id, started, Labels.of(Map.of(Labels.RUN_ID, id, Labels.QUERY_NAME, "orders")));
    }
}
