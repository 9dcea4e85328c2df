package io.github.curfew.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.servers.FreePort;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Driver;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NotingDoorTest {
    static {
        LoggedFinals.begin();
    }

    /** In the midst of the first request; the others find it dead. */
    @Test
    @Timeout(60)
    void whoIsKilledAnswersNoMore() throws IOException {
        int port = FreePort.next();
        Settings settings = Settings.resolve(
                List.of(SettingsSource.flags(Map.of("backends", "http", "http.port", "" + port))), Backends.discover());
        BackendProvider http = settings.backends().get(0);
        NotingDoor door = new NotingDoor(
                http.door(settings.backendConfig(http, Role.DRIVER, "driver-1")).orElseThrow(),
                new Diary(),
                Plant.NONE);
        door.open(whoIsKilledByASignal(door));
        try {
            Awaitility.await().until(() -> door.health().state() == BackendHealth.State.LISTENING);
            assertThat(answer(port, "GET /runs")).startsWith("HTTP/1.1 200");
            assertThat(answer(port, "POST /stop/orders")).isEmpty();
            assertThat(answer(port, "POST /stop/orders")).isEmpty();
            assertThat(answer(port, "GET /runs")).isEmpty();
        } finally {
            door.close();
        }
    }

    private static Driver whoIsKilledByASignal(NotingDoor door) {
        return (Driver) Proxy.newProxyInstance(
                NotingDoorTest.class.getClassLoader(),
                new Class<?>[] {Driver.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "info" -> new DriverInfo("driver-1", "app-1", "chaos", "host", "0", "none", Instant.now());
                    case "accept" -> {
                        door.sever();
                        yield null;
                    }
                    case "roster", "health" -> List.of();
                    default -> null;
                });
    }

    private static String answer(int port, String request) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String lines = request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            // Reset: that is no answer either.
            return "";
        }
    }
}
