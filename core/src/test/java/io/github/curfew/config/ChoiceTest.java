package io.github.curfew.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Which backend is used when none is named. */
class ChoiceTest {
    private static final FakeProvider FILE = FakeProvider.of(
            "file",
            FakeProvider.text("file.dir"),
            FakeProvider.text("file.retention"),
            FakeProvider.text("file.hadoop.*"));
    private static final FakeProvider HTTP = FakeProvider.of(
            "http",
            Setting.of("http.port", Setting.Type.NUMBER, "8558", "Where."),
            Setting.of("http.urls", Setting.Type.LIST, null, "Where."));
    private static final FakeProvider REDIS = FakeProvider.redis();
    private static final FakeProvider KAFKA =
            FakeProvider.of("kafka", FakeProvider.text("kafka.servers"), FakeProvider.text("kafka.client.*"));

    @Test
    void isTheOneJarWhateverElseIsSet() {
        assertThat(choice(Map.of("file.dir", "/x", "http.port", "1"), FILE, HTTP, REDIS))
                .containsExactly(REDIS);
    }

    @Test
    void isTheOneOfSeveralJarsThatHasSettings() {
        assertThat(choice(Map.of("redis.url", "redis://r"), FILE, HTTP, REDIS, KAFKA))
                .containsExactly(REDIS);
        assertThat(choice(Map.of("kafka.client.x", "y"), FILE, HTTP, REDIS, KAFKA))
                .containsExactly(KAFKA);
        assertThat(choice(Map.of("redis.password", "x"), FILE, HTTP, REDIS, KAFKA))
                .containsExactly(REDIS);
    }

    @Test
    void isWhatAlwaysIsHereOnlyIfItsPlaceIsSet() {
        assertThat(choice(Map.of("file.dir", "/x", "http.port", "1"), FILE, HTTP))
                .containsExactly(FILE);
        assertThat(choice(Map.of("file.dir", "/x"), FILE, HTTP, REDIS, KAFKA)).containsExactly(FILE);
        assertThat(choice(Map.of("http.urls", "http://a"), FILE, HTTP, REDIS, KAFKA))
                .containsExactly(HTTP);
        assertThat(choice(
                        Map.of(
                                "redis.url", "redis://r",
                                "http.port", "1",
                                "file.retention", "1d",
                                "file.hadoop.fs.defaultFS", "hdfs://h"),
                        FILE,
                        HTTP,
                        REDIS,
                        KAFKA))
                .containsExactly(REDIS);
    }

    @Test
    void isNeverADoorOnADriver() {
        SettingsSources sources = SettingsSources.of(Map.of("CURFEW_HTTP_URLS", "http://a"), new Properties());
        Backends here = Backends.of(List.of(FILE, HTTP));

        assertThat(sources.resolve(here).backends()).containsExactly(HTTP);
        assertThat(catchThrowableOfType(
                        ConfigurationException.class,
                        () -> sources.withSparkConf(Map.of()).resolve(here)))
                .hasMessageStartingWith("no backend is chosen: ");
    }

    @Test
    void isAskedForWhereSeveralHaveSettings() {
        ConfigurationException thrown = catchThrowableOfType(
                ConfigurationException.class,
                () -> Settings.resolve(
                        List.of(
                                SettingsSource.environment(Map.of("CURFEW_REDIS_URL", "redis://r")),
                                SettingsSource.sparkConf(Map.of("spark.curfew.kafka.servers", "k:9092"))),
                        List.of(FILE, REDIS, KAFKA)));

        assertThat(thrown)
                .hasMessage("the backends redis and kafka have settings (CURFEW_REDIS_URL in the environment,"
                        + " spark.curfew.kafka.servers in the SparkConf), and none is chosen: set curfew.backends to one"
                        + " of them, or to several");
        assertThat(failure(Map.of("file.dir", "/x", "redis.url", "redis://r"), FILE, REDIS, KAFKA))
                .hasMessageStartingWith("the backends file and redis have settings (");
    }

    @Test
    void isAskedForAmongSeveralJarsWithoutSettings() {
        assertThat(failure(Map.of("http.port", "1"), FILE, HTTP, REDIS, KAFKA))
                .hasMessage("no backend is chosen, and several are here (redis, kafka): set the keys of"
                        + " one, such as curfew.redis.url or curfew.kafka.servers or curfew.file.dir, or set"
                        + " curfew.backends to one of them, or to several");
    }

    @Test
    void isAskedForWhereThereIsNoJar() {
        assertThat(failure(Map.of("file.hadoop.fs.defaultFS", "hdfs://h", "http.port", "1"), FILE, HTTP))
                .hasMessage(
                        "no backend is chosen: set curfew.file.dir to a directory that senders and drivers share, or"
                                + " put the jar of another backend on the classpath");
    }

    private static List<BackendProvider> choice(Map<String, String> flags, FakeProvider... here) {
        return Settings.resolve(List.of(SettingsSource.flags(flags)), List.of(here))
                .backends();
    }

    private static ConfigurationException failure(Map<String, String> flags, FakeProvider... here) {
        return catchThrowableOfType(ConfigurationException.class, () -> choice(flags, here));
    }
}
