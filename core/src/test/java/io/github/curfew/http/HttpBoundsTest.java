package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpBoundsTest {
    private static final String TOKEN = "s3cr3t-token-of-the-test";
    private static final String GET_RUNS = "GET /runs HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final DoorFixture driver = DoorFixture.open();
    private final List<Raw> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Raw raw : open) {
            raw.close();
        }
        driver.close();
    }

    private Raw connect() throws IOException {
        Raw raw = new Raw(driver.port());
        open.add(raw);
        return raw;
    }

    /** While whatever the test began goes on, an honest stop gets through at once. */
    private void stopsAllTheSame() throws Exception {
        StubRun run = driver.run("orders");
        long begin = System.nanoTime();
        HttpResponse<String> response = driver.post("/stop/orders?wait=15s", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(run.hasEnded()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("curfew-http"))
                .count();
    }

    private static long descriptors() throws IOException {
        Path own = Path.of("/proc/self/fd");
        Assumptions.assumeTrue(Files.isDirectory(own), "/proc counts descriptors");
        try (Stream<Path> all = Files.list(own)) {
            return all.count();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 1_000})
    void holdsFewOfManyIdleConnections(int count) throws Exception {
        long before = descriptors();
        for (int i = 0; i < count; i++) {
            connect();
        }
        stopsAllTheSame();
        // The test's own ends of the connections are among them.
        assertThat(descriptors() - before - count).isLessThan(80);
        assertThat(threads()).isEqualTo(1);
    }

    @Test
    void isNotHeldUpByThoseWhoAreSlow() throws Exception {
        for (int i = 0; i < 200; i++) {
            connect().send("POST /signals HTTP/1.1\r\nHost: localhost\r\nX-");
        }
        stopsAllTheSame();
        assertThat(threads()).isEqualTo(1);
    }

    @Test
    void givesUpOnThoseWhoNeverEnd() throws Exception {
        Raw silent = connect();
        Raw slow = connect().send("GET /runs HTTP/1.1\r\nHost: local");
        Raw bodiless = connect().send("POST /signals HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nstop");
        assertThat(slow.readAll()).startsWith("HTTP/1.1 408 ");
        assertThat(bodiless.readAll()).startsWith("HTTP/1.1 408 ");
        assertThat(silent.readAll()).isEmpty();
    }

    @Test
    void refusesHugeHeads() throws Exception {
        assertThat(Raw.exchange(driver.port(), "GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(Raw.exchange(
                        driver.port(),
                        "GET /runs HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        StringBuilder many = new StringBuilder("GET /runs HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < 100; i++) {
            many.append("X-").append(i).append(": 1\r\n");
        }
        assertThat(Raw.exchange(driver.port(), many + "\r\n")).startsWith("HTTP/1.1 431 ");
        Raw endless = connect().send("GET /runs HTTP/1.1\r\nHost: localhost\r\nX: ");
        assertThat(endless.isCutOffWithin("a".repeat(8_192), 64 * 1024 * 1024)).isTrue();
        stopsAllTheSame();
    }

    @Test
    void refusesBodiesThatAreTooLargeOrHaveNoEnd() throws Exception {
        String head = "POST /signals HTTP/1.1\r\nHost: localhost\r\n";
        assertThat(Raw.exchange(driver.port(), head + "Content-Length: 262145\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(Raw.exchange(driver.port(), head + "Content-Length: 99999999999999999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(Raw.exchange(driver.port(), head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"))
                .startsWith("HTTP/1.1 413 ");
        Raw endless = connect().send(head + "Transfer-Encoding: chunked\r\n\r\n");
        assertThat(endless.isCutOffWithin("1000\r\n" + "a".repeat(4_096) + "\r\n", 64 * 1024 * 1024))
                .isTrue();
        stopsAllTheSame();
    }

    @Test
    void readsChunksAndWaitsForAGo() throws Exception {
        StubRun run = driver.run("orders");
        Raw raw = connect()
                .send("POST /signals?wait=15s HTTP/1.1\r\nHost: localhost\r\n")
                .send("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
        assertThat(raw.read(25)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        raw.send("5;a=b\r\nstop \r\n").send("6\r\norders\r\n0\r\nTrailer: x\r\n\r\n");
        assertThat(raw.readAll()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(run.hasEnded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 4\r\nContent-Length: 5\r\n",
                "Content-Length: +4\r\n",
                "Content-Length: -1\r\n",
                "Host: localhost\r\n",
                "X : 1\r\n",
                " X: 1\r\n",
                "X\r\n",
                "X: \u0001\r\n",
                "X: 1\n"
            })
    void refusesWhatCanBeReadInTwoWays(String header) throws Exception {
        assertThat(Raw.exchange(driver.port(), "POST /signals HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8558",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "1",
                "[::1].evil.example",
                "",
                "localhost:8558:9"
            })
    void refusesForeignHosts(String host) throws Exception {
        StubRun run = driver.run("orders");
        assertThat(Raw.exchange(
                        driver.port(), "POST /stop/orders HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(run.isDraining()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "10.1.2.3:8558", "[::1]:8558", "driver.example:8558"})
    void knowsItsOwnNames(String host) throws Exception {
        assertThat(Raw.exchange(driver.port(), "GET /runs HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void refusesWebPages() throws Exception {
        StubRun run = driver.run("orders");
        HttpResponse<String> response = driver.post("/stop/orders", "", "Origin", "http://localhost:" + driver.port());
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(driver.post("/stop/orders", "", "Origin", "null").statusCode())
                .isEqualTo(403);
        assertThat(run.isDraining()).isFalse();
    }

    @Test
    void needsTheTokenForAllButHealthApart() throws Exception {
        try (DoorFixture guarded = DoorFixture.open(Map.of("http.token", TOKEN, "http.health.port", "0"))) {
            StubRun run = guarded.run("orders").beginBatch();
            for (String target : List.of("/runs", "/signals", "/signals/x", "/health", "/nothing")) {
                assertThat(guarded.get(target).statusCode()).isEqualTo(401);
                assertThat(guarded.get(target, "Authorization", "Bearer " + TOKEN + "x")
                                .statusCode())
                        .isEqualTo(401);
            }
            HttpResponse<String> refused = guarded.post("/stop/orders", "", "Authorization", "Basic " + TOKEN);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(refused.body()).doesNotContain(TOKEN);
            assertThat(run.isDraining()).isFalse();
            assertThat(guarded.post("/stop/orders", "", "Authorization", "bearer " + TOKEN)
                            .statusCode())
                    .isEqualTo(202);
            int health = java.util.Objects.requireNonNull(guarded.door.healthAddress())
                    .getPort();
            assertThat(Raw.exchange(health, "GET /health HTTP/1.1\r\nHost: 10.0.0.7\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("{\"status\":\"up\"}\n");
            assertThat(Raw.exchange(health, GET_RUNS)).startsWith("HTTP/1.1 404 ");
            assertThat(Raw.exchange(health, "POST /stop/orders HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void leavesRoomForStopsWhenManyWait() throws Exception {
        StubRun slow = driver.run("slow").beginBatch();
        driver.post("/stop/slow", "");
        ExecutorService many = Executors.newCachedThreadPool();
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                waiting.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Raw.exchange(
                                        driver.port(),
                                        "POST /stop/slow?wait=1m HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
                            } catch (IOException e) {
                                return e.toString();
                            }
                        },
                        many));
            }
            await().until(() ->
                    waiting.stream().filter(CompletableFuture::isDone).count() == 100 - Loop.MOST_WAITING);
            StubRun run = driver.run("orders");
            assertThat(driver.post("/stop/orders?wait=15s", "").statusCode()).isEqualTo(202);
            await().until(run::hasEnded);
            slow.endBatch();
            for (CompletableFuture<String> answer : waiting) {
                assertThat(answer.get(5, TimeUnit.SECONDS)).startsWith("HTTP/1.1 20");
            }
            assertThat(waiting.stream().filter(answer -> answer.join().startsWith("HTTP/1.1 200 ")))
                    .hasSize(Loop.MOST_WAITING);
        } finally {
            many.shutdownNow();
        }
    }

    @Test
    void forgetsThoseWhoNoLongerWait() throws Exception {
        driver.run("slow").beginBatch();
        for (int i = 0; i < 3 * Loop.MOST_WAITING; i++) {
            try (Raw raw = new Raw(driver.port())) {
                raw.send("POST /stop/slow?wait=1m HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            }
        }
        StubRun run = driver.run("orders").beginBatch();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return driver.post("/stop/orders?wait=15s", "");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(run::isDraining);
        run.endBatch();
        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
}
