package io.github.curfew.spark;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A broker that takes every connection and never answers, with a client that ignores its time limits and interrupts. */
public final class HangingProvider implements BackendProvider {
    /** Made by the ServiceLoader. */
    public HangingProvider() {}

    @Override
    public String name() {
        return "hanging";
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public Transport open(BackendConfig config) {
        return new Hanging();
    }

    private static final class Hanging implements Transport {
        private final CountDownLatch never = new CountDownLatch(1);

        private IllegalStateException hang() {
            while (never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException ignored) {
                    // That is what is bad about it.
                }
            }
            return new IllegalStateException();
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, true, Duration.ofMillis(1), 256 * 1024);
        }

        @Override
        public Receipt publish(Outgoing message, Duration timeout) {
            throw hang();
        }

        @Override
        public Position end(Topic topic) {
            throw hang();
        }

        @Override
        public Position past(Topic topic, Duration ago) {
            throw hang();
        }

        @Override
        public Reader read(Topic topic, Position from) {
            throw hang();
        }

        @Override
        public void close() {
            throw hang();
        }
    }
}
