package io.github.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.curfew.MalformedException;
import io.github.curfew.model.Action;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Held;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schema and codec draw the same lines, and know the same words. */
class SchemaTest {
    private static final SignalId BROKERS = new SignalId("/curfew/backends/test", "0-42");
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
    private static final RunInfo RUN = new RunInfo("9b2d", TIME, Labels.of(Map.of("query.name", "orders \"x\"")));

    @ParameterizedTest
    @ValueSource(strings = {Contract.SIGNAL, Contract.REPORT})
    void isASchemaOf202012(String file) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        assertThat(Contract.violations(
                        registry.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema")),
                        Contract.read(Contract.FOLDER.resolve(file))))
                .isEmpty();
    }

    @Test
    void knowsTheWordsThatTheCodecKnows() {
        JsonNode signal = Contract.read(Contract.FOLDER.resolve(Contract.SIGNAL));
        JsonNode report = Contract.read(Contract.FOLDER.resolve(Contract.REPORT));
        List<String> actions = Arrays.stream(Action.values()).map(Action::word).toList();
        assertThat(texts(signal.at("/$defs/event/properties/type/enum")))
                .isEqualTo(actions.stream()
                        .map(action -> "io.github.curfew." + action + ".requested.v1")
                        .toList());
        assertThat(texts(signal.at("/$defs/short/oneOf"), "/required/0")).isEqualTo(actions);
        assertThat(texts(signal.at("/$defs/on-timeout/enum")))
                .isEqualTo(
                        Arrays.stream(OnTimeout.values()).map(OnTimeout::word).toList());
        assertThat(texts(report.at("/$defs/ofSignal/properties/data/properties/signal/properties/action/enum")))
                .isEqualTo(actions);
        assertWords(
                report.at("/$defs/ofSignal"), Arrays.stream(Outcome.values()).map(Outcome::word));
        assertWords(
                report.at("/$defs/ofRoster"),
                Arrays.stream(Report.OfRoster.Kind.values()).map(Report.OfRoster.Kind::word));
        report.at("/$defs/ofSignal/properties/data/properties/report/oneOf")
                .forEach(word -> assertThat(
                                word.required("description").asText().startsWith("Final: "))
                        .as(word.toString())
                        .isEqualTo(
                                Outcome.valueOf(word.required("const").asText().toUpperCase(Locale.ROOT))
                                        .isFinal()));
        assertThat(texts(
                        report.at("/$defs/ofRoster/properties/data/properties/runs/items/properties/state/oneOf"),
                        "/const"))
                .isEqualTo(Arrays.stream(RunState.values()).map(RunState::word).toList());
        assertThat(texts(report.at("/$defs/health/properties/state/oneOf"), "/const"))
                .isEqualTo(Arrays.stream(BackendHealth.State.values())
                        .map(BackendHealth.State::word)
                        .toList());
    }

    private static void assertWords(JsonNode kind, Stream<String> words) {
        List<String> all = words.toList();
        assertThat(texts(kind.at("/properties/data/properties/report/oneOf"), "/const"))
                .isEqualTo(all);
        assertThat(texts(kind.at("/properties/type/enum")))
                .isEqualTo(all.stream()
                        .map(word -> "io.github.curfew.run." + word + ".v1")
                        .toList());
    }

    private static List<String> texts(JsonNode list) {
        return texts(list, "");
    }

    private static List<String> texts(JsonNode list, String pointer) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(element.at(pointer).asText()));
        return texts;
    }

    @ParameterizedTest
    @CsvSource({
        "id, 512, true",
        "id, 513, false",
        "source, 512, true",
        "source, 513, false",
        "subject, 4096, true",
        "subject, 4097, false",
        "data/selector, 4096, true",
        "data/selector, 4097, false",
        "data/reason, 2048, true",
        "data/reason, 2049, false"
    })
    void endsWhereTheCodecEnds(String field, int length, boolean isTaken) {
        ObjectNode event = event();
        String text = "x".repeat(length);
        if (field.startsWith("data/")) {
            ((ObjectNode) event.required("data")).put(field.substring(5), text);
        } else {
            event.put(field, text);
            ((ObjectNode) event.required("data")).remove("selector");
        }
        assertBoth(event, isTaken);
    }

    @ParameterizedTest
    @CsvSource({
        "0s, true",
        "250ms, true",
        "5m, true",
        "1h30m, true",
        "2d, true",
        "1d2h3m4s5ms, true",
        "3650d, true",
        "PT5M, true",
        "PT0S, true",
        "P2D, true",
        "P1DT2H3M4.5S, true",
        "PT0.000000001S, true",
        "5, false",
        "m, false",
        "5M5h, false",
        "1.5s, false",
        "30s1m, false",
        "1000000000s, false",
        "P, false",
        "PT, false",
        "P1DT, false",
        "P1W, false",
        "-5m, false",
        "-PT5M, false",
        "PT5X, false",
        "'5 m', false",
        "'', false",
    })
    void readsTheLengthsThatTheCodecReads(String length, boolean isTaken) {
        ObjectNode event = event();
        ((ObjectNode) event.required("data")).put("deadline", length);
        assertBoth(event, isTaken);
    }

    private static ObjectNode event() {
        ObjectNode event = Contract.JSON.createObjectNode();
        event.put("specversion", "1.0").put("id", "1").put("source", "/ops");
        event.put("type", "io.github.curfew.stop.requested.v1").put("subject", "orders");
        event.putObject("data").put("selector", "orders");
        return event;
    }

    private static void assertBoth(JsonNode message, boolean isTaken) {
        assertThat(Contract.violations(Contract.SIGNAL, message).isEmpty())
                .as("the schema takes it")
                .isEqualTo(isTaken);
        boolean isRead;
        try {
            isRead = Codec.decodeSignal(Payload.utf8(message.toString()), Map.of(), BROKERS) != null;
        } catch (MalformedException e) {
            isRead = false;
        }
        assertThat(isRead).as("the codec takes it").isEqualTo(isTaken);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void hasEveryReportOnASignalThatTheCodecWrites(Outcome outcome) {
        for (Action action : Action.values()) {
            Report report = new Report.OfSignal(
                    "r1",
                    "d1",
                    TIME,
                    outcome,
                    new SignalId("/ops", "01J"),
                    action,
                    RUN,
                    "*",
                    outcome.isFinal() ? 41L : null,
                    Duration.ofMillis(7_384_240),
                    "a sentence");
            assertThat(Contract.violations(
                            Contract.REPORT, Contract.parse(Codec.encode(report).text())))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Report.OfRoster.Kind.class)
    void hasEveryRosterThatTheCodecWrites(Report.OfRoster.Kind kind) {
        Report report = new Report.OfRoster(
                "r2",
                new DriverInfo("d1", "app-1", "shop", "host", "0.1.0", "3.5.7", TIME),
                TIME,
                kind,
                Arrays.stream(RunState.values())
                        .map(state -> state == RunState.HELD
                                ? new RunStatus(RUN, state, null, TIME, new Held(3, List.of("9b2c"), "it waits"))
                                : new RunStatus(RUN, state, 7L))
                        .toList(),
                Arrays.stream(BackendHealth.State.values())
                        .map(state -> new BackendHealth("redis", state, TIME, ""))
                        .toList(),
                Duration.ofMinutes(1),
                12,
                1,
                2,
                new SignalId("/ops", "ping"));
        assertThat(Contract.violations(
                        Contract.REPORT, Contract.parse(Codec.encode(report).text())))
                .isEmpty();
    }
}
