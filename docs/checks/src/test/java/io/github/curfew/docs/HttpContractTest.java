package io.github.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The http API against the real server: all that its document has is asked for, and all that is answered is as it says. */
class HttpContractTest {
    private static final String TOKEN = "a-token";

    private final HttpDriver driver = HttpDriver.open(Map.of());
    private final HttpDriver guarded = HttpDriver.open(Map.of("http.token", TOKEN));
    private final HttpDriver strict = HttpDriver.open(Map.of(), true);
    private final OpenApi api = new OpenApi();

    @AfterEach
    void close() {
        driver.close();
        guarded.close();
        strict.close();
    }

    @Test
    void everyAnswerIsInTheDocumentAndAllOfTheDocumentIsAnswered() throws IOException {
        stops();
        publishes();
        follows();
        lists();
        refusesWhatIsNotSigned();
        refuses();
        refusesStrangers();
        assertThat(api.unseen()).isEmpty();
    }

    private void stops() throws IOException {
        driver.stream("one").beginBatch();
        Exchange underWay = ask(202, "POST", "/stop/one?deadline=10m&on-timeout=force&expiry=1h&reason=deploy+42", "");
        assertThat(ask(200, "GET", String.valueOf(underWay.header("Location")), "")
                        .body())
                .contains("\"over\":false");
        ask(202, "POST", "/stop/one?wait=10ms", "", "Accept: application/x-ndjson");
        ask(200, "POST", "/stop/one?now&wait=15s", "");
        driver.stream("two");
        ask(
                200,
                "POST",
                "/stop/query.name%3Dtwo%2Cteam%3D%22a%2Fb%20c%22?wait=15s",
                "",
                "Accept: application/x-ndjson");
    }

    private void publishes() throws IOException {
        driver.stream("three").beginBatch();
        ask(202, "POST", "/signals", "stop three");
        ask(202, "POST", "/signals", "stop three", "Accept: application/x-ndjson");
        ask(200, "POST", "/signals?wait=15s", "{\"stop\":\"three\",\"now\":true}");
        driver.stream("orders");
        JsonNode event = Contract.example("signal-least");
        Exchange answer = ask(200, "POST", "/signals?wait=15s", event.toString());
        assertThat(answer.header("Location")).isEqualTo("/signals/42");
        assertThat(answer.body()).contains("\"report\":\"stopped\"").contains("\"asAsked\":true");
        driver.stream("orders");
        Exchange binary = ask(
                200,
                "POST",
                "/signals?wait=15s",
                "{\"selector\":\"orders\"}",
                "ce-specversion: 1.0",
                "ce-id: a%20b",
                "ce-source: /ops",
                "ce-type: io.github.curfew.stop.requested.v1",
                "Accept: application/x-ndjson");
        assertThat(binary.header("Location")).isEqualTo("/signals/a%20b");
        driver.stream("orders");
        JsonNode signed = Contract.read(Contract.ROOT.resolve("docs/security/vectors.json"))
                .required("vectors")
                .required(0);
        assertThat(signed.required("content").asText()).isEqualTo("stop orders");
        ask(200, "POST", "/signals?wait=15s", signed.required("message").asText(), "Content-Type: application/jose");
        driver.stream("four");
        assertThat(ask(200, "POST", "/signals", "ping *").header("Location")).isNull();
    }

    private void follows() throws IOException {
        Exchange all = ask(200, "GET", "/signals", "");
        ask(200, "GET", "/signals", "", "Accept: application/x-ndjson");
        String position = String.valueOf(all.header("Curfew-Position"));
        assertThat(ask(200, "GET", "/signals?wait=10ms&after=" + position, "").body())
                .contains("\"reports\":[]");
        ask(200, "GET", "/signals/42?wait=1s", "");
        ask(200, "GET", "/signals/42", "", "Accept: application/x-ndjson");
    }

    private void lists() throws IOException {
        await().until(() -> ask(200, "GET", "/runs", "").body().contains("\"four\""));
        ask(200, "GET", "/runs", "", "Accept: application/x-ndjson");
        ask(200, "GET", "/health", "");
    }

    private void refuses() throws IOException {
        ask(400, "POST", "/stop/etl-*", "");
        ask(404, "POST", "/stop/nobody", "");
        ask(405, "GET", "/stop/four", "");
        ask(414, "POST", "/stop/" + "x".repeat(9_000), "");
        for (JsonNode refused : Contract.example("refused-signals")) {
            String sentence = Contract.parse(ask(
                                    400,
                                    "POST",
                                    "/signals",
                                    refused.required("message").toString())
                            .body())
                    .required("detail")
                    .asText();
            assertThat(sentence).isEqualTo(refused.required("sentence").asText());
        }
        ask(405, "DELETE", "/signals", "");
        ask(413, "POST", "/signals", " ".repeat(300_000));
        ask(400, "GET", "/signals?after=driver-1.x", "");
        ask(400, "GET", "/signals/42?wait=soon", "");
        ask(404, "GET", "/signals/unknown", "");
        ask(405, "POST", "/signals/42", "");
        ask(400, "GET", "/runs?x=1", "");
        ask(405, "POST", "/runs", "");
        ask(405, "POST", "/health", "");
    }

    private void refusesWhatIsNotSigned() throws IOException {
        for (String target : List.of("/stop/four", "/signals")) {
            String body = target.equals("/signals") ? "stop four" : "";
            String head =
                    "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n";
            Exchange refused = Exchange.of(strict.port(), head, body);
            assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
            assertThat(refused.body()).contains("it carries no signature");
            api.check("POST", target, refused);
        }
    }

    /** Of each operation alike. */
    private void refusesStrangers() throws IOException {
        for (String operation : List.of(
                "POST /stop/four", "POST /signals", "GET /signals", "GET /signals/42", "GET /runs", "GET /health")) {
            String method = operation.substring(0, operation.indexOf(' '));
            String target = operation.substring(operation.indexOf(' ') + 1);
            ask(403, method, target, "", "Origin: https://example.org");
            ask(431, method, target, "", "X-Long: " + "x".repeat(20_000));
            ask(417, method, target, "", "Expect: wonders");
            ask(501, method, target, "", "Transfer-Encoding: gzip");
            check(421, method, target, driver.port(), method + " " + target + " HTTP/1.1\r\nHost: example.org\r\n");
            check(505, method, target, driver.port(), method + " " + target + " HTTP/2.0\r\nHost: localhost\r\n");
            check(401, method, target, guarded.port(), method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        }
        String bearer = "GET /runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN + "\r\n";
        check(200, "GET", "/runs", guarded.port(), bearer);
    }

    private Exchange ask(int status, String method, String target, String body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        List.of(headers).forEach(header -> head.append(header).append("\r\n"));
        if (!List.of(headers).contains("Transfer-Encoding: gzip")) {
            head.append("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
        }
        Exchange exchange = Exchange.of(driver.port(), head.toString(), body);
        assertThat(exchange.status())
                .as(method + " " + target + " → " + exchange)
                .isEqualTo(status);
        api.check(method, target, exchange);
        return exchange;
    }

    private void check(int status, String method, String target, int port, String head) throws IOException {
        Exchange exchange = Exchange.of(port, head, "");
        assertThat(exchange.status())
                .as(method + " " + target + " → " + exchange)
                .isEqualTo(status);
        api.check(method, target, exchange);
    }
}
