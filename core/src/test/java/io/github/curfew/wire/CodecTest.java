package io.github.curfew.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Action;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Held;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    private static final SignalId BROKERS = new SignalId("/curfew/backends/test", "0-42");
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
    private static final RunInfo RUN =
            new RunInfo("9b2d", TIME, Labels.of(Map.of("query.name", "orders \"x\"", "team", "payments")));

    private static Signal decode(String text) {
        return Codec.decodeSignal(Payload.utf8(text), Map.of(), BROKERS);
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void aSignalIsReadBackAsItWasWritten(Action action) {
        Terms terms = new Terms(
                action == Action.STOP ? Mode.NOW : Mode.GRACEFUL,
                Duration.ofMinutes(2),
                OnTimeout.KEEP_RUNNING,
                Duration.ofMinutes(30),
                "deploy \"42\" \\ now",
                "curfew-default-replies-1");
        Signal signal = new Signal(
                new SignalId("/ops", "01J"), action, Selector.parse("team=payments,a!=\"b c\""), terms, TIME);
        assertThat(Codec.decodeSignal(Codec.encode(signal), Map.of(), BROKERS)).isEqualTo(signal);
    }

    @Test
    void readsTheEventOfTheDocumentation() {
        Signal signal = decode("""
            {"specversion":"1.0","id":"01J…","source":"/ops/deploy-bot","type":"io.github.curfew.stop.requested.v1",
             "time":"2026-11-20T10:00:00Z","expirytime":"2026-11-20T11:00:00Z","subject":"app.name=orders",
             "data":{"selector":"app.name=orders","mode":"graceful","deadline":"PT2M","reason":"deploy 42"}}
            """);
        assertThat(signal)
                .isEqualTo(new Signal(
                        new SignalId("/ops/deploy-bot", "01J…"),
                        Action.STOP,
                        Selector.parse("app.name=orders"),
                        new Terms(Mode.GRACEFUL, Duration.ofMinutes(2), null, Duration.ofHours(1), "deploy 42", null),
                        TIME));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "stop orders",
                "STOP orders",
                "  stop   orders \n",
                "\uFEFFstop orders",
                "{\"stop\":\"orders\"}",
                "{\"Type\":\"Notification\",\"Message\":\"stop orders\"}",
                "{\"Type\":\"Notification\",\"Message\":\"{\\\"stop\\\":\\\"orders\\\"}\"}",
                "{\"detail-type\":\"x\",\"detail\":{\"stop\":\"orders\"}}",
                "{\"Type\":\"Notification\",\"Message\":\"{\\\"detail-type\\\":\\\"x\\\",\\\"detail\\\":{\\\"stop\\\":\\\"orders\\\"}}\"}",
            })
    void shortFormsAllSayTheSame(String text) {
        assertThat(decode(text))
                .isEqualTo(new Signal(BROKERS, Action.STOP, Selector.parse("orders"), Terms.DEFAULT, null));
    }

    /** As the SNS developer guide shows it, with a message of ours. */
    private static String sns(String message) {
        return "{\n  \"Type\" : \"Notification\",\n"
                + "  \"MessageId\" : \"22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\",\n"
                + "  \"TopicArn\" : \"arn:aws:sns:us-west-2:123456789012:MyTopic\",\n"
                + "  \"Subject\" : \"My First Message\",\n"
                + "  \"Message\" : \"" + message.replace("\"", "\\\"") + "\",\n"
                + "  \"Timestamp\" : \"2012-05-02T00:54:06.655Z\",\n"
                + "  \"SignatureVersion\" : \"1\",\n"
                + "  \"Signature\" : \"EXAMPLEw6JRN...\",\n"
                + "  \"SigningCertURL\" : \"https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ec.pem\",\n"
                + "  \"UnsubscribeURL\" : \"https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe\"\n}";
    }

    /** As the EventBridge user guide shows it, with a detail of ours. */
    private static String eventBridge(String detail) {
        return "{\"version\":\"0\",\"id\":\"6a7e8feb-b491-4cf7-a9f1-bf3703467718\","
                + "\"detail-type\":\"Deployment\",\"source\":\"my.pipeline\",\"account\":\"111122223333\","
                + "\"time\":\"2017-12-22T18:43:48Z\",\"region\":\"us-west-1\",\"resources\":[],\"detail\":" + detail
                + "}";
    }

    @Test
    void whatAwsWrapsIsUnwrappedAndItsIdIsTheMessages() {
        SignalId ofSns = new SignalId(BROKERS.source(), "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324");
        SignalId ofEventBridge = new SignalId(BROKERS.source(), "6a7e8feb-b491-4cf7-a9f1-bf3703467718");
        assertThat(decode(sns("stop orders")).id()).isEqualTo(ofSns);
        assertThat(decode(eventBridge("{\"stop\":\"orders\"}")).id()).isEqualTo(ofEventBridge);
        assertThat(decode(sns(eventBridge("{\"stop\":\"orders\"}"))).id()).isEqualTo(ofEventBridge);
        assertThat(decode(sns("stop orders")).selector()).isEqualTo(Selector.parse("orders"));
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/ops\","
                + "\"type\":\"io.github.curfew.stop.requested.v1\",\"subject\":\"orders\"}";
        for (String wrapped : List.of(event, sns(event), eventBridge(event), sns(eventBridge(event)))) {
            assertThat(decode(wrapped).id()).isEqualTo(new SignalId("/ops", "1"));
        }
        assertThatThrownBy(() -> decode(sns(eventBridge(eventBridge("{\"stop\":\"orders\"}")))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("wrapped more than 2 times");
    }

    @Test
    void wordsCarryTheOptionsOfTheCommandLine() {
        Signal signal = decode("stop region in (eu, us) --now --deadline 90s --on-timeout=keep-running"
                + " --expiry 10m --reason \"deploy 42\"");
        assertThat(signal.selector()).isEqualTo(Selector.parse("region in (eu, us)"));
        assertThat(signal.terms())
                .isEqualTo(new Terms(
                        Mode.NOW,
                        Duration.ofSeconds(90),
                        OnTimeout.KEEP_RUNNING,
                        Duration.ofMinutes(10),
                        "deploy 42",
                        null));
        assertThat(Words.parse(Words.text(signal), BROKERS)).isEqualTo(signal);
    }

    @Test
    void everyoneIsMeantOnlyWhenTheSenderSaysSo() {
        assertThat(decode("stop *").selector().isEveryone()).isTrue();
        assertThatThrownBy(() -> decode("stop")).hasMessageContaining("'stop *' for everyone");
        assertThatThrownBy(() -> decode("{\"stop\":\"\"}")).hasMessageContaining("is missing");
        assertThatThrownBy(() -> decode("{\"stop\":null}")).isInstanceOf(MalformedException.class);
    }

    @Test
    void readsAnEventInBinaryMode() {
        Map<String, String> headers = Map.of(
                "ce_specversion", "1.0",
                "ce_id", "7",
                "ce_source", "/ops",
                "ce_type", "io.github.curfew.stop.requested.v1",
                "content-type", "application/json");
        Signal signal = Codec.decodeSignal(Payload.utf8("{\"selector\":\"orders\"}"), headers, BROKERS);
        assertThat(signal.id()).isEqualTo(new SignalId("/ops", "7"));
        assertThat(signal.selector()).isEqualTo(Selector.parse("orders"));
    }

    @Test
    void readsAnEventInBinaryModeWithoutData() {
        Map<String, String> headers = Map.of(
                "ce-specversion", "1.0",
                "ce-id", "8",
                "ce-source", "/ops",
                "ce-subject", "orders",
                "ce-type", "io.github.curfew.stop.requested.v1");
        Signal signal = Codec.decodeSignal(Payload.utf8(""), headers, BROKERS);
        assertThat(signal.selector()).isEqualTo(Selector.parse("orders"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "halt orders                     | unknown action \"halt\": write one of stop, restart, pause",
                "stop orders payments            | two names, \"orders\" and \"payments\"",
                "stop orders --deadlin 5m        | unknown option \"--deadlin\"",
                "stop orders --deadline          | --deadline has no value",
                "stop orders --deadline soon     | cannot read \"soon\" as a length of time",
                "stop \"orders                   | the double quote is never closed",
                "stop orders --on-timeout wait   | on-timeout is force or keep-running",
                "{\"stop\":\"a\",\"pause\":\"b\"} | in one message: send two",
                "{\"stop\":\"a\",\"dedline\":\"5m\"} | the field \"dedline\" is not known",
                "{\"stop\":\"a\",\"stop\":\"b\"}  | Duplicate field 'stop'",
                "{\"stop\":[\"a\"]}              | the field \"stop\" is no text",
                "{\"stop\":\"a\"                 | JSON cannot be read",
                "{\"stop\":\"a\"} x              | JSON cannot be read",
                "{}                              | specversion is missing",
                "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/\",\"type\":\"t\"} | not 1.0",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"com.acme.stop\",\"data\":{}} | is"
                        + " no signal's",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"io.github.curfew.stop.requested.v1\"}"
                        + " | \"data.selector\" is missing",
            })
    void saysWhatIsWrong(String text, String sentence) {
        assertThatThrownBy(() -> decode(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aSignedMessageHasTheSameContent() {
        String header = base64("{\"alg\":\"HS256\",\"kid\":\"ops\"}");
        String signed = header + "." + base64("stop orders") + ".c2ln";
        assertThat(decode(signed)).isEqualTo(decode("stop orders"));
        assertThat(Compact.of(signed)).isNotNull();
        assertThat(Compact.of("stop orders")).isNull();
        assertThatThrownBy(() -> decode(header + ".a.c2ln")).hasMessageContaining("no base64url");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\u0000", "\\u001b[2J", "\\u007f", "\\u0085", "\\u009b"})
    void anIdentityHasNoControlCharacters(String escaped) {
        String event = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"%s\","
                + "\"type\":\"io.github.curfew.stop.requested.v1\",\"subject\":\"orders\"}";
        assertThatThrownBy(() -> decode(event.formatted("x" + escaped, "/ops")))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("the field \"id\" has control characters");
        assertThatThrownBy(() -> decode(event.formatted("x", "/ops" + escaped)))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("the field \"source\" has control characters");
        String wrapper = "{\"detail-type\":\"x\",\"id\":\"x" + escaped + "\",\"detail\":{\"stop\":\"orders\"}}";
        assertThat(decode(wrapper).id()).isEqualTo(BROKERS);
    }

    @Test
    void hostileMessagesAreRefusedCheaply() {
        assertThatThrownBy(() -> decode("{\"a\":".repeat(100) + "1" + "}".repeat(100)))
                .hasMessageContaining("nested deeper than 16 levels");
        assertThatThrownBy(() -> decode("[".repeat(100_000))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> decode("{\"a\":[" + "1,".repeat(30_000) + "1]}"))
                .hasMessageContaining("more than 20000 values");
        assertThatThrownBy(() -> decode("x".repeat(Codec.LARGEST + 1))).hasMessageContaining("262144 are the most");
        assertThatThrownBy(() -> decode("{\"stop\":1" + "0".repeat(200_000) + "}"))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void anyBytesAreReadOrRefusedInOneSentence() {
        Random random = new Random(7);
        byte[] seed = Codec.encode(new Signal(
                        new SignalId("/ops", "1"), Action.STOP, Selector.parse("team=a"), Terms.DEFAULT, TIME))
                .bytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = seed.clone();
            for (int flips = 1 + random.nextInt(5); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Codec.decodeSignal(Payload.of(bytes), Map.of(), BROKERS);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).doesNotContain("\n", "\u001b", "\u0000");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void aReportIsReadBackAsItWasWritten(Outcome outcome) {
        Report report = new Report.OfSignal(
                "r1",
                "d1",
                TIME,
                outcome,
                new SignalId("/ops", "01J"),
                Action.STOP,
                RUN,
                "team=payments",
                outcome == Outcome.FAILED ? null : 41L,
                Duration.ofMillis(240),
                "a sentence");
        assertThat(Codec.decodeReport(Codec.encode(report))).isEqualTo(report);
        assertThat(Codec.encode(report).text()).doesNotContain("\n");
    }

    @ParameterizedTest
    @EnumSource(Report.OfRoster.Kind.class)
    void aRosterIsReadBackAsItWasWritten(Report.OfRoster.Kind kind) {
        Report report = new Report.OfRoster(
                "r2",
                new DriverInfo("d1", "app-1", "shop", "host", "0.1.0", "3.5.7", TIME),
                TIME,
                kind,
                List.of(
                        new RunStatus(RUN, RunState.DRAINING, 7L, TIME),
                        new RunStatus(RUN, RunState.PAUSED, null),
                        new RunStatus(RUN, RunState.HELD, null, TIME, new Held(3, List.of("r0"), "it waits for r0"))),
                List.of(new BackendHealth("redis", BackendHealth.State.DEGRADED, TIME, "connection refused")),
                Duration.ofMinutes(1),
                12,
                1,
                2,
                kind == Report.OfRoster.Kind.ALIVE ? new SignalId("/ops", "ping") : null);
        assertThat(Codec.decodeReport(Codec.encode(report))).isEqualTo(report);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000000000000000000", "9223372036854775807"})
    void aClaimThatNoSignalCouldNameIsRefused(String claim) {
        String text = "{\"specversion\":\"1.0\",\"id\":\"r\",\"source\":\"/curfew/drivers/d\",\"time\":\"" + TIME
                + "\","
                + "\"type\":\"io.github.curfew.run.hello.v1\",\"data\":{\"report\":\"hello\",\"beat\":\"PT1M\","
                + "\"driver\":{\"id\":\"d\",\"started\":\"" + TIME + "\"},\"runs\":[{\"id\":\"1\",\"started\":\"" + TIME
                + "\",\"labels\":{},\"state\":\"held\",\"held\":{\"claim\":%s}}]}}";
        assertThatThrownBy(() -> Codec.decodeReport(Payload.utf8(text.formatted(claim))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("claim\" is " + claim + "; it is from 0 to 999999999999999999");
        Report.OfRoster highest =
                (Report.OfRoster) Codec.decodeReport(Payload.utf8(text.formatted(Held.HIGHEST_CLAIM)));
        assertThat(highest.runs().get(0).held()).isEqualTo(new Held(Held.HIGHEST_CLAIM, List.of(), ""));
    }

    @Test
    void aReportOfANewerCurfewIsReadAsFarAsItIsKnown() {
        String text = Codec.encode(new Report.OfSignal(
                        "r1",
                        "d1",
                        TIME,
                        Outcome.STOPPED,
                        new SignalId("/ops", "01J"),
                        Action.STOP,
                        RUN,
                        "",
                        1L,
                        Duration.ZERO,
                        ""))
                .text();
        Payload newer = Payload.utf8(text.replace("\"detail\":\"\"", "\"detail\":\"\",\"mood\":{\"a\":[1]}"));
        assertThat(Codec.decodeReport(newer)).isInstanceOf(Report.OfSignal.class);
        assertThatThrownBy(() -> Codec.decodeReport(Payload.utf8("{}"))).isInstanceOf(MalformedException.class);
    }
}
