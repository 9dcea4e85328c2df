package io.github.curfew.testkit;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.util.List;

/**
 * The backend {@code memory}: carries messages over an {@link InMemoryBroker} to others in the same JVM. Two that name the
 * same {@code memory.broker} are in contact. Thread-safe.
 */
public final class InMemoryBackend implements BackendProvider {
    private static final String BROKER = "memory.broker";

    /** For {@link java.util.ServiceLoader}, and for tests. */
    public InMemoryBackend() {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.of(
                BROKER,
                Setting.Type.TEXT,
                null,
                "the name of the broker in this JVM: any, but the same on both sides"));
    }

    @Override
    public Transport open(BackendConfig config) {
        return new InMemoryTransport(InMemoryBroker.named(config.required(BROKER)), config.namespace());
    }
}
