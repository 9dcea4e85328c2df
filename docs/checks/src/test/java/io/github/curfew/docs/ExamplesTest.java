package io.github.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.curfew.MalformedException;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example of the contract, through the codec in both directions and past the schema. */
class ExamplesTest {
    private static final SignalId BROKERS = new SignalId("/curfew/backends/test", "0-42");

    static List<String> signals() {
        return Contract.examples("signal-");
    }

    static List<String> reports() {
        return Contract.examples("report-");
    }

    static Stream<JsonNode> refusedSignals() {
        return elements("refused-signals");
    }

    static Stream<JsonNode> refusedReports() {
        return elements("refused-reports");
    }

    static Stream<JsonNode> refusedWords() {
        return elements("refused-words");
    }

    static Stream<JsonNode> words() {
        return elements("words");
    }

    static Stream<JsonNode> binary() {
        return elements("binary");
    }

    static Stream<JsonNode> signed() {
        JsonNode vectors = Contract.read(Contract.ROOT.resolve("docs/security/vectors.json"));
        Stream.Builder<JsonNode> accepted = Stream.builder();
        vectors.required("vectors").forEach(vector -> {
            if (vector.required("verdict").asText().equals("accepted")
                    && !vector.required("message").asText().contains("{")) {
                accepted.add(vector);
            }
        });
        return accepted.build();
    }

    static Stream<JsonNode> wrapped() {
        return elements("wrapped");
    }

    private static Stream<JsonNode> elements(String example) {
        return Stream.of(Contract.example(example)).flatMap(list -> {
            Stream.Builder<JsonNode> all = Stream.builder();
            list.forEach(all);
            return all.build();
        });
    }

    private static Signal decode(String text) {
        return Codec.decodeSignal(Payload.utf8(text), Map.of(), BROKERS);
    }

    /** The short form has no time, and an event without one no expirytime. */
    private static Signal timed(Signal signal) {
        Instant time = signal.time() == null ? Instant.parse("2026-11-20T10:00:00Z") : signal.time();
        return new Signal(signal.id(), signal.action(), signal.selector(), signal.terms(), time);
    }

    private static JsonNode encode(Signal signal) {
        return Contract.parse(Codec.encode(signal).text());
    }

    @Test
    void everyExampleIsLookedAt() {
        assertThat(Contract.examples(""))
                .allMatch(name -> name.startsWith("signal-")
                        || name.startsWith("report-")
                        || List.of("refused-signals", "refused-reports", "refused-words", "words", "binary", "wrapped")
                                .contains(name));
    }

    @Test
    void theManualShowsASignal() throws IOException {
        Matcher block = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Contract.FOLDER.resolve("README.md")));
        assertThat(block.find()).isTrue();
        assertThat(Contract.violations(Contract.SIGNAL, Contract.parse(block.group(1))))
                .isEmpty();
        assertThat(decode(block.group(1)).selector()).hasToString("app.name=orders");
    }

    @ParameterizedTest
    @MethodSource("signals")
    void aSignalIsReadAndWrittenAsTheSchemaHasIt(String name) {
        JsonNode example = Contract.example(name);
        assertThat(Contract.violations(Contract.SIGNAL, example)).isEmpty();
        Signal signal = timed(decode(example.toString()));
        JsonNode written = encode(signal);
        assertThat(Contract.violations(Contract.SIGNAL + "#/$defs/event", written))
                .isEmpty();
        assertThat(decode(written.toString())).isEqualTo(signal);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aReportIsWrittenAgainAsItWasRead(String name) {
        JsonNode example = Contract.example(name);
        assertThat(Contract.violations(Contract.REPORT, example)).isEmpty();
        Report report = Codec.decodeReport(Payload.utf8(example.toString()));
        assertThat(Contract.parse(Codec.encode(report).text())).isEqualTo(example);
    }

    @Test
    void aSignalIsWrittenAsTheExampleHasIt() {
        for (String name : List.of("signal-stop", "signal-stop-everyone-now", "signal-ping-with-replyto")) {
            JsonNode example = Contract.example(name);
            assertThat(encode(decode(example.toString()))).isEqualTo(example);
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void wordsMeanWhatTheirShortFormMeans(JsonNode example) {
        JsonNode same = example.required("same");
        assertThat(Contract.violations(Contract.SIGNAL + "#/$defs/short", same)).isEmpty();
        assertThat(Contract.violations("asyncapi.yaml#/components/messages/words/payload", example.required("words")))
                .isEmpty();
        assertThat(decode(example.required("words").asText())).isEqualTo(decode(same.toString()));
    }

    /** For those who do not verify; the verdicts are held against the real thing where that is. */
    @ParameterizedTest
    @MethodSource("signed")
    void aSignedMessageMeansItsContent(JsonNode vector) {
        JsonNode message = vector.required("message");
        assertThat(Contract.violations("asyncapi.yaml#/components/messages/signed/payload", message))
                .isEmpty();
        assertThat(decode(message.asText()))
                .isEqualTo(decode(vector.required("content").asText()));
    }

    @ParameterizedTest
    @MethodSource("binary")
    void binaryModeMeansWhatStructuredModeMeans(JsonNode example) {
        JsonNode same = example.required("same");
        assertThat(Contract.violations(Contract.SIGNAL + "#/$defs/event", same)).isEmpty();
        Map<String, String> attributes = new TreeMap<>();
        example.required("attributes")
                .properties()
                .forEach(
                        entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
        String body = example.required("body").asText();
        if (!body.isEmpty()) {
            assertThat(Contract.violations(Contract.SIGNAL + "#/$defs/data", Contract.parse(body)))
                    .isEmpty();
        }
        assertThat(Codec.decodeSignal(Payload.utf8(body), attributes, BROKERS)).isEqualTo(decode(same.toString()));
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void whatIsWrappedHasTheWrappersIdentity(JsonNode example) {
        Signal inside = decode(example.required("same").toString());
        SignalId id = new SignalId(BROKERS.source(), example.required("id").asText());
        assertThat(decode(example.required("message").toString()))
                .isEqualTo(new Signal(id, inside.action(), inside.selector(), inside.terms(), null));
    }

    @ParameterizedTest
    @MethodSource("refusedSignals")
    void aSignalThatIsRefusedIsRefusedByTheSchemaToo(JsonNode example) {
        JsonNode message = example.required("message");
        assertThat(Contract.violations(Contract.SIGNAL, message)).isNotEmpty();
        assertThatThrownBy(() -> decode(message.toString()))
                .isInstanceOf(MalformedException.class)
                .hasMessage(example.required("sentence").asText());
    }

    @ParameterizedTest
    @MethodSource("refusedReports")
    void aReportThatIsRefusedIsRefusedByTheSchemaToo(JsonNode example) {
        JsonNode message = example.required("message");
        assertThat(Contract.violations(Contract.REPORT, message)).isNotEmpty();
        assertThatThrownBy(() -> Codec.decodeReport(Payload.utf8(message.toString())))
                .isInstanceOf(MalformedException.class)
                .hasMessage(example.required("sentence").asText());
    }

    @ParameterizedTest
    @MethodSource("refusedWords")
    void wordsThatAreRefused(JsonNode example) {
        assertThatThrownBy(() -> decode(example.required("words").asText()))
                .isInstanceOf(MalformedException.class)
                .hasMessage(example.required("sentence").asText());
    }
}
