package io.github.curfew.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import java.util.List;

/** Settings of given sources, and what is wrong with them. */
final class Resolving {
    private Resolving() {}

    static Settings resolve(List<SettingsSource> sources, BackendProvider... providers) {
        return Settings.resolve(sources, List.of(providers));
    }

    static ConfigurationException failure(List<SettingsSource> sources, BackendProvider... providers) {
        return catchThrowableOfType(ConfigurationException.class, () -> resolve(sources, providers));
    }

    static BackendConfig config(Settings settings, BackendProvider provider) {
        return settings.backendConfig(provider, Role.SENDER, "test");
    }
}
