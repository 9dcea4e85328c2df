package io.github.curfew.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.curfew.ConfigurationException;
import io.github.curfew.auth.Algorithm;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.spi.BackendConfig.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys out of settings. */
class AuthKeysTest {
    private static final String SECRET = "hunter2-hunter2-hunter2-hunter2-hunter2";
    private static final String BOUND =
            "the key team cannot be used: its selector bounds signals alone, since whoever forges a report chooses its"
                    + " labels: set its use to signals, or leave its selector out";

    @TempDir
    Path dir;

    private static Settings resolve(Map<String, String> set, SettingsSource... others) {
        Map<String, String> flags = new HashMap<>(set);
        flags.put("file.dir", "/x");
        List<SettingsSource> sources = new ArrayList<>(List.of(SettingsSource.flags(flags)));
        sources.addAll(List.of(others));
        return Settings.resolve(sources, List.of(FakeProvider.file()));
    }

    private static Key key(AuthSettings auth, String id) {
        return Objects.requireNonNull(auth.keys().get(id));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    @Test
    void nothingIsSignedUnlessSomebodySaysSo() {
        AuthSettings auth = resolve(Map.of()).auth(Role.DRIVER);
        assertThat(auth.required()).isFalse();
        assertThat(auth.skew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(auth.keys()).isEmpty();
    }

    @Test
    void keysComeFromFilesFromTheEnvironmentAndFromOneLine() throws Exception {
        KeyPair ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path open = Files.writeString(
                dir.resolve("ops.public.pem"), pem("PUBLIC KEY", ed.getPublic().getEncoded()));
        Path secret = Files.writeString(dir.resolve("team.secret"), SECRET + "\n");
        String inOneLine = pem("PRIVATE KEY", ed.getPrivate().getEncoded()).replace('\n', ' ');
        Settings settings = resolve(
                Map.of(
                        "auth.required", "true",
                        "auth.skew", "5s",
                        "auth.keys.drivers.secret", inOneLine,
                        "auth.keys.drivers.use", "reports",
                        "auth.keys.ops.selector", "team=payments",
                        "auth.keys.team.use", "signals"),
                SettingsSource.environment(Map.of(
                        "CURFEW_AUTH_KEYS_OPS_PUBLIC_KEY_FILE", open.toString(),
                        "CURFEW_AUTH_KEYS_TEAM_SECRET_FILE", secret.toString())));
        AuthSettings auth = settings.auth(Role.DRIVER);
        assertThat(auth.required()).isTrue();
        assertThat(auth.skew()).isEqualTo(Duration.ofSeconds(5));
        assertThat(key(auth, "ops").algorithm()).isEqualTo(Algorithm.EDDSA);
        assertThat(key(auth, "team").algorithm()).isEqualTo(Algorithm.HS256);
        assertThat(key(auth, "drivers").algorithm()).isEqualTo(Algorithm.EDDSA);
        assertThat(key(auth, "ops")).asString().contains("reach=team=payments", "verifies");
        String private64 = Base64.getEncoder().encodeToString(ed.getPrivate().getEncoded());
        assertThat(settings + " " + auth).doesNotContain("hunter2").doesNotContain(private64);
        assertThat(settings.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.keys.ops.secret=short | its secret has 5 bytes, and 32 are the least",
                "auth.keys.ops.use=signals | it has neither secret nor public-key",
                "auth.keys.ops.use=all | \"all\" is not one of any, signals, reports",
                "auth.keys.ops.public-key=abc | its public-key is no PEM",
                "auth.keys.ops.secret=-----BEGIN RSA PRIVATE KEY-----AAAA-----END RSA PRIVATE KEY----- | is a PEM of"
                        + " RSA PRIVATE KEY",
                "auth.keys.ops.secret=-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY----- | neither an Ed25519"
                        + " key nor",
                "auth.keys.ops.secret=-----BEGIN PRIVATE KEY-----A!!A-----END PRIVATE KEY----- | no base64",
                "auth.keys.o!s.use=any | is no id of a key",
                "auth.keys.ops.secrte=x | did you mean auth.keys.ops.secret?",
                "auth.keys.ops=x | is no setting of Curfew",
                "auth.keys.a.b.secret=x | is no setting of Curfew",
                "auth.sign-with=ops | names the key \"ops\", which is not described",
                "auth.skew=soon | is no length of time",
                "auth.required=yes | is neither true nor false",
                "auth.requierd=true | did you mean",
                "auth.keys.ops.secret.file=/no/such | cannot be read",
                "auth.keys.ops.public-key.file=/no/such | cannot be read",
            })
    void whatIsWrongIsOneSentence(String setting, String sentence) {
        int equals = setting.indexOf('=');
        Map<String, String> set = Map.of(setting.substring(0, equals), setting.substring(equals + 1));
        ConfigurationException wrong = catchThrowableOfType(ConfigurationException.class, () -> resolve(set));
        assertThat(wrong).hasMessageContaining(sentence);
        assertThat(wrong.problems()).allMatch(problem -> !problem.contains("AAAA"));
    }

    @ParameterizedTest
    @CsvSource({
        "team=payments, , signals",
        "query.name=*, , signals",
        "team=payments, signals, signals",
        "*, , any",
        "*, any, any"
    })
    void aKeyWithASelectorSignsSignalsAlone(String selector, @Nullable String use, String counts) {
        Map<String, String> set =
                new HashMap<>(Map.of("auth.keys.team.secret", SECRET, "auth.keys.team.selector", selector));
        if (use != null) {
            set.put("auth.keys.team.use", use);
        }
        assertThat(key(resolve(set).auth(Role.DRIVER), "team")).asString().contains(", " + counts + ", ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"any", "reports"})
    void aSelectorBoundsNoReports(String use) {
        Map<String, String> set = Map.of(
                "auth.keys.team.secret", SECRET,
                "auth.keys.team.selector", "team=payments",
                "auth.keys.team.use", use);
        assertThatThrownBy(() -> resolve(set))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(BOUND);
    }

    @Test
    void whatARoleNeedsIsToldAtOnce() {
        Settings several = resolve(Map.of("auth.keys.a.secret", SECRET, "auth.keys.b.secret", SECRET));
        assertThatThrownBy(() -> several.auth(Role.SENDER))
                .hasMessageContaining("several keys can sign signals (a, b)");
        Settings unable = resolve(Map.of("auth.required", "true"));
        assertThatThrownBy(() -> unable.auth(Role.DRIVER)).hasMessageContaining("no key can verify signals");
        Settings verifying =
                resolve(Map.of("auth.required", "true", "auth.keys.a.secret", SECRET, "auth.keys.a.use", "signals"));
        assertThat(verifying.auth(Role.DRIVER).warnings(Role.DRIVER))
                .singleElement()
                .asString()
                .contains("reports");
        Settings chosen =
                resolve(Map.of("auth.keys.a.secret", SECRET, "auth.keys.b.secret", SECRET, "auth.sign-with", "b"));
        assertThat(chosen.auth(Role.SENDER).signWith()).isEqualTo("b");
    }

    @Test
    void whoeverTakesOverCanAskItsPredecessorAndBelieveIt() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String open = pem("PUBLIC KEY", pair.getPublic().getEncoded());
        Map<String, String> some = new HashMap<>(Map.of(
                "takeover", "true",
                "auth.required", "true",
                "auth.keys.ops.public-key", open,
                "auth.keys.ops.use", "signals"));
        assertThatThrownBy(() -> resolve(some).auth(Role.DRIVER))
                .hasMessageContaining("no key here can sign signals")
                .hasMessageContaining("no key here can sign reports");
        some.put(
                "auth.keys.drivers.secret", pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        some.put("auth.keys.drivers.use", "reports");
        some.put("auth.keys.deploys.secret", SECRET);
        some.put("auth.keys.deploys.use", "signals");
        assertThatThrownBy(() -> resolve(some).auth(Role.DRIVER))
                .hasMessageContaining("the key drivers, which signs reports here, cannot verify")
                .hasMessageNotContaining("no key here");
        some.put("auth.keys.drivers.public-key", open);
        assertThat(resolve(some).auth(Role.DRIVER).takeoverProblems()).isEmpty();
        // The key that is named signs what it can, and the only other one the rest.
        some.put("auth.sign-with", "drivers");
        assertThat(resolve(some).auth(Role.DRIVER).takeoverProblems()).isEmpty();
        some.put("auth.keys.more.secret", SECRET);
        some.put("auth.keys.more.use", "signals");
        assertThatThrownBy(() -> resolve(some).auth(Role.DRIVER))
                .hasMessageContaining("several keys can sign signals (deploys, more)");
        some.put("takeover", "false");
        assertThat(resolve(some).auth(Role.DRIVER).required()).isTrue();
    }
}
