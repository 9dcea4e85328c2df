package io.github.curfew.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendConfig.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    private static final FakeProvider FILE = FakeProvider.file();
    private static final FakeProvider REDIS = FakeProvider.redis();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path dir;

    @Test
    void readsHoconNestedAndDottedWithListsNumbersAndSubstitutions() throws IOException {
        Path file = write("curfew.conf", """
                base = /shared
                curfew {
                  backends = [redis, file]
                  file { dir = ${base}/curfew, poll-interval = 2s }
                  stop.deadline = 3m
                  labels { version = 1.10, team = payments, nobody = null }
                  redis.url = "redis://fallback"
                  redis.url = ${?CURFEW_TEST_IS_NOT_SET}
                  redis.user = ${?PATH}
                }
                curfew.stop.on-timeout = keep-running
                """);
        FakeProvider redis = FakeProvider.of(
                "redis", REDIS.settings().get(0), FakeProvider.text("redis.user"), FakeProvider.text("redis.password"));
        Settings settings = Settings.resolve(List.of(SettingsSource.file(file)), List.of(FILE, redis));

        assertThat(settings.backends()).containsExactly(redis, FILE);
        assertThat(values(settings, FILE))
                .containsEntry("file.dir", "/shared/curfew")
                .containsEntry("file.poll-interval", "2s");
        assertThat(values(settings, redis))
                .containsEntry("redis.url", "redis://fallback")
                .containsEntry("redis.user", System.getenv("PATH"));
        assertThat(settings.stopDeadline()).isEqualTo(Duration.ofMinutes(3));
        assertThat(settings.onTimeout()).isEqualTo(OnTimeout.KEEP_RUNNING);
        assertThat(settings.labels().asMap()).isEqualTo(Map.of("version", "1.10", "team", "payments"));
    }

    @Test
    void readsJson() throws IOException {
        Path file = write("curfew.json", """
                {"curfew": {"backends": ["file"], "file.dir": "/x", "roster": {"beat": "2s"}}}
                """);

        assertThat(resolve(file).beat()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void readsWhatAFileIncludes() throws IOException {
        write("shared.conf", "curfew.namespace = staging\n\ncurfew.stop.deadlin = 1m");
        Path file = write("curfew.conf", "include \"shared.conf\"\ncurfew.file.dir = /x\n");

        assertThat(failure(file).problems())
                .containsExactly("curfew.stop.deadlin in " + dir.resolve("shared.conf")
                        + ":3 is no setting of Curfew: did you mean curfew.stop.deadline?");
    }

    @Test
    void tellsEveryProblemWithItsLine() throws IOException {
        Path file = write("curfew.conf", """
                curfew {
                  stop.deadline = soon
                  backends = [{a = 1}]
                  fil.dir = /x
                  namespace = ${NOT_SET_ANYWHERE}
                  redis.password = hunter2${NOT_SET_ANYWHERE}
                  config = other.conf
                }
                spark.curfew.file.dir = /x
                """);

        assertThat(failure(file).problems())
                .containsExactlyInAnyOrder(
                        "curfew.stop.deadline in " + file
                                + ":2: \"soon\" is no length of time: write 250ms, 30s, 5m or PT5M",
                        "curfew.backends in " + file + ":3 is a list of more than words: write it as [one, two]",
                        "curfew.fil.dir in " + file + ":4 is no setting of Curfew: did you mean curfew.file.dir?",
                        "curfew.namespace in " + file + ":5 refers to ${NOT_SET_ANYWHERE}, which is set neither there"
                                + " nor in the environment: set it, or write ${?...} to do without",
                        "curfew.redis.password in " + file
                                + ":6 refers to ${...}, which is set neither there nor in the"
                                + " environment: set it, or write ${?...} to do without",
                        "curfew.config in " + file + ":7 has no effect: a settings file cannot name another",
                        "spark.curfew.file.dir in " + file + ":9 has no effect: write curfew.file.dir");
    }

    @Test
    void leavesTheRestOfASharedFileToOthers() throws IOException {
        Path file = write("application.conf", """
                curfew { file.dir = /x, backends = file }
                redis.url = "redis://somebody-elses"
                app { jobs = [{name = a}], home = ${APP_HOME_IS_NOT_SET}, namespace = b }
                more = {a = 1} ${LATER_IS_NOT_SET}
                """);
        Settings settings = resolve(file);

        assertThat(settings.backends()).containsExactly(FILE);
        assertThat(settings.warnings())
                .containsExactly("redis.url in " + file
                        + ":2 is not read by Curfew: write curfew.redis.url if it was meant for it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.properties", "app.conf"})
    void tellsAForgottenPrefix(String name) throws IOException {
        Path file = write(name, "file.dir=/x\n");

        assertThat(failure(file).problems())
                .anyMatch(problem -> problem.startsWith("file.dir in " + file)
                        && problem.endsWith(" has no effect: write curfew.file.dir"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curfew {\n  file.dir = /x\n",
                "curfew.file.dir = a$b",
                "curfew.file.dir = \"open\n",
                "[1, 2]",
                "curfew.namespace = ${curfew.namespace}x"
            })
    void saysInOneSentenceThatAFileIsNoHocon(String text) throws IOException {
        Path file = write("curfew.conf", text);

        assertThat(failure(file).problems())
                .singleElement()
                .asString()
                .matches("(?s)\\Qthe settings file " + file + "\\E is no HOCON in line [0-9] \\(.*\\): correct it")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curfew.redis.password = hunt$er2",
                "curfew.redis.url = redis://me:hunt$er2@redis",
                "curfew.redis.password = \"hunter2\" : \"hunter2\"",
                "curfew.redis.password = \"hunter2\n"
            })
    void quotesNoSecretFromABrokenFile(String text) throws IOException {
        Path file = write("curfew.conf", text);

        assertThat(failure(file)).hasMessage("the settings file " + file + " is no HOCON in line 1: correct it");
    }

    @Test
    void refusesJsonThatIsNone() throws IOException {
        Path file = write("curfew.json", "{\n\"curfew\": oops\n}");

        assertThat(failure(file)).hasMessageStartingWith("the settings file " + file + " is no JSON in line 2 (");
    }

    @Test
    void refusesAFileThatIsNotThereOrNotReadableAsText() throws IOException {
        Path none = dir.resolve("none.conf");
        assertThat(failure(none)).hasMessage("the settings file " + none + " does not exist: check its path");
        Path binary = Files.write(dir.resolve("binary.properties"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(failure(binary)).hasMessageContaining("is no properties file in UTF-8");
        for (String name : List.of("dir.conf", "dir.properties")) {
            assertThat(failure(Files.createDirectory(dir.resolve(name)))).hasMessageContaining("cannot be read");
        }
        Path other = write("curfew.yaml", "curfew:\n");
        assertThat(failure(other))
                .hasMessage("the form of the settings file " + other
                        + " is not known: let its name end in .conf (HOCON), .json or .properties");
    }

    @Test
    void readsTheFileThatAnotherPlaceNames() throws IOException {
        Path file = write("curfew.conf", "curfew { namespace = file, stop.deadline = 1s, file.dir = /x }");
        Path other = write("other.properties", "curfew.namespace=other\n");
        Properties system = new Properties();
        system.setProperty("curfew.config", other.toString());
        Settings settings = SettingsSources.of(Map.of("CURFEW_CONFIG", file.toString()), system)
                .withSparkConf(Map.of("spark.curfew.config", "/no/such", "spark.curfew.stop.deadline", "2s"))
                .resolve(Backends.of(List.of(FILE)));

        assertThat(settings.namespace()).isEqualTo("file");
        assertThat(settings.stopDeadline()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void saysWhoNamedAFileThatCannotBeReadBesideAllOtherProblems() {
        Path none = dir.resolve("none.conf");
        ConfigurationException thrown = catchThrowableOfType(
                ConfigurationException.class,
                () -> SettingsSources.of(Map.of(), new Properties())
                        .withSparkConf(Map.of("spark.curfew.config", none.toString(), "spark.curfew.namespace", "a b"))
                        .resolve(Backends.of(List.of(FILE))));

        assertThat(thrown.problems())
                .containsExactly(
                        "spark.curfew.config in the SparkConf: the settings file " + none
                                + " does not exist: check its path",
                        "spark.curfew.namespace in the SparkConf: \"a b\" is no namespace: write letters, digits, '-'"
                                + " and '_', at most 40 of them");
    }

    @Test
    void printsNoSecretOfAFile() throws IOException {
        Path file = write("curfew.conf", """
                curfew.redis { password = hunter2, url = "redis://me:hunter2@redis", client.some = "hunter2" }
                curfew.redis.pasword = hunter2
                curfew.stop.deadline = "redis://me:hunter2@redis"
                """);
        SettingsSource source = SettingsSource.file(file);

        assertThat(source.toString()).doesNotContain("hunter2");
        assertThat(SettingsSources.of(Map.of("CURFEW_REDIS_PASSWORD", "hunter2"), new Properties())
                        .toString())
                .doesNotContain("hunter2");
        assertThat(failure(file)).hasMessageNotContaining("hunter2").hasMessageContaining("redis://me:***@redis");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private static Settings resolve(Path file) {
        return Settings.resolve(List.of(SettingsSource.file(file)), List.of(FILE, REDIS, FakeProvider.of("http")));
    }

    private static ConfigurationException failure(Path file) {
        Throwable thrown = catchThrowable(() -> resolve(file));
        assertThat(thrown).isInstanceOf(ConfigurationException.class);
        return (ConfigurationException) thrown;
    }

    private static Map<String, String> values(Settings settings, FakeProvider backend) {
        return settings.backendConfig(backend, Role.SENDER, "test").values();
    }
}
