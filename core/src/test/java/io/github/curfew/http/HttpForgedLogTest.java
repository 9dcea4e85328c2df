package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a signal says of itself goes into the driver's log, and nothing there can look like a line of the driver's own. */
class HttpForgedLogTest {
    private static final String FORGED = "x\\r\\n2026-11-21 ERROR forged \\u001b[31m\\u009b2J\\u202e\\u2028\\u0085";

    /** The same as far as a CloudEvent's attribute may have it. */
    private static final String ALLOWED = "x 2026-11-21 ERROR forged \\u202e\\u2028";

    private final LogLines log = new LogLines();
    private final DoorFixture driver = DoorFixture.open();

    private void closeAndLook() {
        driver.close();
        log.close();
        assertThat(log.all()).anyMatch(line -> line.contains("forged"));
        assertThat(log.all()).allMatch(HttpForgedLogTest::isHarmless);
    }

    private static boolean isHarmless(String line) {
        return line.codePoints()
                .noneMatch(point -> Character.isISOControl(point)
                        || Character.getType(point) == Character.FORMAT
                        || Character.getType(point) == Character.LINE_SEPARATOR);
    }

    private String post(String body) throws IOException, InterruptedException {
        return driver.post("/signals?wait=5s", body).body();
    }

    @Test
    void byItsIdItsSourceAndItsReason() throws Exception {
        StubRun run = driver.run("orders");
        String said = post("""
                {"specversion":"1.0","id":"%1$s","source":"%1$s","type":"io.github.curfew.stop.requested.v1",
                 "data":{"selector":"orders","reason":"%2$s"}}""".formatted(ALLOWED, FORGED));
        await().until(run::hasEnded);
        assertThat(said.strip().lines()).allMatch(HttpForgedLogTest::isHarmless);
        closeAndLook();
    }

    @Test
    void byAnIdThatNoCloudEventHas() throws Exception {
        StubRun run = driver.run("orders");
        String said = post("""
                {"specversion":"1.0","id":"%s","source":"/ops","type":"io.github.curfew.stop.requested.v1",
                 "subject":"orders"}""".formatted(FORGED));
        assertThat(said).contains("control characters");
        assertThat(run.hasEnded()).isFalse();
        closeAndLook();
    }

    @Test
    void byTheSelectorThatMatched() throws Exception {
        StubRun run = driver.run("orders");
        post("{\"stop\":\"color!=\\\"" + FORGED + "\\\"\"}");
        await().until(run::hasEnded);
        closeAndLook();
    }

    @Test
    void byTheNameOfAQuery() throws Exception {
        StubRun run = driver.run("orders\r\n2026-11-21 ERROR forged");
        post("stop *");
        await().until(run::hasEnded);
        closeAndLook();
    }

    @Test
    void byWhatCannotBeRead() throws Exception {
        assertThat(post("{\"stop\":\"orders\",\"" + FORGED + "\":1}")).contains("forged");
        assertThat(post("{\"stop\":\"orders\",\"mode\":\"" + FORGED + "\"}")).contains("forged");
        closeAndLook();
    }
}
