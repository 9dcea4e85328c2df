package io.github.curfew.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
    private static Transport transport(String urls, String token) {
        Map<String, String> set = new HashMap<>(Map.of("http.urls", urls));
        if (!token.isEmpty()) {
            set.put("http.token", token);
        }
        return new HttpProvider().open(DoorFixture.config(Role.SENDER, set));
    }

    private static String url(DoorFixture driver) {
        return "http://127.0.0.1:" + driver.port();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Signal stop(String selector) {
        return Signal.create("/test", Action.STOP, Selector.parse(selector), Terms.DEFAULT, Instant.now());
    }

    private static Outgoing outgoing(Signal signal) {
        return new Outgoing(Topic.SIGNALS, "", signal.id().id(), Codec.encode(signal), null, Duration.ofHours(1));
    }

    /** What a reader brings, until there is a final report of each of so many runs. */
    private static List<Report> followUntilFinal(Reader reader, int runs) throws InterruptedException {
        List<Report> all = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (System.nanoTime() < end && finals(all) < runs) {
            Batch batch = reader.poll(Duration.ofSeconds(1));
            for (Delivery delivery : batch.deliveries()) {
                all.add(Codec.decodeReport(delivery.body()));
            }
        }
        return all;
    }

    private static long finals(List<Report> reports) {
        return reports.stream()
                .filter(report -> report instanceof Report.OfSignal ofSignal
                        && ofSignal.outcome().isFinal())
                .count();
    }

    @Test
    void stopsRunsOfSeveralDriversAndHearsOfThem() throws Exception {
        try (DoorFixture one = DoorFixture.open();
                DoorFixture two = DoorFixture.open();
                Transport transport = transport(url(one) + ", " + url(two) + "/", "")) {
            StubRun first = one.run("orders");
            StubRun second = two.run("payments");
            Reader reader = transport.read(Topic.REPORTS, transport.end(Topic.REPORTS));
            Signal signal = stop("*");
            assertThat(transport
                            .publish(outgoing(signal), Duration.ofSeconds(5))
                            .id())
                    .isEqualTo(signal.id().id());
            List<Report> reports = followUntilFinal(reader, 2);
            assertThat(finals(reports)).isEqualTo(2);
            assertThat(reports).anyMatch(report -> report instanceof Report.OfRoster);
            assertThat(first.hasEnded() && second.hasEnded()).isTrue();
            // Whoever goes on from there hears none of it again; whoever begins anew, all.
            Reader next = transport.read(Topic.REPORTS, reader.position());
            assertThat(next.poll(Duration.ofMillis(500)).deliveries())
                    .noneMatch(delivery -> Codec.decodeReport(delivery.body()) instanceof Report.OfSignal);
            Reader anew = transport.read(Topic.REPORTS, transport.past(Topic.REPORTS, Duration.ofHours(1)));
            assertThat(finals(followUntilFinal(anew, 2))).isEqualTo(2);
        }
    }

    @Test
    void hearsTheLastWordOfADriverThatEnds() throws Exception {
        DoorFixture driver = DoorFixture.open();
        try (Transport transport = transport(url(driver), "")) {
            driver.run("orders").beginBatch();
            Reader reader = transport.read(Topic.REPORTS, transport.end(Topic.REPORTS));
            transport.publish(outgoing(stop("orders")), Duration.ofSeconds(5));
            assertThat(reader.poll(Duration.ofSeconds(5)).deliveries()).isNotEmpty();
            CompletableFuture<Void> end = CompletableFuture.runAsync(driver::close);
            List<Report> reports = followUntilFinal(reader, 1);
            assertThat(reports)
                    .anyMatch(report ->
                            report instanceof Report.OfSignal ofSignal && ofSignal.outcome() == Outcome.FORCED);
            end.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void failsAndNamesTheDriverThatCannotBeReached() throws Exception {
        try (DoorFixture driver = DoorFixture.open();
                Transport transport = transport(url(driver) + ",http://127.0.0.1:" + freePort(), "")) {
            StubRun run = driver.run("orders");
            assertThatThrownBy(() -> transport.publish(outgoing(stop("orders")), Duration.ofSeconds(5)))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("could not be reached")
                    .hasMessageEndingWith("; it was taken by " + url(driver) + ", where it counts");
            await().until(run::hasEnded);
            Reader reader = transport.read(Topic.REPORTS, transport.end(Topic.REPORTS));
            List<String> missing = new ArrayList<>();
            List<Report> reports = new ArrayList<>();
            await().until(() -> {
                Batch batch = reader.poll(Duration.ofSeconds(1));
                if (batch.lost() != null) {
                    missing.add(batch.lost());
                }
                batch.deliveries().forEach(delivery -> reports.add(Codec.decodeReport(delivery.body())));
                return !missing.isEmpty() && finals(reports) == 1;
            });
            assertThat(missing)
                    .singleElement()
                    .satisfies(sentence -> assertThat(sentence)
                            .contains("could not be reached")
                            .contains("is missing until it is back"));
        }
    }

    @Test
    void throwsFromAPollWhenNobodyCanBeReached() throws Exception {
        try (Transport transport = transport("http://127.0.0.1:" + freePort(), "")) {
            Reader reader = transport.read(Topic.REPORTS, transport.end(Topic.REPORTS));
            assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(5)))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("could not be reached (nobody answers there)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK", "HTTP/1.1 503 Service Unavailable"})
    void cutsOffWhoAnswersWithoutEnd(String status) throws Exception {
        try (Babbler babbler = Babbler.start(status);
                Transport transport = transport(babbler.url(), "")) {
            Reader reader = transport.read(Topic.REPORTS, transport.end(Topic.REPORTS));
            assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(60)))
                    .isInstanceOf(TransportException.class)
                    .hasMessage(babbler.url() + " answered with more than 32 MiB, and was cut off: a driver says less,"
                            + " so look at who it is that listens there");
            assertThatThrownBy(() -> transport.publish(outgoing(stop("orders")), Duration.ofSeconds(60)))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.isWorthRetrying()).isFalse())
                    .hasMessageContaining("was cut off");
            await().atMost(Duration.ofSeconds(10)).until(() -> babbler.cutOff() >= 2);
        }
    }

    @Test
    @Timeout(30)
    void givesUpOnWhoBeginsAnAnswerAndDoesNotEndIt() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Caller caller = Caller.of(new SenderSettings(List.of(url), null, null));
            CompletableFuture<Integer> cutOff = CompletableFuture.supplyAsync(() -> {
                try (Socket one = server.accept()) {
                    one.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".getBytes(US_ASCII));
                    // All of the request, and then the end.
                    return one.getInputStream().readAllBytes().length;
                } catch (IOException e) {
                    return -1;
                }
            });
            CompletableFuture<?> answer = caller.get(url, "/runs", Duration.ofSeconds(2));
            // Who waits says the same sentence at his own end: this one is not reached.
            assertThatThrownBy(() -> Caller.await(url, answer, Duration.ofMinutes(10)))
                    .isInstanceOf(TransportException.class)
                    .hasMessage(url + " did not answer, or not to the end, in time");
            assertThat(cutOff.get(20, TimeUnit.SECONDS)).as("and hangs up").isPositive();
        }
    }

    @Test
    void showsTheTokenAndTellsARefusalInTheDriversWords() throws Exception {
        try (DoorFixture driver = DoorFixture.open(Map.of("http.token", "right"));
                Transport right = transport(url(driver), "right");
                Transport wrong = transport(url(driver), "wrong")) {
            StubRun run = driver.run("orders");
            assertThatThrownBy(() -> wrong.publish(outgoing(stop("orders")), Duration.ofSeconds(5)))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining(url(driver) + " refused it: a token is needed here")
                    .hasMessageNotContaining("wrong");
            assertThat(run.isDraining()).isFalse();
            right.publish(outgoing(stop("orders")), Duration.ofSeconds(5));
            await().until(run::hasEnded);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8558",
                "ftp://localhost",
                "http://localhost/path",
                "http://localhost?x",
                "http:// localhost",
                "http://",
                ","
            })
    void refusesWhatIsNoDriversUrl(String urls) {
        assertThatThrownBy(() -> transport(urls, ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("http://");
    }

    @Test
    void sendsNoTokenInTheClear() {
        assertThatThrownBy(() -> transport("http://driver.example:8558", "token-of-the-test"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("would carry the token in the clear")
                .hasMessageNotContaining("token-of-the-test");
        assertThatThrownBy(() -> transport("http://user:pass@driver.example:8558", ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("pass@");
    }
}
