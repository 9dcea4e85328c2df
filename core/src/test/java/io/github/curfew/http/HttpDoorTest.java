package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.BackendHealth.State;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDoorTest {
    private static void refuses(Map<String, String> set, String... sentences) {
        assertThatThrownBy(() -> new HttpProvider().door(DoorFixture.config(Role.DRIVER, set)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(sentences);
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(BackendProvider.class).stream()
                        .map(provider -> provider.get().name()))
                .contains("http");
    }

    @Test
    void comesInWhenThePortIsFreeAgain() throws Exception {
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = other.getLocalPort();
        try (DoorFixture driver = DoorFixture.begin(Map.of("http.port", String.valueOf(port)))) {
            await().until(() -> driver.health().state() == State.DEGRADED);
            assertThat(driver.health().cause())
                    .isEqualTo("port " + port + " of 127.0.0.1 is taken by another process: free it, or set"
                            + " curfew.http.port to another port, or to 0 for any; it is tried again");
            StubRun run = driver.run("orders");
            other.close();
            await().until(() -> driver.health().state() == State.LISTENING);
            assertThat(driver.health().cause()).isEmpty();
            assertThat(driver.post("/stop/orders?wait=15s", "").statusCode()).isEqualTo(200);
            assertThat(run.hasEnded()).isTrue();
        } finally {
            other.close();
        }
        // And the next driver of the same host can have it at once.
        DoorFixture.open(Map.of("http.port", String.valueOf(port))).close();
    }

    @Test
    void isDegradedWithAnAddressThatIsNotThisMachines() {
        try (DoorFixture driver = DoorFixture.begin(
                Map.of("http.host", "127.0.0.1", "http.health.port", "0", "http.health.host", "192.0.2.1"))) {
            await().until(() -> driver.health().state() == State.DEGRADED);
            assertThat(driver.health().cause()).contains("192.0.2.1").contains("curfew.http.health.host");
        }
    }

    @Test
    void givesTheAnswersThatAreDueBeforeItCloses() throws Exception {
        DoorFixture driver = DoorFixture.open();
        StubRun run = driver.run("orders").beginBatch();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return driver.post("/stop/orders?wait=1m", "");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(run::isDraining);
        driver.close();
        HttpResponse<String> response = answer.get(5, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"report\":\"forced\"").contains("the test is over");
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("curfew-http")));
    }

    @Test
    void hasOneDaemonThreadThatIsIdle() {
        try (DoorFixture driver = DoorFixture.open()) {
            for (int i = 0; i < 100; i++) {
                driver.run("run-" + i);
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("curfew-http"))
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "driver.example", "localhost.example", "128.0.0.1"})
    void needsTokenAndTlsToBeReachedFromElsewhere(String host) {
        refuses(
                Map.of("http.host", host),
                "curfew.http.host \"" + host + "\" lets others than this machine in",
                "set curfew.http.token.file and curfew.http.tls.cert.file",
                "or set curfew.http.host to 127.0.0.1");
        refuses(Map.of("http.host", host, "http.token", "abc"), "set curfew.http.tls.cert.file");
        refuses(
                Map.of("http.host", host, "http.token", "fifteen-or-less"),
                "curfew.http.token is shorter than 16 characters, and curfew.http.host \"" + host + "\"");
    }

    @Test
    void onItsOwnMachineAnyTokenWillDo() {
        assertThat(DoorSettings.of(DoorFixture.config(Role.DRIVER, Map.of("http.token", "short")))
                        .token())
                .isEqualTo("short");
    }

    @Test
    void tellsWhoShowsNoTokenOnceAMinute() throws Exception {
        try (LogLines log = new LogLines();
                DoorFixture driver = DoorFixture.open(Map.of("http.token", "short"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(Raw.exchange(driver.port(), "GET /runs HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                        .startsWith("HTTP/1.1 401");
            }
            assertThat(String.join("\n", log.all()))
                    .containsOnlyOnce("A request was refused at the http door without the token of curfew.http.token")
                    .containsPattern("the last of 1 since it opened from /127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void tellsAfterAMinuteHowManyShowedNoToken() {
        AtomicLong clock = new AtomicLong();
        Strangers strangers = new Strangers(clock::get);
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 1_000; i++) {
                strangers.note(InetSocketAddress.createUnresolved("first", 1));
            }
            clock.addAndGet(Duration.ofMinutes(1).toNanos());
            strangers.note(InetSocketAddress.createUnresolved("last", 1));
            assertThat(String.join("\n", log.all()))
                    .contains("1000 requests were refused", "the last of 1001")
                    .containsPattern("from last");
            assertThat(log.all())
                    .filteredOn(line -> line.contains("refused at the http door"))
                    .hasSize(2);
        }
    }

    @Test
    void saysAtStartUpWhatIsWrong() {
        refuses(Map.of("http.port", "65536"), "curfew.http.port \"65536\" is no port");
        refuses(
                Map.of("http.port", "8558", "http.health.port", "8558"),
                "curfew.http.port and curfew.http.health.port are both 8558, of one address");
        refuses(Map.of("http.token", "a b"), "curfew.http.token cannot be sent in a header");
        refuses(Map.of("http.tls.cert.file", "/nowhere/cert.pem"), "curfew.http.tls.key.file is not set");
        refuses(
                Map.of("http.tls.cert.file", "/nowhere/cert.pem", "http.tls.key.file", "/nowhere/key.pem"),
                "/nowhere/cert.pem",
                "NoSuchFileException, check its path");
        refuses(
                Map.of("http.token", "a b", "http.port", "70000"),
                "curfew.http.token cannot be sent",
                "curfew.http.port \"70000\"");
    }

    /** Java's client would print it in its own complaint. */
    @Test
    void aSendersTokenWithALineBreakIsToldAndNotShown() {
        var sender = DoorFixture.config(
                Role.SENDER, Map.of("http.token", "s3cr3t-token-of-the-test\n", "http.urls", "http://127.0.0.1:8558"));
        assertThatThrownBy(() -> SenderSettings.of(sender))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("curfew.http.token cannot be sent in a header")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void neverPrintsItsToken() {
        String token = "s3cr3t-token-of-the-test";
        var config = DoorFixture.config(Role.DRIVER, Map.of("http.token", token));
        assertThat(config.toString()).doesNotContain(token);
        assertThat(DoorSettings.of(config).toString()).doesNotContain(token);
        var sender = DoorFixture.config(
                Role.SENDER, Map.of("http.token", token, "http.urls", "http://127.0.0.1:8558,https://x.example:1"));
        assertThat(SenderSettings.of(sender).toString()).doesNotContain(token);
    }
}
