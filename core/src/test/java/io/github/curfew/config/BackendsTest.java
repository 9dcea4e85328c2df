package io.github.curfew.config;

import static io.github.curfew.config.Resolving.failure;
import static io.github.curfew.config.Resolving.resolve;
import static io.github.curfew.config.SettingsSource.flags;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backends are found, and which of them are named. */
final class BackendsTest {
    private static final FakeProvider FILE = FakeProvider.file();
    private static final FakeProvider REDIS = FakeProvider.redis();

    @TempDir
    Path dir;

    @Test
    void takesSeveralInTheOrderInWhichTheyAreNamed() {
        Settings settings = resolve(List.of(flags(Map.of("backends", "redis, file,redis"))), FILE, REDIS);

        assertThat(settings.backends()).containsExactly(REDIS, FILE);
    }

    @Test
    void namesABackendThatIsNotHere() {
        assertThat(failure(List.of(flags(Map.of("backends", "fil,kafka"))), FILE)
                        .problems())
                .containsExactly(
                        "backends on the command line names \"fil\", which is not on the classpath (there is file): did"
                                + " you mean file?",
                        "backends on the command line names \"kafka\", which is not on the classpath (there is file):"
                                + " add curfew-backend-kafka to it");
        assertThat(failure(List.of(flags(Map.of("backends", " , "))), FILE))
                .hasMessage("backends on the command line names no backend: there is file");
    }

    @Test
    void refusesABackendOfANewerSpiOnlyIfItIsChosen() {
        FakeProvider newer = new FakeProvider("redis", BackendProvider.SPI_VERSION + 1, List.of());

        assertThat(failure(List.of(flags(Map.of("redis.what", "ever"))), FILE, newer))
                .hasMessage("the backend redis was built for version 2 of Curfew's SPI, and this curfew-core has"
                        + " version 1: use a newer curfew-core, or an older curfew-backend-redis");
        assertThat(resolve(List.of(flags(Map.of("backends", "file", "file.dir", "/x"))), FILE, newer)
                        .backends())
                .containsExactly(FILE);
    }

    @Test
    void refusesTwoBackendsOfOneName() {
        assertThat(failure(List.of(flags(Map.of("file.dir", "/x"))), FILE, FakeProvider.of("file")))
                .hasMessageContaining("two backends are called file, ");
    }

    @Test
    void discoversNothingBrokenTwiceAndSaysWhatWasBroken() throws IOException {
        Path services = Files.createDirectories(dir.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(BackendProvider.class.getName()),
                "no.such.Provider\n" + NamedProvider.class.getName() + "\n");
        try (URLClassLoader one = loader();
                URLClassLoader other = loader()) {
            Backends found = Backends.discover(List.of(one, other));

            assertThat(found.found())
                    .filteredOn(provider -> provider.name().equals("named"))
                    .hasSize(1);
            assertThat(found.failures()).singleElement().asString().contains("no.such.Provider");
        }
    }

    private URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {dir.toUri().toURL()}, NamedProvider.class.getClassLoader());
    }

    /** Found through a services file. */
    public static final class NamedProvider implements BackendProvider {
        @Override
        public String name() {
            return "named";
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
            throw new UnsupportedOperationException();
        }
    }
}
