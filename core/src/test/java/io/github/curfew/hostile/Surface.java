package io.github.curfew.hostile;

import io.github.curfew.auth.AdmissionTarget;
import io.github.curfew.auth.KeyTarget;
import io.github.curfew.client.MusterTarget;
import io.github.curfew.config.SettingsTarget;
import io.github.curfew.engine.LineTarget;
import io.github.curfew.file.NameTarget;
import io.github.curfew.http.RequestTarget;
import io.github.curfew.model.SelectorTarget;
import io.github.curfew.wire.ReportTarget;
import io.github.curfew.wire.SignalTarget;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Where something comes in, with an input of every kind from which others are made. */
enum Surface {
    SIGNAL,
    REPORT,
    SELECTOR,
    REQUEST,
    NAME,
    SETTINGS,
    ADMISSION,
    KEY,
    MUSTER,
    LINE;

    /** Has one input read. */
    void read(byte[] input) {
        switch (this) {
            case SIGNAL -> SignalTarget.fuzzerTestOneInput(input);
            case REPORT -> ReportTarget.fuzzerTestOneInput(input);
            case SELECTOR -> SelectorTarget.fuzzerTestOneInput(input);
            case REQUEST -> RequestTarget.fuzzerTestOneInput(input);
            case NAME -> NameTarget.fuzzerTestOneInput(input);
            case SETTINGS -> SettingsTarget.fuzzerTestOneInput(input);
            case ADMISSION -> AdmissionTarget.fuzzerTestOneInput(input);
            case KEY -> KeyTarget.fuzzerTestOneInput(input);
            case MUSTER -> MusterTarget.fuzzerTestOneInput(input);
            case LINE -> LineTarget.fuzzerTestOneInput(input);
        }
    }

    /** The class whose method reads them, for a fuzzer. */
    Class<?> target() {
        return switch (this) {
            case SIGNAL -> SignalTarget.class;
            case REPORT -> ReportTarget.class;
            case SELECTOR -> SelectorTarget.class;
            case REQUEST -> RequestTarget.class;
            case NAME -> NameTarget.class;
            case SETTINGS -> SettingsTarget.class;
            case ADMISSION -> AdmissionTarget.class;
            case KEY -> KeyTarget.class;
            case MUSTER -> MusterTarget.class;
            case LINE -> LineTarget.class;
        };
    }

    /** Inputs to begin with. */
    List<byte[]> seeds() {
        if (this == KEY) {
            // Keys are no texts.
            return KeyTarget.seeds();
        }
        List<String> seeds = switch (this) {
            case SIGNAL -> Seeds.signals();
            case REPORT -> Seeds.REPORTS;
            case SELECTOR -> Seeds.SELECTORS;
            case REQUEST -> Seeds.requests();
            case NAME -> Seeds.NAMES;
            case SETTINGS -> Seeds.settings();
            case ADMISSION -> AdmissionTarget.seeds();
            case MUSTER, LINE -> Seeds.trackings();
            case KEY -> List.of();
        };
        return seeds.stream().map(seed -> seed.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** Inputs of the largest size that can come in here; none where nobody but the owner writes what is read. */
    List<byte[]> large() {
        return switch (this) {
            case SIGNAL -> LargeInputs.signals();
            case REPORT -> LargeInputs.reports();
            case SELECTOR -> LargeInputs.selectors();
            case REQUEST -> LargeInputs.requests();
            case ADMISSION -> LargeInputs.signed();
            case MUSTER, LINE -> LargeInputs.trackings();
            case NAME, SETTINGS, KEY -> List.of();
        };
    }

    /** What there is of each kind. */
    private static final class Seeds {
        private static final String EVENT = """
                {"specversion":"1.0","id":"01J","source":"/ops","type":"io.github.curfew.stop.requested.v1",
                "time":"2026-11-20T10:00:00Z","expirytime":"2026-11-20T11:00:00Z","subject":"app.name=orders",
                "replyto":"q","data":{"selector":"a=b","mode":"now","deadline":"PT2M","on-timeout":"force","reason":"x"}}""";

        private static final List<String> SELECTORS = List.of(
                "*",
                "orders",
                "\"odd \\\" name\"",
                "app.name=orders,team!=payments,region in (eu,us)",
                "a=\"b*\",c=x*y*z",
                "2d3h4m5s6ms",
                "PT2M",
                "a in(" + "x*,".repeat(50) + "y)",
                "a=" + "*a".repeat(60));

        private static final String RUN =
                "{\"id\":\"r\",\"started\":\"2026-11-20T10:00:00Z\",\"labels\":{\"query.name\":\"orders\"},"
                        + "\"state\":\"running\",\"lastBatch\":7,\"since\":\"2026-11-20T10:00:00Z\"}";

        private static final List<String> REPORTS = List.of(
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/curfew/drivers/d\",\"time\":\"2026-11-20T10:00:00Z\","
                        + "\"type\":\"io.github.curfew.run.stopped.v1\",\"data\":{\"report\":\"stopped\","
                        + "\"signal\":{\"source\":\"/o\",\"id\":\"1\",\"action\":\"stop\"},\"run\":" + RUN
                        + ",\"matched\":\"*\",\"lastBatch\":3,\"took\":\"PT1S\",\"detail\":\"d\"}}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/curfew/drivers/d\",\"time\":\"2026-11-20T10:00:00Z\","
                        + "\"type\":\"io.github.curfew.run.alive.v1\",\"data\":{\"report\":\"alive\",\"driver\":{\"id\":\"d\","
                        + "\"appId\":\"a\",\"started\":\"2026-11-20T10:00:00Z\"},\"runs\":[" + RUN
                        + "],\"backends\":[{\"backend\":\"file\",\"state\":\"listening\",\"since\":\"2026-11-20T10:00:00Z\"}],"
                        + "\"beat\":\"PT60S\",\"round\":2,\"part\":1,\"parts\":1,\"answering\":{\"source\":\"/o\",\"id\":\"1\"}}}");

        /** Reports one after the other, where the driver's clock and the run's start are as far off as can be written. */
        static List<String> trackings() {
            List<String> told = REPORTS.stream()
                    .map(report -> report.replace("\"query.name\"", "\"query.id\":\"q\",\"query.name\""))
                    .toList();
            String alive = told.get(1);
            String hello = alive.replace("alive", "hello").replace("\"id\":\"r\"", "\"id\":\"s\"");
            String held =
                    alive.replace("\"running\"", "\"held\",\"held\":{\"claim\":9,\"runs\":[\"s\"],\"why\":\"w\"}");
            String bye = hello.replace("hello", "bye");
            String early = "-999999999-01-01T00:00:00Z";
            String late = "+999999999-12-31T23:59:59Z";
            return List.of(
                    "\u0000" + String.join("\n--\n", alive, hello, told.get(0)),
                    "\u0001" + String.join("\n--\n", hello, told.get(0), bye),
                    "\u0003" + String.join("\n--\n", held, hello, told.get(0), bye),
                    "\u0004" + String.join("\n--\n", hello, held),
                    "\u0003" + started(hello, early, late),
                    "\u0005" + started(alive, late, early),
                    "\u0002" + started(hello, early, "2026-11-20T10:00:00Z"));
        }

        private static String started(String report, String started, String said) {
            return report.replaceAll("\"started\":\"[^\"]*\"", "\"started\":\"" + started + "\"")
                    .replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"" + said + "\"");
        }

        private static final List<String> NAMES = List.of(
                "0b6f2c1e-11aa",
                "../../etc/passwd",
                "/etc/passwd",
                "a/x",
                "b",
                "x",
                "x.keep-2h.json",
                ".curfew",
                "_x._COPYING_",
                "a\0b",
                "ö %2e%2e/..",
                "CON",
                "x".repeat(300),
                "run-1\n# Delete this file, and it is stopped.\n",
                "{\"a\":{\"b\":\"}\"}}");

        static List<String> signals() {
            String encoded = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"stop\":\"orders\"}".getBytes(StandardCharsets.UTF_8));
            String quoted = EVENT.replace("\n", "").replace("\"", "\\\"");
            return List.of(
                    "stop orders",
                    "stop region in (eu, us) --now --deadline 2m --on-timeout=keep-running --expiry 1h --reason \"a b\"",
                    "{\"restart\":\"orders\",\"mode\":\"graceful\",\"deadline\":\"2m\",\"expiry\":\"1h\",\"reason\":\"x\"}",
                    EVENT,
                    "eyJhbGciOiJIUzI1NiIsImtpZCI6ImsifQ." + encoded + ".c2ln",
                    "{\"Type\":\"Notification\",\"MessageId\":\"1\",\"Message\":\"" + quoted + "\"}",
                    "{\"id\":\"1\",\"detail-type\":\"x\",\"detail\":" + EVENT + "}",
                    "{\"detail-type\":\"x\",\"detail\":{\"Type\":\"a\",\"Message\":\"{\\\"stop\\\":\\\"a\\\"}\"}}",
                    "\tce_specversion:1.0\nce_id:1\nce_source:/o\nce_type:io.github.curfew.ping.requested.v1\n"
                            + "ce_subject:*\n\n{\"selector\":\"a=b\"}");
        }

        static List<String> requests() {
            String host = " HTTP/1.1\r\nHost: localhost:8558\r\n";
            return List.of(
                    "\u0001GET /runs" + host + "Accept: application/x-ndjson\r\n\r\n",
                    " POST /stop/orders?now&reason=a%20b&wait=1s&deadline=2m" + host + "\r\n",
                    "\u007fPOST /signals" + host + "Content-Length: 11\r\nExpect: 100-continue\r\n\r\nstop orders",
                    "\u0003POST /signals" + host
                            + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nstop \r\n6\r\norders\r\n0\r\nX: y\r\n\r\n",
                    "@POST /signals" + host + "ce-specversion: 1.0\r\nce-id: a%0Ab\r\nce-source: /o\r\n"
                            + "ce-type: io.github.curfew.stop.requested.v1\r\nce-subject: orders\r\n\r\n",
                    "@GET /signals?after=driver-1.7&wait=10m" + host + "Authorization: Bearer x\r\n\r\n",
                    "@GET /signals/x%2Fy HTTP/1.0\r\nHost: [::1]\r\nOrigin: null\r\n\r\n");
        }

        static List<String> settings() {
            String lines = """
                    curfew.redis.url=redis://h:1
                    curfew.labels.team=x
                    spark.curfew.stop.deadline=2m
                    CURFEW_NAMESPACE=a
                    file.dir=/x
                    backends=redis,file
                    profiles.eu.redis.url=redis://u:p@h
                    """;
            String hocon =
                    "curfew { redis { url = \"redis://h\", password = ${?P} }, labels.team = [a, b], profile = eu }";
            return Stream.concat(
                            Stream.of("\u0000", "\u0003", "\u0004", "\u0005").map(kind -> kind + lines),
                            Stream.of(
                                    "\u0001" + hocon,
                                    "\u0002{\"curfew\":{\"redis\":{\"url\":\"redis://h\"},\"beat\":1}}"))
                    .toList();
        }
    }
}
