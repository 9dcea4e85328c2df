package io.github.curfew.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
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

    @Test
    void namesEveryProblemAtOnceInTheWordsOfItsSource() {
        ConfigurationException thrown = failure(
                List.of(
                        flags(Map.of("stop.deadline", "soon", "namespace", "a/b")),
                        SettingsSource.environment(Map.of("CURFEW_FILE_DRI", "/env")),
                        SettingsSource.sparkConf(
                                Map.of("spark.curfew.stop.on-timout", "force", "spark.curfew.labels.kind", "x"))),
                FILE);

        assertThat(thrown.problems())
                .containsExactlyInAnyOrder(
                        "CURFEW_FILE_DRI in the environment is no setting of Curfew: did you mean CURFEW_FILE_DIR?",
                        "spark.curfew.stop.on-timout in the SparkConf is no setting of Curfew: did you mean"
                                + " spark.curfew.stop.on-timeout?",
                        "namespace on the command line: \"a/b\" is no namespace: write letters, digits, '-' and '_',"
                                + " at most 40 of them",
                        "spark.curfew.labels.kind in the SparkConf: the label \"kind\" is given by Curfew itself:"
                                + " choose another name for your own",
                        "stop.deadline on the command line: \"soon\" is no length of time: write 250ms, 30s, 5m or"
                                + " PT5M",
                        "no backend is chosen: set curfew.file.dir to a directory that senders and drivers share, or"
                                + " put the jar of another backend on the classpath");
    }

    @Test
    void saysTakeItOutWhereNothingIsNear() {
        assertThat(failure(List.of(flags(Map.of("file.dir", "/x", "colour.scheme", "dark"))), FILE))
                .hasMessage("colour.scheme on the command line is no setting of Curfew: take it out");
    }

    @Test
    void takesSeveralInTheOrderInWhichTheyAreNamed() {
        Settings settings = resolve(List.of(flags(Map.of("backends", "redis, file,redis"))), FILE, REDIS);

        assertThat(settings.backends()).containsExactly(REDIS, FILE);
    }

    @Test
    void namesABackendThatIsNotHere() {
        assertThat(failure(List.of(flags(Map.of("backends", "fil,kafka"))), FILE)
                        .problems())
                .containsExactly(
                        "backends on the command line names \"fil\", which is not on the classpath (there is file): did"
                                + " you mean file?",
                        "backends on the command line names \"kafka\", which is not on the classpath (there is file):"
                                + " add curfew-backend-kafka to it");
        assertThat(failure(List.of(flags(Map.of("backends", " , "))), FILE))
                .hasMessage("backends on the command line names no backend: there is file");
    }

    @Test
    void warnsOfKeysWhoseBackendIsNotHere() {
        Settings settings = resolve(
                List.of(flags(Map.of("file.dir", "/x", "kafka.bootstrap.servers", "b:9092", "http.port", "0"))), FILE);

        assertThat(settings.warnings())
                .containsExactly(
                        "http.port on the command line has no effect: the backend http is not on the classpath; use a"
                                + " curfew-core that has it",
                        "kafka.bootstrap.servers on the command line has no effect: the backend kafka is not on the"
                                + " classpath; add curfew-backend-kafka to it");
    }

    @Test
    void refusesABackendOfANewerSpiOnlyIfItIsChosen() {
        FakeProvider newer = new FakeProvider("redis", BackendProvider.SPI_VERSION + 1, List.of());

        assertThat(failure(List.of(flags(Map.of("redis.what", "ever"))), FILE, newer))
                .hasMessage("the backend redis was built for version 2 of Curfew's SPI, and this curfew-core has"
                        + " version 1: use a newer curfew-core, or an older curfew-backend-redis");
        assertThat(resolve(List.of(flags(Map.of("backends", "file", "file.dir", "/x"))), FILE, newer)
                        .backends())
                .containsExactly(FILE);
    }

    @Test
    void refusesTwoBackendsOfOneName() {
        assertThat(failure(List.of(flags(Map.of("file.dir", "/x"))), FILE, FakeProvider.of("file")))
                .hasMessageContaining("two backends are called file, ");
    }

    @Test
    void readsASecretFromAFile() throws IOException {
        Path secret = Files.writeString(dir.resolve("password"), " s3cr3t \n");
        Settings settings = resolve(List.of(flags(Map.of("redis.password.file", secret.toString()))), FILE, REDIS);

        assertThat(config(settings, REDIS).values()).containsEntry("redis.password", " s3cr3t ");
        assertThat(config(settings, REDIS).values()).doesNotContainKey("redis.password.file");
    }

    @Test
    void takesTheHigherOfSecretAndFileAndRefusesBothInOnePlace() throws IOException {
        Path secret = Files.writeString(dir.resolve("password"), "from-file");
        SettingsSource file = flags(Map.of("redis.password.file", secret.toString()));
        SettingsSource direct = SettingsSource.environment(Map.of("CURFEW_REDIS_PASSWORD", "direct"));

        assertThat(config(resolve(List.of(file, direct), REDIS), REDIS).text("redis.password"))
                .isEqualTo("from-file");
        assertThat(config(resolve(List.of(direct, file), REDIS), REDIS).text("redis.password"))
                .isEqualTo("direct");
        assertThat(failure(
                        List.of(flags(Map.of("redis.password", "direct", "redis.password.file", secret.toString()))),
                        REDIS))
                .hasMessage("redis.password on the command line and redis.password.file on the command line are both"
                        + " set: leave one of them out");
    }

    @Test
    void saysWhatIsWrongWithASecretsFile() throws IOException {
        Path empty = Files.writeString(dir.resolve("empty"), "\n");

        assertThat(failure(List.of(flags(Map.of("redis.password.file", empty.toString()))), REDIS))
                .hasMessageEndingWith("is empty: write the secret into it");
        assertThat(failure(List.of(flags(Map.of("redis.password.file", dir + "/none"))), REDIS))
                .hasMessageEndingWith("cannot be read (NoSuchFileException): check its path and its permissions");
    }

    @Test
    void printsNoSecretAnywhere() {
        SettingsSource source = flags(Map.of(
                "redis.password", "hunter2",
                "redis.client.some-token", "hunter2",
                "redis.url", "redis://me:hunter2@redis:6379"));
        Settings settings = resolve(List.of(source), REDIS);

        assertThat(settings.toString()).doesNotContain("hunter2").contains("redis://me:***@redis:6379");
        assertThat(config(settings, REDIS).toString()).doesNotContain("hunter2");
        assertThat(source.toString()).doesNotContain("hunter2");
        assertThat(settings.warnings())
                .containsExactly("redis.url on the command line has a password inside: it is kept out of our logs, but"
                        + " others may print it; set redis.password.file instead");
        assertThat(settings.unguardedKeys()).containsExactly("redis.url");
        assertThat(failure(
                        List.of(flags(
                                Map.of("redis.password", "hunter2", "redis.password.file", "/x", "x", "hunter2"))),
                        REDIS))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void discoversNothingBrokenTwiceAndSaysWhatWasBroken() throws IOException {
        Path services = Files.createDirectories(dir.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(BackendProvider.class.getName()),
                "no.such.Provider\n" + NamedProvider.class.getName() + "\n");
        try (URLClassLoader one = loader();
                URLClassLoader other = loader()) {
            Backends found = Backends.discover(List.of(one, other));

            assertThat(found.found())
                    .filteredOn(provider -> provider.name().equals("named"))
                    .hasSize(1);
            assertThat(found.failures()).singleElement().asString().contains("no.such.Provider");
        }
    }

    private URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {dir.toUri().toURL()}, NamedProvider.class.getClassLoader());
    }

    /** Found through a services file. */
    public static final class NamedProvider implements BackendProvider {
        @Override
        public String name() {
            return "named";
        }

        @Override
        public int spiVersion() {
            return SPI_VERSION;
        }

        @Override
        public List<Setting> settings() {
            return List.of();
        }

        @Override
        public Transport open(BackendConfig config) {
            throw new UnsupportedOperationException();
        }
    }

    private static SettingsSource flags(Map<String, String> flags) {
        return SettingsSource.flags(flags);
    }

    private static Settings resolve(List<SettingsSource> sources, BackendProvider... providers) {
        return Settings.resolve(sources, List.of(providers));
    }

    private static ConfigurationException failure(List<SettingsSource> sources, BackendProvider... providers) {
        return catchThrowableOfType(ConfigurationException.class, () -> resolve(sources, providers));
    }

    private static BackendConfig config(Settings settings, BackendProvider provider) {
        return settings.backendConfig(provider, Role.SENDER, "test");
    }
}
