package io.github.curfew.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfilesTest {
    private static final FakeProvider FILE = FakeProvider.file();
    private static final FakeProvider REDIS = FakeProvider.redis();
    private static final Backends BOTH =
            Backends.of(List.of(FILE, REDIS, FakeProvider.of("kafka", FakeProvider.text("kafka.bootstrap.servers"))));

    @TempDir
    Path dir;

    @Test
    void goBeforeAllButWhatIsTyped() throws IOException {
        Path file = file("""
                curfew {
                  namespace = base
                  stop.deadline = 1m
                  redis.url = "redis://base"
                  profiles.eu { redis.url = "redis://eu", namespace = prod }
                  profiles.us { redis.url = "redis://us", stop.deadline = 3m }
                }
                """);
        Map<String, String> environment =
                Map.of("CURFEW_CONFIG", file.toString(), "CURFEW_NAMESPACE", "env", "CURFEW_REDIS_URL", "redis://env");

        Map<String, Settings> each = each(environment, Map.of("profile", "eu, us"));

        assertThat(each).containsOnlyKeys("eu", "us");
        assertThat(List.copyOf(each.keySet())).containsExactly("eu", "us");
        assertThat(url(of(each, "eu"))).isEqualTo("redis://eu");
        assertThat(of(each, "eu").namespace()).isEqualTo("prod");
        assertThat(of(each, "eu").stopDeadline()).hasMinutes(1);
        assertThat(url(of(each, "us"))).isEqualTo("redis://us");
        assertThat(of(each, "us").namespace()).isEqualTo("env");
        assertThat(of(each, "us").stopDeadline()).hasMinutes(3);

        Map<String, Settings> typed = each(environment, Map.of("curfew.profile", "eu", "namespace", "test"));
        assertThat(of(typed, "eu").namespace()).isEqualTo("test");
        assertThat(url(of(each(environment, Map.of()), ""))).isEqualTo("redis://env");
    }

    @Test
    void chooseTheBrokerThatTheyName() throws IOException {
        Path file = file("""
                curfew {
                  backends = [redis]
                  redis.url = "redis://base"
                  profiles.files.file.dir = /shared
                  profiles.both { backends = [redis, file], file.dir = /shared }
                  profiles.named.namespace = other
                }
                """);
        Map<String, String> environment =
                Map.of("CURFEW_CONFIG", file.toString(), "CURFEW_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092");

        assertThat(backends(environment, "files")).containsExactly("file");
        assertThat(backends(environment, "both")).containsExactly("redis", "file");
        assertThat(backends(environment, "named")).containsExactly("redis");
        assertThat(of(each(environment, Map.of("profile", "files", "backends", "redis")), "files")
                        .backends())
                .extracting(BackendProvider::name)
                .containsExactly("redis");
    }

    @Test
    void haveSecretsOfTheirOwn() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), "of-eu\n");
        Path file = file("curfew.profiles.eu { redis.url = \"redis://eu\", redis.password.file = " + secret + " }\n"
                + "curfew.profiles.us { redis.url = \"redis://us\", redis.password.file = /no/such/file }\n");
        Map<String, String> environment =
                Map.of("CURFEW_CONFIG", file.toString(), "CURFEW_REDIS_PASSWORD", "of-the-environment");

        Settings eu = of(each(environment, Map.of("profile", "eu")), "eu");

        assertThat(eu.backendConfig(REDIS, Role.SENDER, "s").text("redis.password"))
                .isEqualTo("of-eu");
        assertThat(problems(environment, "us"))
                .singleElement()
                .asString()
                .startsWith("curfew.profiles.us.redis.password.file in ")
                .contains("the file /no/such/file cannot be read");
        SettingsSurvey survey = SettingsSources.of(environment, new Properties())
                .withFlags(Map.of("profile", "eu"))
                .survey(BOTH);
        assertThat(survey.entries())
                .noneMatch(entry -> String.valueOf(entry.value()).contains("of-"));
        assertThat(survey.entries())
                .filteredOn(entry -> entry.key().equals("redis.url"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.value()).isEqualTo("redis://eu");
                    assertThat(entry.place()).startsWith("curfew.profiles.eu.redis.url in ");
                });
        assertThat(survey.entries()).extracting(SettingEntry::key).contains("profiles.us.redis.url");
    }

    @Test
    void areCheckedAsAllKeysAreChosenOrNot() throws IOException {
        Path file = file("""
                curfew {
                  file.dir = /x
                  profiles.eu { redis.ulr = "redis://eu", stop.deadline = soon, config = other.conf }
                  profiles.eu.namespace = "no good"
                  profiles.us = alone
                }
                """);

        assertThat(problems(Map.of("CURFEW_CONFIG", file.toString()), null))
                .hasSize(5)
                .anySatisfy(problem -> assertThat(problem)
                        .matches("curfew\\.profiles\\.eu\\.redis\\.ulr in .*:3 is no setting of Curfew: did you mean"
                                + " curfew\\.profiles\\.eu\\.redis\\.url\\?"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("curfew.profiles.eu.stop.deadline", "\"soon\" is no length of time"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("curfew.profiles.eu.namespace", "\"no good\" is no namespace"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("curfew.profiles.eu.config", "a profile cannot set config"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains(
                                "curfew.profiles.us",
                                "is no setting of a profile: write it as in" + " curfew.profiles.eu.redis.url"));
    }

    @Test
    void thatAreNotThereAreOneSentenceWithTheNearest() throws IOException {
        Path file = file(
                "curfew.profiles.europe.redis.url = \"redis://eu\"\ncurfew.profiles.us.redis.url = \"redis://us\"\n");
        Map<String, String> environment = Map.of("CURFEW_CONFIG", file.toString());

        assertThat(problems(environment, "eurpoe"))
                .containsExactly(
                        "profile on the command line names \"eurpoe\", and there is no such profile (there is europe,"
                                + " us): did you mean europe?");
        assertThat(problems(Map.of("CURFEW_REDIS_URL", "redis://x"), "eu"))
                .containsExactly("profile on the command line names \"eu\", and no profile is described: write its"
                        + " settings as in curfew.profiles.eu.redis.url into the file that config names");
    }

    @Test
    void areOneAtATimeForAllButTheCommandLine() throws IOException {
        Path file =
                file("curfew.profiles.eu.redis.url = \"redis://eu\"\ncurfew.profiles.us.redis.url = \"redis://us\"\n");
        SettingsSources sources = SettingsSources.of(
                Map.of("CURFEW_CONFIG", file.toString(), "CURFEW_PROFILE", "eu,us"), new Properties());

        ConfigurationException problem =
                catchThrowableOfType(ConfigurationException.class, () -> sources.resolve(BOTH));
        assertThat(problem.problems())
                .contains("CURFEW_PROFILE in the environment names several profiles, and only one can be used at a time"
                        + " here: name one of eu, us");
        assertThat(sources.resolveEach(BOTH)).containsOnlyKeys("eu", "us");
    }

    @Test
    void canBeInTheEnvironmentToo() {
        Map<String, Settings> each = each(
                Map.of("CURFEW_PROFILES_EU_FILE_POLL_INTERVAL", "3s", "CURFEW_PROFILES_EU_FILE_DIR", "/eu"),
                Map.of("profile", "eu"));

        assertThat(of(each, "eu").backendConfig(FILE, Role.SENDER, "s").values())
                .containsEntry("file.poll-interval", "3s")
                .containsEntry("file.dir", "/eu");
    }

    @Test
    void leaveADriverThatSharesTheFileAlone() throws IOException {
        Path file = file("curfew.redis.url = \"redis://base\"\ncurfew.profiles.us.kafka.bootstrap.servers = \"k:1\"\n");
        Settings settings = SettingsSources.of(Map.of(), new Properties())
                .withSparkConf(Map.of("spark.curfew.config", file.toString()))
                .resolve(Backends.of(List.of(FILE, REDIS)));

        assertThat(url(settings)).isEqualTo("redis://base");
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.toString()).doesNotContain("profiles");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("curfew.conf"), text);
    }

    private static List<String> backends(Map<String, String> environment, String profile) {
        Settings settings = of(each(environment, Map.of("profile", profile)), profile);
        return settings.backends().stream().map(BackendProvider::name).toList();
    }

    private static Settings of(Map<String, Settings> each, String profile) {
        return Objects.requireNonNull(each.get(profile));
    }

    private static String url(Settings settings) {
        return String.valueOf(
                settings.backendConfig(REDIS, Role.SENDER, "s").values().get("redis.url"));
    }

    private static Map<String, Settings> each(Map<String, String> environment, Map<String, String> flags) {
        return SettingsSources.of(environment, new Properties())
                .withFlags(flags)
                .resolveEach(BOTH);
    }

    private static List<String> problems(Map<String, String> environment, @Nullable String profile) {
        Map<String, String> flags = new HashMap<>();
        if (profile != null) {
            flags.put("profile", profile);
        }
        ConfigurationException problem =
                catchThrowableOfType(ConfigurationException.class, () -> each(environment, flags));
        return problem.problems();
    }
}
