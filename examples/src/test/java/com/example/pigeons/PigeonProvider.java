package com.example.pigeons;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.util.List;

/** A backend that somebody built for a core that is still to come. */
public final class PigeonProvider implements BackendProvider {
    /** Found by ServiceLoader. */
    public PigeonProvider() {}

    @Override
    public String name() {
        return "pigeons";
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION + 1;
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public Transport open(BackendConfig config) {
        throw new IllegalStateException("nobody may open it");
    }
}
