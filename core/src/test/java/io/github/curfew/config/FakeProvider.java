package io.github.curfew.config;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.util.List;

/** A backend that only says what it is. */
record FakeProvider(String name, int spiVersion, List<Setting> settings) implements BackendProvider {
    static FakeProvider of(String name, Setting... settings) {
        return new FakeProvider(name, SPI_VERSION, List.of(settings));
    }

    static Setting text(String key) {
        return Setting.of(key, Setting.Type.TEXT, null, "Some text.");
    }

    static FakeProvider file() {
        return of(
                "file",
                Setting.of("file.dir", Setting.Type.TEXT, null, "Where."),
                Setting.of("file.poll-interval", Setting.Type.DURATION, "1s", "How often."));
    }

    static FakeProvider redis() {
        return of(
                "redis",
                Setting.of("redis.url", Setting.Type.TEXT, null, "Where."),
                Setting.of("redis.password", Setting.Type.TEXT, null, "The password."),
                Setting.of("redis.client.*", Setting.Type.TEXT, null, "The client's own."));
    }

    @Override
    public Transport open(BackendConfig config) {
        throw new UnsupportedOperationException();
    }
}
