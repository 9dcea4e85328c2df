package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Scheduler.Lane;
import io.github.curfew.file.FileBackendProvider;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signal that was heard and then removed, where a position is the set of the files that are there. */
class RemovedSignalTest {
    @TempDir
    Path temp;

    private final ManualScheduler scheduler = new ManualScheduler();
    private boolean outOfReach;
    private Parts parts;
    private Link link;

    @BeforeEach
    void listen() {
        Transport files = new FileBackendProvider()
                .open(new BackendConfig(
                        "default",
                        Role.DRIVER,
                        "d",
                        Map.of("file.dir", temp.toString(), "file.poll-interval", "10ms")));
        Transport broker = (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> {
                    if (outOfReach && method.getName().equals("end")) {
                        throw TransportException.passing("out of reach", new IOException("cut off"));
                    }
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        EngineSettings settings = new EngineSettings(
                "default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1));
        DriverInfo info = new DriverInfo("d", "app", "app", "host", "1", "3", Instant.now());
        parts = Parts.of(settings, info, Map.of("file", broker), scheduler, new SplittableRandom(1), () -> {});
        link = parts.links().get(0);
        link.contact();
    }

    @AfterEach
    void close() {
        link.close();
    }

    @Test
    void isStaleForARunThatStartedAfterItThoughALaterPositionDoesNotHaveIt() throws IOException {
        Path old = echo("old");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(300)));
        outOfReach = true;
        var fenced = parts.register(IdleRun.orders("run-1"));
        runBroker();
        assertThat(fenced).isCompleted();
        await().until(() -> {
            listen(1);
            return parts.runs().hasParked();
        });

        Files.delete(old);
        outOfReach = false;
        runBroker();
        parts.desk().review();

        assertThat(parts.counters().get(Counters.OBEYED)).isZero();
        assertThat(parts.counters().get("signals.rejected.stale")).isOne();

        echo("new");
        await().until(() -> {
            listen(1);
            return parts.counters().get(Counters.OBEYED) == 1;
        });
    }

    /** Where a run is known already, and its position is still to be asked for. */
    @Test
    void isStaleThoughThePositionOfItsStartDoesNotHaveIt() throws IOException {
        var fenced = parts.register(IdleRun.orders("run-1"));
        Path old = echo("old");
        await().until(() -> {
            listen(1);
            return parts.runs().hasParked();
        });

        Files.delete(old);
        runBroker();

        assertThat(fenced).isCompleted();
        assertThat(parts.counters().get(Counters.OBEYED)).isZero();
        assertThat(parts.counters().get("signals.rejected.stale")).isOne();
    }

    private Path echo(String name) throws IOException {
        return Files.writeString(temp.resolve("default/signals").resolve(name), "stop orders\n");
    }

    private void listen(long millis) throws InterruptedException {
        var unused = link.step(parts.desk(), Duration.ofMillis(millis));
    }

    /** All that waits for the broker, and what comes of it. */
    private void runBroker() {
        while (scheduler.waiting(Lane.BROKER) > 0) {
            scheduler.pass(Duration.ofMillis(1));
            scheduler.run(Lane.BROKER);
        }
    }
}
