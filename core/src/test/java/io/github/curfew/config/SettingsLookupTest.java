package io.github.curfew.config;

import static io.github.curfew.config.Resolving.config;
import static io.github.curfew.config.Resolving.resolve;
import static io.github.curfew.config.SettingsSource.flags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.curfew.model.OnTimeout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a setting comes from: its default, five sources in their order, and the variables of an environment. */
final class SettingsLookupTest {
    private static final FakeProvider FILE = FakeProvider.file();
    private static final FakeProvider REDIS = FakeProvider.redis();

    @TempDir
    Path dir;

    @Test
    void hasTheDocumentedDefaults() {
        Settings settings = resolve(List.of(flags(Map.of("file.dir", "/x"))), FILE);

        assertThat(settings.namespace()).isEqualTo("default");
        assertThat(settings.stopDeadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.onTimeout()).isEqualTo(OnTimeout.FORCE);
        assertThat(settings.signalExpiry()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.sigtermDeadline()).isEqualTo(Duration.ofSeconds(25));
        assertThat(settings.beat()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.labels().asMap()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void takesFlagThenEnvironmentThenSystemPropertyThenSparkConfThenFile() throws IOException {
        Path file = Files.writeString(dir.resolve("curfew.properties"), """
            curfew.namespace=file
            curfew.stop.deadline=1s
            curfew.signal.expiry=1s
            curfew.roster.beat=1s
            curfew.file.dir=/file
            other.application=ignored
            """);
        Properties system = new Properties();
        system.setProperty("curfew.namespace", "system");
        system.setProperty("curfew.stop.deadline", "3s");
        system.setProperty("curfew.signal.expiry", "3s");
        Settings settings = resolve(
                List.of(
                        flags(Map.of("namespace", "flag")),
                        SettingsSource.environment(Map.of("CURFEW_NAMESPACE", "env", "CURFEW_STOP_DEADLINE", "4s")),
                        SettingsSource.systemProperties(system),
                        SettingsSource.sparkConf(Map.of(
                                "spark.curfew.namespace", "spark",
                                "spark.curfew.signal.expiry", "2s",
                                "spark.curfew.roster.beat", "2s",
                                "spark.app.name", "ignored")),
                        SettingsSource.file(file)),
                FILE);

        assertThat(settings.namespace()).isEqualTo("flag");
        assertThat(settings.stopDeadline()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.signalExpiry()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.beat()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config(settings, FILE).text("file.dir")).isEqualTo("/file");
    }

    @Test
    void surveysEveryKeyWithWhatIsSetAndWhere() throws IOException {
        Path secret = Files.writeString(dir.resolve("password"), "hunter2");
        SettingsSurvey survey = SettingsSources.of(
                        Map.of("CURFEW_REDIS_PASSWORD_FILE", secret.toString(), "CURFEW_LABELS_TEAM", "payments"),
                        new Properties())
                .withFlags(Map.of("redis.url", "redis://me:hunter2@redis", "stop.deadline", "soon"))
                .withSparkConf(Map.of("spark.curfew.redis.url", "redis://other"))
                .survey(Backends.of(List.of(FILE, REDIS)));

        assertThat(survey.entries())
                .extracting(SettingEntry::key)
                .startsWith("backends", "config", "profile", "profiles.*", "namespace", "labels.team")
                .endsWith("file.dir", "file.poll-interval", "redis.url", "redis.password", "redis.client.*");
        assertThat(survey.entries())
                .extracting(SettingEntry::key, SettingEntry::backend, SettingEntry::value, SettingEntry::place)
                .contains(
                        tuple("namespace", null, "default", null),
                        tuple("labels.team", null, "payments", "CURFEW_LABELS_TEAM in the environment"),
                        tuple("file.dir", "file", null, null),
                        tuple("redis.url", "redis", "redis://me:***@redis", "redis.url on the command line"),
                        tuple("redis.password", "redis", "***", "CURFEW_REDIS_PASSWORD_FILE in the environment"));
        assertThat(survey.backends()).containsExactly("redis");
        assertThat(survey.problems())
                .containsExactly(
                        "stop.deadline on the command line: \"soon\" is no length of time: write 250ms, 30s, 5m or"
                                + " PT5M");
        assertThat(survey.warnings()).hasSize(1);
        assertThat(survey.toString()).doesNotContain("hunter2");
    }

    @Test
    void readsVariablesOfKeysWithDotsDashesAndOpenEnds() {
        Settings settings = resolve(
                List.of(SettingsSource.environment(Map.of(
                        "CURFEW_FILE_DIR", "/env",
                        "CURFEW_FILE_POLL_INTERVAL", "2s",
                        "CURFEW_STOP_ON_TIMEOUT", "keep-running",
                        "CURFEW_LABELS_TEAM", "payments",
                        "CURFEW_NAMESPACE", ""))),
                FILE);

        assertThat(config(settings, FILE).text("file.dir")).isEqualTo("/env");
        assertThat(config(settings, FILE).duration("file.poll-interval")).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.onTimeout()).isEqualTo(OnTimeout.KEEP_RUNNING);
        assertThat(settings.labels().asMap()).containsExactly(Map.entry("team", "payments"));
        assertThat(settings.namespace()).isEqualTo("default");
    }

    @Test
    void passesOverTheVariablesThatKubernetesSetsForAServiceCalledCurfew() {
        assertThat(resolve(
                                List.of(SettingsSource.environment(Map.of(
                                        "CURFEW_FILE_DIR", "/env",
                                        "CURFEW_SERVICE_HOST", "10.0.0.1",
                                        "CURFEW_SERVICE_PORT_HTTP", "8558",
                                        "CURFEW_PORT", "tcp://10.0.0.1:8558",
                                        "CURFEW_PORT_8558_TCP_ADDR", "10.0.0.1"))),
                                FILE)
                        .backends())
                .containsExactly(FILE);
    }
}
