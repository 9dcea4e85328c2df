package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Labels;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is there, asked of the drivers themselves: no broker keeps what they said. */
@Timeout(60)
class HttpRosterTest {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRosterTest.class);

    private static CurfewClient sender(String... urls) {
        Map<String, String> flags = Map.of("backends", "http", "http.urls", String.join(",", urls));
        return CurfewClient.connect(
                Settings.resolve(List.of(SettingsSource.flags(flags)), List.of(new HttpProvider())));
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> names(List<RosterEntry> roster) {
        return roster.stream().map(entry -> entry.status().run().displayName()).toList();
    }

    @Test
    void thoseAreListedWhoAnswerAndTheOthersAreNamed() throws Exception {
        // The system takes connections for it, and nobody ever answers on them: a driver that is frozen.
        try (ServerSocket frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DoorFixture driver = DoorFixture.open()) {
            String crashed = url(freePort());
            driver.run("orders");
            try (CurfewClient sender = sender(crashed, url(driver.port()), url(frozen.getLocalPort()))) {
                assertThat(sender.roster()).singleElement().satisfies(entry -> {
                    assertThat(entry.status().run().labels().get(Labels.QUERY_NAME))
                            .isEqualTo("orders");
                    assertThat(entry.lost()).isFalse();
                });
                assertThat(sender.silent())
                        .extracting(Sighting::place)
                        .containsExactlyInAnyOrder(crashed, url(frozen.getLocalPort()));
            }
        }
    }

    @Test
    void aDriverMayTakeItsTimeToAnswer() throws Exception {
        try (DoorFixture driver = DoorFixture.open();
                DoorFixture other = DoorFixture.open()) {
            driver.run("orders");
            other.run("clicks");
            HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            slow.createContext(
                    "/",
                    exchange -> CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS)
                            .execute(() -> relay(exchange, driver)));
            slow.start();
            try (CurfewClient sender = sender(url(slow.getAddress().getPort()), url(other.port()))) {
                assertThat(names(sender.roster())).containsExactly("clicks", "orders");
                assertThat(sender.silent()).isEmpty();
            } finally {
                slow.stop(0);
            }
        }
    }

    /** After all are lost nobody reads for a while, and a list of that moment shall be no other than the next. */
    @Test
    void thoseWhoDoNotAnswerAreNamedUntilTheyDo() throws Exception {
        int port = freePort();
        BackendConfig config = DoorFixture.config(Role.SENDER, Map.of("http.urls", url(port)));
        try (HttpTransport transport = HttpTransport.of(config)) {
            Position position;
            try (Reader reader = transport.read(Topic.REPORTS, transport.end(Topic.REPORTS))) {
                assertThat(transport.sightings()).extracting(Sighting::place).containsExactly(url(port));
                assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(20))).isInstanceOf(TransportException.class);
                position = reader.position();
            }
            assertThat(transport.sightings()).extracting(Sighting::place).containsExactly(url(port));

            try (DoorFixture driver = DoorFixture.open(Map.of("http.port", String.valueOf(port)));
                    Reader reader = transport.read(Topic.REPORTS, position)) {
                driver.run("orders");
                assertThat(transport.sightings()).extracting(Sighting::place).containsExactly(url(port));
                assertThat(reader.poll(Duration.ofSeconds(20)).deliveries()).isNotEmpty();
                assertThat(transport.sightings()).isEmpty();
            }
        }
    }

    private static void relay(HttpExchange exchange, DoorFixture driver) {
        try (exchange) {
            HttpResponse<byte[]> answer = DoorFixture.CLIENT.send(
                    HttpRequest.newBuilder(driver.uri(exchange.getRequestURI().toString()))
                            .header("Accept", exchange.getRequestHeaders().getFirst("Accept"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue(Api.POSITION)
                    .ifPresent(position -> exchange.getResponseHeaders().add(Api.POSITION, position));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (IOException e) {
            LOG.debug("Whoever asked is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
