package io.github.curfew.auth;

import static io.github.curfew.auth.Keys.NAMESPACE;
import static io.github.curfew.auth.Keys.SECRET;
import static io.github.curfew.auth.Keys.hs256;
import static io.github.curfew.auth.Keys.ofPair;
import static io.github.curfew.auth.Keys.pair;
import static io.github.curfew.auth.Keys.pem;
import static io.github.curfew.auth.Keys.sealed;
import static io.github.curfew.auth.Keys.settings;
import static io.github.curfew.auth.Keys.shared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import io.github.curfew.spi.RefusedException.Reason;
import io.github.curfew.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word a message is. */
class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final SignalId BROKERS = new SignalId("/curfew/backends/test", "0-42");
    private static final long IAT = NOW.getEpochSecond();
    private static final String TIMES = "\"iat\":" + IAT + ",\"exp\":" + (IAT + 3600);
    private static final String GOOD = "{\"alg\":\"HS256\",\"kid\":\"ops\",\"aud\":\"prod\"," + TIMES + "}";

    private static Admission admission(boolean required, Key... keys) {
        return new Admission(settings(required, keys), NAMESPACE);
    }

    private static Admitted<Signal> admit(Admission admission, String text) {
        return admit(admission, text, Map.of());
    }

    private static Admitted<Signal> admit(Admission admission, String text, Map<String, String> attributes) {
        return admission.signal(Payload.utf8(text), attributes, BROKERS, NOW);
    }

    private static RefusedException refusal(Admission admission, String text) {
        return Objects.requireNonNull(
                catchThrowableOfType(RefusedException.class, () -> admit(admission, text)), "it was not refused");
    }

    private static Key key(String algorithm) {
        return switch (algorithm) {
            case "HS256" -> shared("ops");
            case "EdDSA" -> ofPair("ops", pair("Ed25519"));
            default -> ofPair("ops", pair("EC"));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "EdDSA", "ES256"})
    void whatIsSignedIsReadToTheByteAndSaysByWhom(String algorithm) {
        Key key = key(algorithm);
        assertThat(key.algorithm().word()).isEqualTo(algorithm);
        Signal sent = new Signal(
                new SignalId("/ops", "01J"), Action.STOP, Selector.parse("team=\"ó ☾\""), Terms.DEFAULT, NOW);
        Payload bytes = Sealer.ofSignals(settings(true, key), NAMESPACE).seal(sent, HOUR, NOW.plusMillis(7));

        Admitted<Signal> admitted = admission(true, key).signal(bytes, Map.of(), BROKERS, NOW.plusSeconds(1));

        assertThat(admitted.message().id()).isEqualTo(sent.id());
        assertThat(admitted.message().selector()).isEqualTo(sent.selector());
        Seal seal = Objects.requireNonNull(admitted.seal());
        assertThat(seal.key()).isEqualTo("ops");
        assertThat(seal.signed()).isEqualTo(NOW.plusMillis(7));
        assertThat(seal.until()).isEqualTo(NOW.plusMillis(7).plus(HOUR));
        assertThat(bytes.text()).endsWith("\n").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "EdDSA", "ES256"})
    void noByteOfItCanBeAnother(String algorithm) {
        Key key = key(algorithm);
        Admission admission = admission(true, key);
        String whole = sealed(key, "stop orders", HOUR, NOW);
        assertThat(admit(admission, whole).seal()).isNotNull();
        // The last character of a part has bits that mean nothing; elsewhere each counts.
        for (int at = 0; at < whole.length() - 1; at++) {
            char c = whole.charAt(at);
            if (c != '.' && whole.charAt(at + 1) != '.') {
                String other = whole.substring(0, at) + (c == 'A' ? 'B' : 'A') + whole.substring(at + 1);
                assertThatThrownBy(() -> admit(admission, other)).isNotNull();
            }
        }
        String otherWords =
                whole.replaceFirst("\\.[^.]*\\.", "." + Keys.base64("stop *".getBytes(StandardCharsets.UTF_8)) + ".");
        assertThat(refusal(admission, otherWords).reason()).isEqualTo(Reason.FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop orders",
                "{\"stop\":\"orders\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/ops\",\"type\":\"io.github.curfew.stop.requested.v1\","
                        + "\"subject\":\"orders\"}",
                "{\"Type\":\"Notification\",\"MessageId\":\"m\",\"Message\":\"stop orders\"}",
                "{\"detail-type\":\"x\",\"id\":\"e\",\"detail\":{\"stop\":\"orders\"}}",
                "stop orders\n",
            })
    void whatIsNotSignedCountsOnlyWhereNothingIsAskedFor(String text) {
        assertThat(admit(admission(false, shared("ops")), text).seal()).isNull();
        RefusedException refused = refusal(admission(true, shared("ops")), text);
        assertThat(refused.reason()).isEqualTo(Reason.UNSIGNED);
        assertThat(refused).hasMessageContaining("curfew.auth.required").hasMessageContaining("curfew sign");
        assertThat(Objects.requireNonNull(refused.claimed()).selector()).isEqualTo(Selector.parse("orders"));
    }

    @Test
    void anEventInBinaryModeIsNotSignedAndItsAttributesSayNothingBesideASignature() {
        Map<String, String> attributes = Map.of(
                "ce_specversion", "1.0",
                "ce_id", "7",
                "ce_source", "/ops",
                "ce_type", "io.github.curfew.stop.requested.v1");
        Admission admission = admission(true, shared("ops"));
        assertThatThrownBy(() -> admit(admission, "{\"selector\":\"orders\"}", attributes))
                .isInstanceOf(RefusedException.class);
        Admitted<Signal> signed = admit(admission, sealed(shared("ops"), "pause orders", HOUR, NOW), attributes);
        assertThat(signed.message().action()).isEqualTo(Action.PAUSE);
    }

    @Test
    void aSignedMessageMayBeWrapped() {
        Admission admission = admission(true, shared("ops"));
        String signed = sealed(shared("ops"), "stop orders", HOUR, NOW);
        String bySns = "{\"Type\":\"Notification\",\"MessageId\":\"m-1\",\"Message\":\"" + signed + "\"}";
        String byBridge = "{\"detail-type\":\"curfew\",\"id\":\"e-1\",\"detail\":{\"signed\":\"" + signed + "\"}}";
        SignalId bare = admit(admission, signed).message().id();
        for (String wrapped : List.of(bySns, byBridge)) {
            Admitted<Signal> admitted = admit(admission, wrapped);
            assertThat(admitted.seal()).isNotNull();
            // What wraps it is not signed, and so cannot make it a new signal.
            assertThat(admitted.message().id()).isEqualTo(bare);
        }
        String inside = sealed(shared("ops"), bySns, HOUR, NOW);
        assertThatThrownBy(() -> admit(admission, inside)).hasMessageContaining("neither a CloudEvent");
    }

    @Test
    void wordsGetIdentityTimeAndExpiryFromTheirSignature() {
        Admission admission = admission(true, shared("ops"));
        Signal one = admit(admission, sealed(shared("ops"), "stop orders", HOUR, NOW))
                .message();
        assertThat(one.time()).isEqualTo(NOW);
        assertThat(one.terms().expiry()).isEqualTo(HOUR);
        assertThat(one.id()).isNotEqualTo(BROKERS);
        assertThat(one.id().source()).isEqualTo("/curfew/keys/ops");
        Signal again = admission
                .signal(
                        Payload.utf8(sealed(shared("ops"), "stop orders", HOUR, NOW)),
                        Map.of(),
                        new SignalId("/curfew/backends/other", "1"),
                        NOW)
                .message();
        assertThat(again.id()).isEqualTo(one.id());
        Signal later = admit(admission, sealed(shared("ops"), "stop orders", HOUR, NOW.plusMillis(1)))
                .message();
        assertThat(later.id()).isNotEqualTo(one.id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'alg':'none','kid':'ops','aud':'prod',T}                          | FORGED    | signs by HS256 alone",
                "{'alg':'HS384','kid':'ops','aud':'prod',T}                         | FORGED    | signs by HS256 alone",
                "{'alg':'EdDSA','kid':'ops','aud':'prod',T}                         | FORGED    | signs by HS256 alone",
                "{'alg':7,'kid':'ops','aud':'prod',T}                               | FORGED    | signs by HS256 alone",
                "{'kid':'ops','aud':'prod',T}                                       | FORGED    | signs by HS256 alone",
                "{'alg':'HS256','aud':'prod',T}                                     | FORGED    | does not name a key",
                "{'alg':'HS256','kid':'other','aud':'prod',T}                       | FORGED    | is not known here",
                "{'alg':'HS256','kid':'ops','aud':'prod','crit':['exp'],T}          | FORGED    | says crit",
                "{'alg':'HS256','kid':'ops','aud':'prod','crit':['b64'],'b64':true,T} | FORGED  | says crit",
                "{'alg':'HS256','kid':'ops','aud':'prod','b64':false,T}             | FORGED    | says b64",
                "{'alg':'HS256','kid':'ops','aud':'prod','iat':I}                   | FORGED    | has no exp",
                "{'alg':'HS256','kid':'ops','aud':'prod','exp':I}                   | FORGED    | has no iat",
                "{'alg':'HS256','kid':'ops','aud':'prod','iat':I,'exp':'I'}         | FORGED    | no number of seconds",
                "{'alg':'HS256','kid':'ops','aud':'prod','iat':-1,'exp':I}          | FORGED    | no number of seconds",
                "{'alg':'HS256','kid':'ops','aud':'prod','iat':1e9,'exp':I}         | FORGED    | no number of seconds",
                "{'alg':'HS256','kid':'ops',T}                                      | FORGED    | for which namespace",
                "{'alg':'HS256','kid':'ops','aud':7,T}                              | FORGED    | for which namespace",
                "{'alg':'HS256','kid':'ops','aud':'staging',T}                      | ELSEWHERE | \"staging\", and"
                        + " this is prod",
                "{'alg':'HS256','kid':'ops','aud':'PROD',T}                         | ELSEWHERE | and this is prod",
                "{'alg':'HS256','kid':'ops','aud':['a','b'],T}                      | ELSEWHERE | and this is prod",
            })
    void aHeaderThatIsNotAsAskedIsRefusedThoughTheSecretIsRight(String header, Reason reason, String sentence) {
        String json = header.replace("T}", TIMES + "}")
                .replace("I", Long.toString(IAT))
                .replace('\'', '"');
        RefusedException refused = refusal(admission(true, shared("ops")), hs256(json, "stop orders", SECRET));
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessageContaining(sentence);
        assertThat(refused.getMessage()).doesNotContain("\n").doesNotContain(SECRET);
    }

    @Test
    void theSameHeadersAsTheyShouldBeAreTaken() {
        Admission admission = admission(true, shared("ops"));
        assertThat(admit(admission, hs256(GOOD, "stop orders", SECRET)).seal()).isNotNull();
        String several = GOOD.replace("\"prod\"", "[\"staging\",\"prod\"]");
        assertThat(admit(admission, hs256(several, "stop orders", SECRET)).seal())
                .isNotNull();
        for (String space : List.of(" ", "\n", "\r\n", "\t")) {
            String spaced = GOOD.replace("{", "{" + space);
            assertThat(admit(admission, hs256(spaced, "stop orders", SECRET)).seal())
                    .isNotNull();
        }
        String fraction = GOOD.replace("\"iat\":" + IAT, "\"iat\":" + IAT + ".25");
        assertThat(Objects.requireNonNull(admit(admission, hs256(fraction, "stop orders", SECRET))
                                .seal())
                        .signed())
                .isEqualTo(NOW.plusMillis(250));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"alg\":\"HS256\",\"kid\":\"ops\"}",
                "{\"alg\":\"HS256\",\"kid\":\"ops\"",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
                        + "{}}}}}}}}}}}}}}}}}",
            })
    void aHeaderThatIsNoneIsMalformed(String header) {
        assertThatThrownBy(() -> admit(admission(true, shared("ops")), hs256(header, "stop orders", SECRET)))
                .isInstanceOf(io.github.curfew.CurfewException.class)
                .isNotInstanceOf(RefusedException.class);
    }

    /** The public key is public: whoever takes its text for a shared secret could sign anything. */
    @Test
    void aPublicKeyIsNoSharedSecret() {
        KeyPair pair = pair("EC");
        String open = pem("PUBLIC KEY", pair.getPublic().getEncoded());
        Key key = Key.of("ops", null, open, Selector.EVERYONE, Use.ANY);
        assertThat(refusal(admission(true, key), hs256(GOOD, "stop orders", open))
                        .reason())
                .isEqualTo(Reason.FORGED);
        assertThatThrownBy(() -> Key.of("ops", open, null, Selector.EVERYONE, Use.ANY))
                .hasMessageContaining("PUBLIC KEY where a PRIVATE KEY is needed");
    }

    @Test
    void severalKeysCountAtOnceEachForItself() {
        Key old = shared("2025", SECRET, "*", Use.ANY);
        Key next = shared("2026", SECRET.replace('0', 'x'), "*", Use.ANY);
        Admission both = admission(true, old, next);
        for (Key key : List.of(old, next)) {
            assertThat(Objects.requireNonNull(admit(both, sealed(key, "stop orders", HOUR, NOW))
                                    .seal())
                            .key())
                    .isEqualTo(key.id());
        }
        String mixed = hs256(GOOD.replace("ops", "2026"), "stop orders", SECRET);
        assertThat(refusal(both, mixed)).hasMessageContaining("not that of the key 2026");
        assertThat(refusal(admission(true, next), sealed(old, "stop orders", HOUR, NOW)))
                .hasMessageContaining("\"2025\", which is not known here");
    }

    @Test
    void aKeyForReportsSignsNoSignals() {
        Key drivers = shared("drivers", SECRET, "*", Use.REPORTS);
        assertThat(refusal(admission(true, drivers), hs256(GOOD.replace("ops", "drivers"), "stop orders", SECRET)))
                .hasMessageContaining("is not for signals");
        assertThat(Sealer.ofSignals(settings(true, drivers), NAMESPACE).signs()).isFalse();
        assertThat(Sealer.ofReports(settings(true, drivers), NAMESPACE).signs()).isTrue();
    }

    @Test
    void aSignatureCountsWhileClocksMayBeApartAndNoLonger() {
        Key key = shared("ops");
        Admission admission = admission(true, key);
        Duration skew = Duration.ofSeconds(30);
        assertThat(admit(admission, sealed(key, "stop a", Duration.ZERO, NOW.minus(skew)))
                        .seal())
                .isNotNull();
        assertThat(admit(admission, sealed(key, "stop a", HOUR, NOW.plus(skew))).seal())
                .isNotNull();
        RefusedException late = refusal(
                admission, sealed(key, "stop a", Duration.ZERO, NOW.minus(skew).minusMillis(1)));
        assertThat(late.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(late).hasMessageContaining("to count until");
        RefusedException early =
                refusal(admission, sealed(key, "stop a", HOUR, NOW.plus(skew).plusMillis(1)));
        assertThat(early).hasMessageContaining("set the clocks");
    }

    /** However late a captured one comes, and though its signature counts for longer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop a --expiry 1m",
                "{\"stop\":\"a\",\"expiry\":\"1m\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/ops\",\"type\":\"io.github.curfew.stop.requested.v1\","
                        + "\"subject\":\"a\",\"time\":\"2026-11-20T09:58:00Z\",\"expirytime\":\"2026-11-20T09:59:00Z\"}",
            })
    void anExpiryOfItsOwnCountsFromItsSigning(String text) {
        Admission admission = admission(true, shared("ops"));
        Instant last = NOW.minusSeconds(90);
        assertThat(admit(admission, sealed(shared("ops"), text, HOUR, last)).seal())
                .isNotNull();
        RefusedException late = refusal(admission, sealed(shared("ops"), text, HOUR, last.minusMillis(1)));
        assertThat(late.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(late).hasMessageContaining("to count for 1m, and here it is " + NOW);
    }

    /** The window of the manual: who captured it there can use it for a run that has just started. */
    @Test
    void itCountsForRunsThatStartedUpToTheSkewAfterItWasSignedAndForNoLaterOne() {
        Key key = shared("ops");
        Seal seal = Objects.requireNonNull(
                admit(admission(true, key), sealed(key, "stop a", HOUR, NOW)).seal());
        Instant last = NOW.plus(Duration.ofSeconds(30));
        assertThat(seal.isOlderThan(last)).isFalse();
        assertThat(seal.isOlderThan(last.plusMillis(1))).isTrue();
    }

    @Test
    void whereNothingIsAskedForAKnownKeysSignatureStillHasToHold() {
        Admission admission = admission(false, shared("ops"));
        assertThat(refusal(admission, hs256(GOOD, "stop orders", "another secret, as long as the first"))
                        .reason())
                .isEqualTo(Reason.FORGED);
        String unknown = hs256(GOOD.replace("ops", "who"), "stop orders", "whatever");
        assertThat(admit(admission, unknown).seal()).isNull();
        assertThat(admit(admission, unknown).message())
                .isEqualTo(Codec.decodeSignal(Payload.utf8("stop orders"), Map.of(), BROKERS));
    }
}
