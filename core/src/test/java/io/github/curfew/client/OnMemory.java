package io.github.curfew.client;

import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Clients of brokers in memory. */
final class OnMemory {
    private OnMemory() {}

    static CurfewClient connect(BackendProvider... providers) {
        return CurfewClient.connect(settings(providers));
    }

    static Settings settings(BackendProvider... providers) {
        String names = Stream.of(providers).map(BackendProvider::name).collect(Collectors.joining(","));
        return Settings.resolve(List.of(SettingsSource.flags(Map.of("backends", names))), List.of(providers));
    }

    static Signal decoded(Payload payload) {
        return Codec.decodeSignal(payload, Map.of(), new SignalId("none", "none"));
    }
}
