package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.auth.Admission;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Keys;
import io.github.curfew.auth.Sealer;
import io.github.curfew.auth.Use;
import io.github.curfew.model.Selector;
import io.github.curfew.spi.Payload;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A door through which only what is signed comes in. */
@Timeout(60)
class HttpSignedTest {
    private static final Key KEY = Keys.shared("ops");
    private static final Key TEAMS =
            Key.of("team", "a secret of another team, long enough", null, Selector.parse("team=other"), Use.SIGNALS);
    private static final AuthSettings AUTH =
            new AuthSettings(true, Duration.ofSeconds(30), KEY.id(), Map.of(KEY.id(), KEY, TEAMS.id(), TEAMS));

    private final DoorFixture fixture = DoorFixture.open(Map.of(), AUTH);
    private final StubRun orders = fixture.run("orders");

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String signed(String words) {
        return signed(words, AUTH);
    }

    private static String signed(String words, AuthSettings auth) {
        return Sealer.ofSignals(auth, "default")
                .seal(Payload.utf8(words), Duration.ofHours(1), Instant.now())
                .text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/stop/orders | ",
                "/stop/orders?now | ",
                "/signals     | stop orders",
                "/signals     | {\"stop\":\"orders\"}",
            })
    void whatIsNotSignedIsRefusedAndCounted(String target, String body) throws Exception {
        assertRefusedAndCounted(fixture.post(target, body == null ? "" : body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"selector\":\"orders\"}"})
    void anEventInBinaryModeIsNotSigned(String data) throws Exception {
        HttpResponse<String> answer = fixture.post(
                "/signals",
                data,
                "ce-specversion",
                "1.0",
                "ce-id",
                "1",
                "ce-source",
                "/x",
                "ce-type",
                "io.github.curfew.stop.requested.v1",
                "ce-subject",
                "orders");
        assertRefusedAndCounted(answer);
    }

    private void assertRefusedAndCounted(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("curfew.auth.required");
        assertThat(orders.isDraining() || orders.wasCut()).isFalse();
        assertThat(fixture.engine.counters().get("signals.rejected.unsigned")).isEqualTo(1);
        assertThat(fixture.engine.counters().get("signals.received")).isEqualTo(1);
    }

    @Test
    void aCopyThatWasRefusedIsNotTheEndOfTheSignal() throws Exception {
        String stop = "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/ops\","
                + "\"type\":\"io.github.curfew.stop.requested.v1\",\"subject\":\"orders\"}";
        String copy = signed(stop, AUTH.signingWith(TEAMS.id()));
        assertThat(fixture.post("/signals?wait=15s", copy).body()).contains("\"over\":true,\"asAsked\":false");
        HttpResponse<String> answer = fixture.post("/signals?wait=15s", signed(stop));
        assertThat(answer.body()).contains("\"over\":true,\"asAsked\":true").contains("run.stopped.v1");
        assertThat(fixture.get("/signals/7").body()).contains("run.stopped.v1").doesNotContain("run.refused.v1");
    }

    @Test
    void whatIsSignedIsObeyedOnceAndReportsAreSignedForThoseWhoAskSo() throws Exception {
        String signed = signed("stop orders");
        assertThat(fixture.post("/signals", signed).statusCode()).isEqualTo(202);
        await().until(orders::isDraining);
        HttpResponse<String> again = fixture.post("/signals", signed);
        assertThat(fixture.engine.counters().get("signals.rejected.duplicate")).isEqualTo(1);
        assertThat(again.statusCode()).isLessThan(300);

        String plain = fixture.get("/runs", "Accept", "application/x-ndjson").body();
        assertThat(plain).startsWith("{");
        String sealed = fixture.get("/runs", "Accept", "application/x-ndjson, application/jose")
                .body();
        List<String> lines = sealed.lines().toList();
        assertThat(lines).isNotEmpty();
        Admission admission = new Admission(AUTH, "default");
        for (String line : lines) {
            assertThat(admission.report(Payload.utf8(line), Instant.now()).seal())
                    .isNotNull();
        }
    }
}
