package io.github.curfew.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.curfew.MalformedException;
import io.github.curfew.auth.Admission;
import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Seal;
import io.github.curfew.auth.Use;
import io.github.curfew.model.Report;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The test vectors that other languages go by, which were signed by openssl and judged by nobody but their author. */
class VectorsTest {
    private static final Path FILE = Path.of("..", "docs", "security", "vectors.json");
    private static final SignalId BROKERS = new SignalId("/curfew/backends/test", "1");

    private static Fields document() {
        try {
            return new Fields("", Json.parseObject(Files.readString(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Arguments> vectors() {
        return named("vectors");
    }

    static Stream<Arguments> reports() {
        return named("reports");
    }

    private static Stream<Arguments> named(String list) {
        return document().objects(list).stream().map(vector -> Arguments.of(vector.required("name"), vector));
    }

    private static Admission admission(Fields document) {
        Fields described = document.object("keys");
        Map<String, Key> keys = new HashMap<>();
        for (String id : described.values().keySet()) {
            Fields key = described.object(id);
            Key made = Key.of(id, key.text("secret"), key.text("public-key"), Selector.EVERYONE, Use.ANY);
            assertThat(made.algorithm().word()).isEqualTo(key.required("algorithm"));
            keys.put(id, made);
        }
        AuthSettings settings =
                new AuthSettings(document.truth("required"), document.requiredDuration("skew"), null, keys);
        return new Admission(settings, document.required("namespace"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void isJudgedAsItSays(String name, Fields vector) {
        isJudged(vector, (admission, message, now) -> {
            Admitted<Signal> admitted = admission.signal(message, Map.of(), BROKERS, now);
            assertThat(admitted.message()).isEqualTo(said(vector, message, Objects.requireNonNull(admitted.seal())));
            return admitted;
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void aReportIsJudgedAsItSays(String name, Fields vector) {
        isJudged(vector, (admission, message, now) -> {
            Admitted<Report> admitted = admission.report(message, now);
            assertThat(admitted.message()).isEqualTo(Codec.decodeReport(content(vector)));
            return admitted;
        });
    }

    /** Reads a message as one who relies upon it. */
    private interface Reading {
        Admitted<?> read(Admission admission, Payload message, Instant now);
    }

    private static void isJudged(Fields vector, Reading reading) {
        Fields document = document();
        Instant now = document.requiredInstant("now");
        Payload message = Payload.utf8(vector.required("message"));
        Admission admission = admission(document);
        String verdict = vector.required("verdict");
        if (verdict.equals("accepted")) {
            Seal seal =
                    Objects.requireNonNull(reading.read(admission, message, now).seal());
            assertThat(seal.key()).isEqualTo(vector.required("key"));
            assertThat(signed(message).content().bytes())
                    .isEqualTo(content(vector).bytes());
            return;
        }
        Throwable refused = catchThrowable(() -> reading.read(admission, message, now));
        if (verdict.equals("malformed")) {
            assertThat(refused).isInstanceOf(MalformedException.class);
        } else {
            assertThat(refused).isInstanceOf(RefusedException.class);
            assertThat(((RefusedException) refused).reason().word())
                    .as(refused.getMessage())
                    .isEqualTo(verdict);
        }
    }

    private static Payload content(Fields vector) {
        return Payload.utf8(vector.required("content"));
    }

    private static Compact signed(Payload message) {
        return Objects.requireNonNull(Compact.of(message.text().strip()));
    }

    /** What it says, all of it: what has no identity, time or expiry of its own has its signature's. */
    private static Signal said(Fields vector, Payload message, Seal seal) {
        Signal said =
                Codec.decodeSignal(content(vector), Map.of(), signed(message).identity(seal.key()));
        Terms terms = said.terms();
        return new Signal(
                said.id(),
                said.action(),
                said.selector(),
                terms.expiry() == null ? terms.expiringAfter(Duration.between(seal.signed(), seal.until())) : terms,
                said.time() == null ? seal.signed() : said.time());
    }
}
