package io.github.curfew.testkit;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Sealer;
import io.github.curfew.auth.Use;
import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.engine.Run;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A driver with the real engine, that obeys nothing but what is signed. */
record SignedDriver(Engine engine) implements AutoCloseable {
    private static final String APP = "app-1";
    private static final Key KEY =
            Key.of("contract", "a secret of the contract, long enough", null, Selector.EVERYONE, Use.ANY);

    /** Nearly none, so that a test has not to wait half a minute for what comes after it. */
    private static final AuthSettings AUTH =
            new AuthSettings(true, Duration.ofMillis(1), null, Map.of("contract", KEY));

    static SignedDriver start(String namespace, Map<String, Transport> transports) {
        return start(namespace, transports, AUTH);
    }

    static SignedDriver start(String namespace, Map<String, Transport> transports, AuthSettings auth) {
        EngineSettings settings = new EngineSettings(
                namespace, Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1), auth);
        String id = UUID.randomUUID().toString();
        DriverInfo info = new DriverInfo(id, APP, "contract", "host", "1", "3.5", Instant.now());
        return new SignedDriver(Engine.start(settings, info, transports));
    }

    /** Signs a message for a namespace, so that it counts so long from then on. */
    static Payload signed(String words, String namespace, Instant when, Duration counts) {
        return Sealer.ofSignals(AUTH, namespace).seal(Payload.utf8(words), counts, when);
    }

    /** Whose signature is another's. */
    static Payload forged(String words, String namespace) {
        String text =
                signed(words, namespace, Instant.now(), Duration.ofHours(1)).text();
        int signature = text.lastIndexOf('.') + 1;
        char other = text.charAt(signature) == 'A' ? 'B' : 'A';
        return Payload.utf8(text.substring(0, signature) + other + text.substring(signature + 1));
    }

    Stream start(String name) {
        String id = UUID.randomUUID().toString();
        Stream run = new Stream(new RunInfo(
                id,
                Instant.now(),
                Labels.of(Map.of(
                        Labels.RUN_ID, id,
                        Labels.QUERY_NAME, name,
                        Labels.QUERY_ID, "id-of-" + name,
                        Labels.APP_ID, APP))));
        engine.starting(run);
        return run;
    }

    /** How many signals were not obeyed for one of these reasons. */
    long rejected(String... reasons) {
        return Arrays.stream(reasons)
                .mapToLong(reason -> engine.counters().get("signals.rejected." + reason))
                .sum();
    }

    @Override
    public void close() {
        engine.close("the test is over");
    }

    /** One whose batch in flight lasts until it is ended. */
    static final class Stream implements Run {
        private final RunInfo info;
        private volatile boolean draining;
        private volatile boolean batchIsOver;
        private volatile boolean cut;

        Stream(RunInfo info) {
            this.info = info;
        }

        boolean isTold() {
            return draining || cut;
        }

        void endBatch() {
            batchIsOver = true;
        }

        @Override
        public RunInfo info() {
            return info;
        }

        @Override
        public @Nullable Long lastBatch() {
            return 1L;
        }

        @Override
        public @Nullable String whyNotDrainable() {
            return null;
        }

        @Override
        public void drain() {
            draining = true;
        }

        @Override
        public void cut() {
            cut = true;
        }

        @Override
        public boolean hasEnded() {
            return cut || (draining && batchIsOver);
        }

        @Override
        public Ending ending() {
            return new Ending(cut ? Ending.Proof.CUT : Ending.Proof.COMMITTED, 1L, "");
        }
    }
}
