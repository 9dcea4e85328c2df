package io.github.curfew.docs;

import static org.awaitility.Awaitility.await;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.engine.Run;
import io.github.curfew.http.HttpProvider;
import io.github.curfew.model.BackendHealth.State;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A driver that listens over http alone, on a free port, with streams that a test makes. */
final class HttpDriver implements AutoCloseable {
    private final Engine engine;

    private HttpDriver(Engine engine) {
        this.engine = engine;
    }

    static HttpDriver open(Map<String, String> set) {
        return open(set, false);
    }

    /** One that obeys, if that is asked for, nothing but what is signed; and it knows no key. */
    static HttpDriver open(Map<String, String> set, boolean signedOnly) {
        HttpProvider provider = new HttpProvider();
        Map<String, String> values = new HashMap<>();
        for (Setting setting : provider.settings()) {
            if (setting.defaultValue() != null) {
                values.put(setting.key(), setting.defaultValue());
            }
        }
        values.put("http.port", "0");
        values.putAll(set);
        HttpDriver driver = new HttpDriver(Engine.start(
                new EngineSettings(
                        "default",
                        Duration.ofMinutes(5),
                        OnTimeout.FORCE,
                        Duration.ofHours(1),
                        Duration.ofMinutes(1),
                        new AuthSettings(signedOnly, Duration.ofSeconds(30), null, Map.of())),
                new DriverInfo("driver-1", "app-1", "orders-app", "driver.example.org", "0", "3.5.7", Instant.now()),
                Map.of(),
                List.of(provider.door(new BackendConfig("default", Role.DRIVER, "driver-1", values))
                        .orElseThrow()),
                List.of()));
        await().until(() -> driver.engine.health().get(0).state() == State.LISTENING);
        return driver;
    }

    /** Its health tells which port it chose. */
    int port() {
        return Integer.parseInt(engine.health().get(0).cause().replaceAll("\\D+", ""));
    }

    Stream stream(String name) {
        Stream stream = new Stream(name);
        engine.starting(stream);
        return stream;
    }

    @Override
    public void close() {
        engine.close("the test is over");
    }

    /** A stream with a batch in flight, or with none. */
    static final class Stream implements Run {
        private final RunInfo info;
        private volatile boolean inBatch;
        private volatile boolean draining;
        private volatile boolean cut;

        private Stream(String name) {
            String id = UUID.randomUUID().toString();
            this.info = new RunInfo(
                    id,
                    Instant.now(),
                    Labels.of(Map.of(
                            Labels.QUERY_NAME, name, Labels.RUN_ID, id, Labels.KIND, "structured", "team", "a/b c")));
        }

        Stream beginBatch() {
            inBatch = true;
            return this;
        }

        @Override
        public RunInfo info() {
            return info;
        }

        @Override
        public Long lastBatch() {
            return 41L;
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
            return cut || (draining && !inBatch);
        }

        @Override
        public Ending ending() {
            return new Ending(cut ? Proof.CUT : Proof.COMMITTED, 42L, "");
        }
    }
}
