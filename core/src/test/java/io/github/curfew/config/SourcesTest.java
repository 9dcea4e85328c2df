package io.github.curfew.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same settings, from wherever they come. */
class SourcesTest {
    private static final FakeProvider FILE = FakeProvider.file();
    private static final FakeProvider REDIS = FakeProvider.redis();
    private static final List<BackendProvider> BACKENDS = List.of(FILE, REDIS);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path dir;

    @ParameterizedTest
    @EnumSource
    void meansTheSameInEveryForm(Form form) throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), "hunter2\n");
        Settings settings = resolve(form.source(
                Map.of(
                        "backends", "redis,file",
                        "namespace", "staging",
                        "labels.team", "payments",
                        "stop.deadline", "2m",
                        "stop.on-timeout", "keep-running",
                        "signal.expiry", "PT30M",
                        "roster.beat", "10s",
                        "file.poll-interval", "250ms",
                        "redis.password.file", secret.toString()),
                dir));

        assertThat(settings.backends()).containsExactly(REDIS, FILE);
        assertThat(settings.namespace()).isEqualTo("staging");
        assertThat(settings.labels().asMap()).isEqualTo(Map.of("team", "payments"));
        assertThat(settings.stopDeadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.onTimeout()).isEqualTo(OnTimeout.KEEP_RUNNING);
        assertThat(settings.signalExpiry()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.beat()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.backendConfig(FILE, Role.DRIVER, "d").duration("file.poll-interval"))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(settings.backendConfig(REDIS, Role.DRIVER, "d").text("redis.password"))
                .isEqualTo("hunter2");
        assertThat(settings.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tellsEveryProblemInTheWordsOfItsForm(Form form) throws IOException {
        SettingsSource source = form.source(
                Map.of(
                        "backends",
                        "redis",
                        "namespace",
                        "a b",
                        "stop.deadlin",
                        "2m",
                        "redis.password.file",
                        "/no/such"),
                dir);
        ConfigurationException thrown = catchThrowableOfType(ConfigurationException.class, () -> resolve(source));

        assertThat(thrown.problems())
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith(form.place()) && problem.contains("\"a b\" is no namespace"))
                .anyMatch(problem -> problem.matches("(?i).*did you mean (spark\\.)?(curfew[._])?stop[._]deadline\\?"))
                .anyMatch(problem -> problem.contains("/no/such cannot be read"));
    }

    @ParameterizedTest
    @EnumSource
    void showsNoSecret(Form form) throws IOException {
        SettingsSource source = form.source(
                Map.of(
                        "backends", "redis",
                        "redis.password", "hunter2",
                        "redis.url", "redis://me:hunter2@redis",
                        "redis.client.token", "hunter2"),
                dir);
        Settings settings = resolve(source);

        assertThat(source.toString()).containsIgnoringCase("password").doesNotContain("hunter2");
        assertThat(settings.toString()).contains("redis://me:***@redis").doesNotContain("hunter2");
        assertThat(settings.backendConfig(REDIS, Role.DRIVER, "d").toString())
                .contains("redis://me:***@redis")
                .doesNotContain("hunter2");
        assertThat(settings.warnings()).singleElement().asString().contains("has a password inside");
    }

    static Stream<Arguments> pairs() {
        List<String> places = List.of("flags", "environment", "system properties", "SparkConf", "file");
        return IntStream.range(0, places.size())
                .boxed()
                .flatMap(higher -> IntStream.range(higher + 1, places.size())
                        .mapToObj(lower -> Arguments.of(places.get(higher), places.get(lower))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatAnEarlierPlaceSaysALaterOneDoesNotChange(String higher, String lower) throws IOException {
        Path file = dir.resolve("curfew.conf");
        Files.writeString(file, lower.equals("file") ? "curfew.namespace = low" : "");
        Properties properties = new Properties();
        namespace("system properties", higher, lower)
                .forEach((key, value) -> properties.setProperty("curfew." + key, value));
        Map<String, String> environment =
                namespace("environment", higher, lower).isEmpty()
                        ? Map.of()
                        : Map.of(
                                "CURFEW_NAMESPACE",
                                namespace("environment", higher, lower).get("namespace"));
        Map<String, String> conf = new HashMap<>(Map.of("spark.curfew.config", file.toString()));
        namespace("SparkConf", higher, lower).forEach((key, value) -> conf.put("spark.curfew." + key, value));
        SettingsSources sources = SettingsSources.of(environment, properties).withSparkConf(conf);
        Backends backends = Backends.of(List.of(FILE, REDIS));

        Map<String, String> given = namespace("flags", higher, lower);
        assertThat(sources.withFlags(given).resolve(backends).namespace()).isEqualTo("high");
        assertThat(sources.withCode(given).resolve(backends).namespace()).isEqualTo("high");
    }

    private static Map<String, String> namespace(String place, String higher, String lower) {
        return place.equals(higher)
                ? Map.of("namespace", "high")
                : place.equals(lower) ? Map.of("namespace", "low") : Map.of();
    }

    private static Settings resolve(SettingsSource source) {
        return Settings.resolve(List.of(source), BACKENDS);
    }
}
