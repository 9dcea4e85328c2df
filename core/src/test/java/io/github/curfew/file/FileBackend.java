package io.github.curfew.file;

import static org.assertj.core.api.Assertions.fail;

import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests of this package share: transports on a local directory, and the ways in which people use it by hand. */
record FileBackend(Path dir) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    Transport open(Role role, String id) {
        return new FileBackendProvider()
                .open(new BackendConfig(
                        "default", role, id, Map.of("file.dir", dir.toString(), "file.poll-interval", "20ms")));
    }

    Transport driver() {
        return open(Role.DRIVER, "driver-1");
    }

    Path namespace() {
        return dir.resolve("default");
    }

    Path signals() {
        return namespace().resolve("signals");
    }

    Path running() {
        return namespace().resolve("running");
    }

    /** {@code echo 'text' > signals/name}. */
    void echo(String text, String name) {
        try {
            Files.writeString(signals().resolve(name), text + "\n");
        } catch (IOException e) {
            fail(e);
        }
    }

    static Receipt publish(Transport transport, Topic topic, String group, String name, String text) {
        return transport.publish(
                new Outgoing(topic, group, name, Payload.utf8(text), null, Duration.ofHours(2)), TIMEOUT);
    }

    static RunInfo run(String id, String query) {
        return new RunInfo(
                id,
                Instant.now(),
                Labels.of(Map.of(
                        Labels.QUERY_ID, query, Labels.APP_ID, "app-1", Labels.APP_NAME, "shop", Labels.RUN_ID, id)));
    }

    /** Reads until so many have come. */
    static List<Delivery> await(Reader reader, int count) {
        List<Delivery> found = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (found.size() < count && System.nanoTime() < deadline) {
            found.addAll(poll(reader, Duration.ofMillis(500)));
        }
        if (found.size() < count) {
            fail("only " + found.size() + " of " + count + " came: " + found);
        }
        return found;
    }

    static List<Delivery> poll(Reader reader, Duration wait) {
        try {
            return reader.poll(wait).deliveries();
        } catch (InterruptedException e) {
            return fail(e);
        }
    }

    /** Nothing came in several looks. */
    static List<Delivery> quiet(Reader reader) {
        List<Delivery> found = new ArrayList<>();
        for (int look = 0; look < 5; look++) {
            found.addAll(poll(reader, Duration.ofMillis(25)));
        }
        return found;
    }
}
