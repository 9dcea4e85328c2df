package io.github.curfew.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.curfew.MalformedException;
import io.github.curfew.auth.Admission;
import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Use;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return document().objects("vectors").stream().map(vector -> Arguments.of(vector.required("name"), vector));
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
        Fields document = document();
        Instant now = document.requiredInstant("now");
        Payload message = Payload.utf8(vector.required("message"));
        Admission admission = admission(document);
        String verdict = vector.required("verdict");
        if (verdict.equals("accepted")) {
            Admitted<Signal> admitted = admission.signal(message, Map.of(), BROKERS, now);
            assertThat(Objects.requireNonNull(admitted.seal()).key()).isEqualTo(vector.required("key"));
            Signal said = Codec.decodeSignal(Payload.utf8(vector.required("content")), Map.of(), BROKERS);
            assertThat(admitted.message().selector()).isEqualTo(said.selector());
            return;
        }
        Throwable refused = catchThrowable(() -> admission.signal(message, Map.of(), BROKERS, now));
        if (verdict.equals("malformed")) {
            assertThat(refused).isInstanceOf(MalformedException.class);
        } else {
            assertThat(refused).isInstanceOf(RefusedException.class);
            assertThat(((RefusedException) refused).reason().word())
                    .as(refused.getMessage())
                    .isEqualTo(verdict);
        }
    }
}
