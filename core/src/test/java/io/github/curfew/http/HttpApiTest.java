package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
    private static final String EVENT = """
            {"specversion":"1.0","id":"42/a b","source":"/ops","type":"io.github.curfew.stop.requested.v1",
             "subject":"orders","data":{"selector":"orders","reason":"deploy 42"}}""";

    private final DoorFixture driver = DoorFixture.open();

    @AfterEach
    void close() {
        driver.close();
    }

    private List<Report> lines(String target) throws Exception {
        HttpResponse<String> response = driver.get(target, "Accept", "application/x-ndjson");
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body()
                .lines()
                .map(line -> Codec.decodeReport(Payload.utf8(line)))
                .toList();
    }

    private Outcome outcome(String location) throws Exception {
        return ((Report.OfSignal) lines(location).get(0)).outcome();
    }

    @Test
    void answersBeforeTheStopWithAPlaceToLook() throws Exception {
        StubRun run = driver.run("orders").beginBatch();
        HttpResponse<String> response = driver.post("/stop/id-of-orders", "");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body())
                .contains("\"over\":false")
                .containsAnyOf("\"report\":\"received\"", "\"report\":\"draining\"");
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(run.hasEnded()).isFalse();
        await().until(() -> outcome(location) == Outcome.DRAINING);
        run.endBatch();
        await().until(() -> outcome(location) == Outcome.STOPPED);
        assertThat(driver.get(location).body())
                .contains("\"over\":true")
                .contains("\"asAsked\":true")
                .contains("\"lastBatch\":42");
        assertThat(lines("/runs"))
                .singleElement()
                .satisfies(
                        report -> assertThat(((Report.OfRoster) report).runs()).isEmpty());
    }

    @Test
    void countsSignalsThatCannotBeReadAndNoOtherRequests() throws Exception {
        assertThat(driver.post("/signals", "{\"stop\":").statusCode()).isEqualTo(400);
        assertThat(driver.post("/stop/team=", "").statusCode()).isEqualTo(400);
        assertThat(driver.post("/stop/orders?deadlin=5m", "").statusCode()).isEqualTo(400);
        assertThat(driver.engine.counters().get("signals.rejected.malformed")).isEqualTo(3);
        assertThat(driver.engine.counters().get("signals.received")).isEqualTo(3);

        assertThat(driver.get("/signals?after=x&after=y").statusCode()).isEqualTo(400);
        assertThat(driver.post("/stop/nobody", "").statusCode()).isEqualTo(404);
        assertThat(driver.engine.counters().get("signals.rejected.malformed")).isEqualTo(3);
    }

    @Test
    void answersWhenItIsOverToThoseWhoWait() throws Exception {
        StubRun run = driver.run("orders").beginBatch();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return driver.post("/stop/orders?wait=15s&reason=deploy+42", "");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(run::isDraining);
        assertThat(answer).isNotDone();
        run.endBatch();
        HttpResponse<String> response = answer.get(5, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"report\":\"stopped\"").contains("\"over\":true");
    }

    @Test
    void saysSoWhenTheWaitRanOut() throws Exception {
        driver.run("orders").beginBatch();
        HttpResponse<String> response = driver.post("/stop/orders?wait=100ms", "");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Location")).isPresent();
        assertThat(response.body()).contains("\"over\":false");
    }

    @Test
    void obeysTheOptionsOfAStop() throws Exception {
        StubRun now = driver.run("now").beginBatch();
        assertThat(driver.post("/stop/now?now&wait=15s", "").body())
                .contains("\"report\":\"forced\"")
                .contains("\"asAsked\":true");
        assertThat(now.wasCut()).isTrue();
        StubRun kept = driver.run("kept").beginBatch();
        assertThat(driver.post("/stop/kept?deadline=10ms&on-timeout=keep-running&wait=15s", "")
                        .body())
                .contains("\"report\":\"overrun\"");
        assertThat(kept.wasCut()).isFalse();
    }

    @Test
    void readsTheSelectorFromThePathPercentDecoded() throws Exception {
        StubRun run = driver.run("orders");
        StubRun other = driver.run("others");
        assertThat(driver.post("/stop/query.name%3Dord%2A%2Cteam%3D%22a%2Fb%20c%22?wait=15s", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(run.hasEnded()).isTrue();
        assertThat(other.isDraining()).isFalse();
    }

    @Test
    void meansEveryoneOnlyByAStar() throws Exception {
        StubRun one = driver.run("one");
        StubRun two = driver.run("two");
        assertThat(driver.post("/stop/", "").statusCode()).isEqualTo(404);
        assertThat(driver.post("/stop/on*", "").statusCode()).isEqualTo(400);
        assertThat(one.isDraining()).isFalse();
        assertThat(driver.post("/stop/*?wait=15s", "").statusCode()).isEqualTo(200);
        assertThat(one.hasEnded() && two.hasEnded()).isTrue();
    }

    @Test
    void saysWhenNobodyIsMeant() throws Exception {
        driver.run("orders");
        HttpResponse<String> response = driver.post("/stop/oders", "");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body())
                .contains("\"status\":404")
                .contains("no run of this driver is meant by \\\"oders\\\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop orders", "{\"stop\":\"orders\"}", EVENT})
    void takesAnyFormOfMessage(String body) throws Exception {
        StubRun run = driver.run("orders");
        HttpResponse<String> response = driver.post("/signals?wait=15s", body);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(run.hasEnded()).isTrue();
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(outcome(location)).isEqualTo(Outcome.STOPPED);
    }

    @Test
    void takesAnEventInBinaryMode() throws Exception {
        StubRun run = driver.run("orders, eu");
        HttpResponse<String> response = driver.post(
                "/signals?wait=15s",
                "",
                "ce-specversion",
                "1.0",
                "ce-id",
                "7",
                "ce-source",
                "/ops",
                "ce-type",
                "io.github.curfew.stop.requested.v1",
                "ce-subject",
                "%22orders,%20eu%22");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Location")).contains("/signals/7");
        assertThat(run.hasEnded()).isTrue();
    }

    @Test
    void actsOnceOnTheSameEventAndAnswersItsSenderAgain() throws Exception {
        driver.run("orders");
        assertThat(driver.post("/signals?wait=15s", EVENT).statusCode()).isEqualTo(200);
        StubRun next = driver.run("orders");
        HttpResponse<String> again = driver.post("/signals?wait=15s", EVENT);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("\"report\":\"stopped\"");
        assertThat(next.isDraining()).isFalse();
        assertThat(driver.post("/stop/orders?wait=15s", "").statusCode()).isEqualTo(200);
        assertThat(next.hasEnded()).isTrue();
    }

    @Test
    void listsRunsAndAnswersPings() throws Exception {
        driver.run("orders").beginBatch();
        assertThat(lines("/runs")).singleElement().satisfies(report -> {
            Report.OfRoster roster = (Report.OfRoster) report;
            assertThat(roster.runs()).singleElement().satisfies(status -> {
                assertThat(status.state()).isEqualTo(RunState.RUNNING);
                assertThat(status.run().displayName()).isEqualTo("orders");
            });
            assertThat(roster.backends())
                    .singleElement()
                    .satisfies(health -> assertThat(health.backend()).isEqualTo("http"));
        });
        assertThat(driver.post("/signals", "ping *").body()).contains("\"orders\"");
    }

    @Test
    void followsAllReportsFromAPosition() throws Exception {
        driver.run("one");
        driver.run("two");
        driver.post("/stop/one?wait=15s", "");
        HttpResponse<String> first = driver.get("/signals", "Accept", "application/x-ndjson");
        assertThat(first.body().lines()).hasSize(1);
        String position = first.headers().firstValue(Api.POSITION).orElseThrow();
        assertThat(driver.get("/signals?wait=50ms&after=" + position, "Accept", "application/x-ndjson")
                        .body())
                .isEmpty();
        driver.post("/stop/two?wait=15s", "");
        assertThat(lines("/signals?wait=15s&after=" + position)).hasSize(1);
        assertThat(lines("/signals?after=another-driver.7")).hasSize(2);
    }

    @Test
    void tellsItsHealth() throws Exception {
        assertThat(driver.get("/health").body())
                .contains("\"status\":\"listening\"")
                .contains("\"cause\":\"it chose port " + driver.port() + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /stop/orders, 405, POST",
        "DELETE, /signals, 405, POST or GET",
        "POST, /runs, 405, GET",
        "GET, /, 404, POST /stop/<selector>",
        "GET, /runs/, 404, there is no",
        "GET, //runs, 404, there is no",
        "GET, /./runs, 404, there is no",
        "GET, /%72uns, 404, there is no",
        "POST, /stop/orders/, 404, there is no",
        "POST, /stop/a/../orders, 404, there is no",
        "GET, /signals/unknown, 404, nothing is known here",
        "POST, /stop/%zz, 400, percent-encoded",
        "POST, /stop/%ff, 400, percent-encoded",
        "POST, /stop/%2, 400, percent-encoded",
        "POST, /stop/a%3D, 400, selector",
        "POST, /stop/orders?nwo, 400, now",
        "POST, /stop/orders?now=maybe, 400, true or false",
        "POST, /stop/orders?deadline=soon, 400, length of time",
        "POST, /stop/orders?on-timeout=panic, 400, force or keep-running",
        "POST, /stop/orders?wait=1m&wait=2m, 400, twice",
        "POST, /signals, 400, empty",
        "GET, /runs?x=1, 400, not known",
        "GET, /signals?after=driver-1.x, 400, position"
    })
    void saysInOneSentenceWhatIsWrong(String method, String target, int status, String sentence) throws Exception {
        StubRun run = driver.run("orders");
        String answer = Raw.exchange(
                driver.port(), method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("application/problem+json")
                .contains(sentence);
        assertThat(run.isDraining()).isFalse();
    }
}
