package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.auth.Admission;
import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Seal;
import io.github.curfew.auth.Use;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, signed messages, and a fleet that believes nobody else. */
@Timeout(120)
final class SignTest {
    @TempDir
    Path dir;

    private Typed keygen(String id, String algorithm) {
        return Typed.in(Map.of(), "keygen", id, "--algorithm", algorithm, "--directory", dir.toString());
    }

    private Map<String, String> signer(String id, String algorithm) {
        String file = id + (algorithm.equals("HS256") ? ".secret" : ".private.pem");
        return Map.of("CURFEW_AUTH_KEYS_" + id.toUpperCase(java.util.Locale.ROOT) + "_SECRET_FILE", path(file));
    }

    private String path(String file) {
        return dir.resolve(file).toString();
    }

    private Admission verifier(String id, String algorithm) throws IOException {
        Key key = algorithm.equals("HS256")
                ? Key.of(id, Files.readString(dir.resolve(id + ".secret")).strip(), null, Selector.EVERYONE, Use.ANY)
                : Key.of(id, null, Files.readString(dir.resolve(id + ".public.pem")), Selector.EVERYONE, Use.ANY);
        return new Admission(new AuthSettings(true, Duration.ofSeconds(30), null, Map.of(id, key)), "prod");
    }

    private static Admitted<Signal> admit(Admission admission, String message) {
        return admission.signal(Payload.utf8(message), Map.of(), new SignalId("/x", "1"), Instant.now());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "ES256", "HS256"})
    void aKeyThatWasMadeSignsWhatItsReadersVerify(String algorithm) throws IOException {
        Typed made = keygen("ops", algorithm);
        assertThat(made.code()).as(made.toString()).isZero();
        Typed signed = Typed.in(signer("ops", algorithm), "sign", "stop orders --now", "--expiry", "5m", "-n", "prod");
        assertThat(signed.code()).as(signed.toString()).isZero();
        assertThat(signed.err()).isEmpty();
        assertThat(signed.out().lines()).hasSize(1);

        Admitted<Signal> admitted = admit(verifier("ops", algorithm), signed.out());
        assertThat(admitted.message().selector()).isEqualTo(Selector.parse("orders"));
        Seal seal = Objects.requireNonNull(admitted.seal());
        assertThat(Duration.between(seal.signed(), seal.until())).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whatIsReadFromStandardInputIsSignedToTheByte() throws IOException {
        Typed unused = keygen("ops", "HS256");
        InputStream before = System.in;
        String event = "{ \"stop\" : \"orders\", \"expiry\" : \"7m\" }\n";
        Typed signed;
        try {
            System.setIn(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
            signed = Typed.in(signer("ops", "HS256"), "sign", "-", "-n", "prod");
        } finally {
            System.setIn(before);
        }
        Admitted<Signal> admitted = admit(verifier("ops", "HS256"), signed.out());
        Seal seal = Objects.requireNonNull(admitted.seal());
        assertThat(Duration.between(seal.signed(), seal.until())).isEqualTo(Duration.ofMinutes(7));
        assertThat(new String(
                        java.util.Base64.getUrlDecoder().decode(signed.out().split("\\.", -1)[1]),
                        StandardCharsets.UTF_8))
                .isEqualTo(event);
    }

    @Test
    void keysAreNeverPrintedNorOverwrittenAndTheirOwnersAlone() throws IOException {
        for (String algorithm : List.of("EdDSA", "HS256")) {
            String id = "of-" + algorithm;
            Typed made = keygen(id, algorithm);
            String file = id + (algorithm.equals("HS256") ? ".secret" : ".private.pem");
            String key = Files.readString(dir.resolve(file)).strip();
            assertThat(made.out()).contains("curfew.auth.keys." + id + ".secret.file=" + path(file));
            for (String line :
                    key.lines().filter(line -> !line.startsWith("-----")).toList()) {
                assertThat(made.out() + made.err()).doesNotContain(line);
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(file))))
                    .isEqualTo("rw-------");
            Typed again = keygen(id, algorithm);
            assertThat(again.code()).isEqualTo(ExitCode.USAGE);
            assertThat(again.err()).contains("never overwritten");
            assertThat(Files.readString(dir.resolve(file)).strip()).isEqualTo(key);

            Map<String, String> environment = new HashMap<>();
            environment.put("CURFEW_AUTH_KEYS_K_SECRET", key);
            environment.put("CURFEW_FILE_DIR", dir.toString());
            String shown = Typed.in(environment, "settings", "--all").out()
                    + Typed.in(environment, "settings", "-o", "json").out();
            assertThat(shown).contains("auth.keys.k.secret", "***");
            key.lines().forEach(line -> assertThat(shown).doesNotContain(line));
        }
    }

    @Test
    void halfAPairIsNeverMade() throws IOException {
        Files.writeString(dir.resolve("ops.public.pem"), "of somebody");
        Typed made = keygen("ops", "EdDSA");
        assertThat(made.code()).isEqualTo(ExitCode.USAGE);
        assertThat(made.err()).contains("ops.public.pem is there already");
        assertThat(dir.resolve("ops.private.pem")).doesNotExist();
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(Typed.in(Map.of(), "sign", "stop orders").err()).contains("no key can sign signals");
        assertThat(Typed.in(Map.of(), "sign", "stop").err()).contains("no key can sign signals");
        Typed unused = keygen("ops", "HS256");
        Map<String, String> signer = signer("ops", "HS256");
        assertThat(Typed.in(signer, "sign", "stop").err()).contains("nobody is named after stop");
        assertThat(Typed.in(signer, "sign", "stop orders", "--key", "other").err())
                .contains("\"other\" is not described");
        assertThat(Typed.in(signer, "sign", "stop orders", "-o", "json").err())
                .contains("what is signed is one line, and has no other form");
        assertThat(Typed.in(Map.of(), "keygen", "a.b").err()).contains("letters, digits");
        assertThat(Typed.in(Map.of(), "keygen", "ops", "-a", "RS256").err()).contains("EdDSA, ES256 or HS256");
    }

    /** Both sides with keys, and with the rules of docs/security.md. */
    @Test
    void aFleetObeysWhoHasAKeyAndSaysSoWithItsOwn() {
        Typed ops = keygen("ops", "EdDSA");
        Typed drivers = keygen("drivers", "EdDSA");
        assertThat(ops.code() + drivers.code()).isZero();
        Map<String, String> fleet = new HashMap<>(Map.of(
                "file.dir", path("shared"),
                "file.poll-interval", "50ms",
                "auth.required", "true"));
        fleet.put("auth.keys.ops.public-key.file", path("ops.public.pem"));
        fleet.put("auth.keys.ops.use", "signals");
        fleet.put("auth.keys.drivers.secret.file", path("drivers.private.pem"));
        fleet.put("auth.keys.drivers.use", "reports");
        Map<String, String> sender =
                new HashMap<>(Map.of("CURFEW_FILE_DIR", path("shared"), "CURFEW_FILE_POLL_INTERVAL", "50ms"));
        Map<String, String> nobody = Map.copyOf(sender);
        sender.put("CURFEW_AUTH_REQUIRED", "true");
        sender.put("CURFEW_AUTH_KEYS_OPS_SECRET_FILE", path("ops.private.pem"));
        sender.put("CURFEW_AUTH_KEYS_OPS_USE", "signals");
        sender.put("CURFEW_AUTH_KEYS_DRIVERS_PUBLIC_KEY_FILE", path("drivers.public.pem"));
        try (FakeDriver driver = new FakeDriver(fleet, new FakeRun("orders", true))) {
            await().until(() -> Typed.in(sender, "list").out().contains("orders"));

            Typed refused = Typed.in(nobody, "stop", "orders", "--wait");
            assertThat(refused.code()).as(refused.toString()).isEqualTo(ExitCode.NOT_AS_ASKED);
            assertThat(refused.out()).contains("refused", "carries no signature");
            assertThat(driver.runs()).isEqualTo(1);

            Typed obeyed = Typed.in(sender, "stop", "orders", "--wait");
            assertThat(obeyed.code()).as(obeyed.toString()).isZero();
            assertThat(obeyed.out()).contains("1 stopped");
        }
    }
}
