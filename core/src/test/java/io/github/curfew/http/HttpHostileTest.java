package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Those who mean no good, and what they cost the driver. */
class HttpHostileTest {
    private static final String LOCAL = " HTTP/1.1\r\nHost: localhost\r\n";

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

    /** As browsers send what a page makes them send. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // A form, in each of its codings; a script of another page, of this machine's, and of a file.
                "POST|/signals|Origin: https://evil.example ++ Content-Type: text/plain|{\"stop\":\"orders\",\"x\":\"=\"}",
                "POST|/signals|Sec-Fetch-Site: cross-site ++ Content-Type: text/plain|stop orders",
                "POST|/stop/orders|Sec-Fetch-Site: cross-site ++ Content-Type: application/x-www-form-urlencoded|a=b",
                "POST|/signals|Origin: null ++ Content-Type: multipart/form-data; boundary=x|stop orders",
                "POST|/stop/orders|Origin: http://localhost:3000 ++ Sec-Fetch-Site: same-site|``",
                "POST|/stop/orders|Sec-Fetch-Site: same-origin|``",
                // Images, frames and links, which no answer is needed for to occupy the driver.
                "GET|/signals?wait=10m|Sec-Fetch-Site: cross-site ++ Sec-Fetch-Mode: no-cors|``",
                "GET|/runs|Sec-Fetch-Site: cross-site ++ Sec-Fetch-Mode: navigate|``",
                // Who asks whether a page may ask.
                "OPTIONS|/stop/orders|Origin: https://evil.example ++ Access-Control-Request-Private-Network: true|``",
            })
    void noWebPageReachesADriver(String method, String target, String headers, String body) throws Exception {
        StubRun run = driver.run("orders");
        String request = method + " " + target + LOCAL + headers.replace(" ++ ", "\r\n") + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        String answer = Raw.exchange(driver.port(), request + body);
        assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(run.isDraining()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "0.0.0.0:8558", "000.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]:8558", "[::0.0.0.0]"})
    void noAddressThatIsNoneIsItsName(String host) throws Exception {
        assertThat(Raw.exchange(driver.port(), "GET /runs HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ");
    }

    @Test
    void whoeverTypesAnAddressIntoABrowserSeesTheRuns() throws Exception {
        assertThat(driver.get("/runs", "Sec-Fetch-Site", "none").statusCode()).isEqualTo(200);
    }

    /** Else whoever can put bytes into one request could send another. */
    @Test
    void whatFollowsARequestIsNotRead() throws Exception {
        StubRun run = driver.run("orders");
        String second = "POST /stop/orders" + LOCAL + "Content-Length: 0\r\n\r\n";
        String first = "GET /runs" + LOCAL + "\r\n";
        String answer = Raw.exchange(driver.port(), first + second.repeat(100));
        assertThat(answer).startsWith("HTTP/1.1 200 ").containsOnlyOnce("HTTP/1.1");
        assertThat(Raw.exchange(driver.port(), "POST /signals" + LOCAL + "Content-Length: 4\r\n\r\nnone" + second))
                .startsWith("HTTP/1.1 400 ")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(run.isDraining()).isFalse();
    }

    @Test
    @Tag("full")
    void whoDribblesGetsNoMoreTime() throws Exception {
        Raw dribbling = connect().send("POST /signals" + LOCAL + "X-A: ");
        long begin = System.nanoTime();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    try {
                        dribbling.send("a");
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aThousandWhoDoNothingCostNothing() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            Raw raw = connect();
            if (i % 4 == 0) {
                raw.send("POST /signals" + LOCAL);
            }
        }
        driver.get("/runs");
        Cost before = Cost.now();
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        Cost cost = Cost.now().minus(before);
        assertThat(cost.time()).isLessThan(Duration.ofMillis(100));
        assertThat(cost.bytes()).isLessThan(1_000_000);
    }

    /** A quarter of a core and half a second at once, whoever floods it; and an honest stop gets through. */
    @Test
    void aFloodCostsABoundedShare() throws Exception {
        StubRun run = driver.run("orders");
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        ExecutorService many = Executors.newFixedThreadPool(4);
        Cost before = Cost.now();
        long begin = System.nanoTime();
        try {
            for (int i = 0; i < 4; i++) {
                many.execute(() -> {
                    while (!over.get()) {
                        try {
                            String answer = Raw.exchange(
                                    driver.port(),
                                    "POST /signals" + LOCAL + "Content-Length: 262144\r\n\r\n" + "[".repeat(100_000));
                            answered.incrementAndGet();
                            assertThat(answer).doesNotStartWith("HTTP/1.1 2");
                        } catch (IOException e) {
                            // Cut off, as it should be.
                        }
                    }
                });
            }
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            HttpResponse<String> stop = driver.post("/stop/orders?wait=15s", "");
            assertThat(stop.statusCode()).isEqualTo(200);
            assertThat(run.hasEnded()).isTrue();
        } finally {
            over.set(true);
            many.shutdownNow();
        }
        long passed = System.nanoTime() - begin;
        assertThat(Cost.now().minus(before).time())
                .isLessThan(Duration.ofNanos(passed / 4).plusMillis(700));
    }

    /** Those who ask for all and read slowly hold what they asked for. */
    @Test
    void anAnswerHasABoundedNumberOfReports() throws Exception {
        for (int i = 0; i < 600; i++) {
            driver.run("run-" + i).beginBatch();
        }
        driver.post("/stop/*", "");
        List<String> lines = new ArrayList<>();
        String after = "";
        for (HttpResponse<String> answer = ask(after); !answer.body().isEmpty(); answer = ask(after)) {
            List<String> some = answer.body().lines().toList();
            assertThat(some).hasSizeLessThanOrEqualTo(500);
            lines.addAll(some);
            after = "?after="
                    + Percent.encode(answer.headers().firstValue(Api.POSITION).orElseThrow());
        }
        assertThat(lines.stream().map(Payload::utf8).map(Codec::decodeReport).map(Report::id))
                .hasSizeGreaterThanOrEqualTo(600)
                .doesNotHaveDuplicates();
    }

    private HttpResponse<String> ask(String after) throws IOException, InterruptedException {
        return driver.get("/signals" + after, "Accept", Response.LINES);
    }

    /** Its time tells nothing of how much of a guess was right. */
    @Test
    void theTokenIsComparedInConstantTime() {
        JavaClass gate = new ClassFileImporter().importClasses(Gate.class).get(Gate.class);
        assertThat(gate.getMethod("shows", String.class, byte[].class).getMethodCallsFromSelf())
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(MessageDigest.class)
                        && call.getName().equals("isEqual"))
                .noneMatch(call -> call.getName().equals("equals"));
        try (DoorFixture guarded = DoorFixture.open(Map.of("http.token", "s3cr3t"))) {
            for (String guess : List.of("", "s", "s3cr3", "s3cr3t2", "S3CR3T", "s3cr3t,s3cr3t", "*")) {
                assertThat(guarded.get("/runs", "Authorization", "Bearer " + guess)
                                .statusCode())
                        .isEqualTo(401);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the door's thread has used so far. */
    private record Cost(Duration time, long bytes) {
        static Cost now() {
            long id = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("curfew-http"))
                    .findFirst()
                    .orElseThrow()
                    .getId();
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long bytes = threads instanceof com.sun.management.ThreadMXBean more ? more.getThreadAllocatedBytes(id) : 0;
            return new Cost(Duration.ofNanos(threads.getThreadCpuTime(id)), bytes);
        }

        Cost minus(Cost before) {
            return new Cost(time.minus(before.time), bytes - before.bytes);
        }
    }
}
