package io.github.curfew.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0b6f2c1e-11aa|0b6f2c1e-11aa",
                "local-1700.2_b|local-1700.2_b",
                "../../etc|%2E.%2F..%2Fetc",
                ".curfew|%2Ecurfew",
                "_x|%5Fx",
                "a b%20|a%20b%2520",
                "ö|%C3%B6",
                "x._COPYING_|x._COPYING%5F",
                "''|%",
            })
    void anIdIsOnePlainComponent(String id, String name) {
        assertThat(FileNames.encode(id)).isEqualTo(name);
        assertThat(FileNames.isIgnored(name)).isFalse();
    }

    @Test
    void longIdsAreCutAndStayApart() {
        String one = FileNames.encode("/".repeat(400) + "1");
        String two = FileNames.encode("/".repeat(400) + "2");
        assertThat(one).hasSizeLessThanOrEqualTo(160).isNotEqualTo(two);
    }

    @Test
    void aHugeIdCostsLittle() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(FileNames.encode("\n".repeat(50_000_000))).hasSize(160));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop orders\n",
                "stop orders\r\n",
                "{}",
                " {\"a\":{\"b\":\"}\"}}\n ",
                "{\"a\":\"\\\"\"}",
                "stop a\n\n"
            })
    void whatIsWhole(String text) {
        assertThat(Completeness.isWhole(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "stop orders",
                "stop orders\n ",
                "{",
                "{\"a\":{}",
                "{\"a\":\"}",
                "{\"a\":\"\\\"}",
                "{\"data\":{\"selector\":\"x\"}",
                "{\n"
            })
    void whatIsHalfWritten(String text) {
        assertThat(Completeness.isWhole(text.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/curfew,file,/srv/curfew",
        "/srv/x/../curfew/,file,/srv/curfew",
        "file:/srv/curfew,file,/srv/curfew",
        "file:///srv/cur%20few,file,/srv/cur few",
        "hdfs://nn:8020/curfew,hdfs,hdfs://nn:8020/curfew",
        "s3a://key:secret@bucket/curfew,s3a,s3a://***@bucket/curfew",
        "s3a://key:sec@ret@bucket/curfew,s3a,s3a://***@bucket/curfew",
        "abfss://box@account.dfs/curfew,abfss,abfss://box@account.dfs/curfew",
        "dbfs:/curfew,dbfs,dbfs:/curfew",
    })
    void whereADirectoryIs(String dir, String scheme, String text) {
        FileLocation location = FileLocation.parse(dir);
        assertThat(location.scheme()).isEqualTo(scheme);
        assertThat(location.text()).isEqualTo(text);
        assertThat(location.local() == null).isEqualTo(!scheme.equals("file"));
        assertThat(location.isObjectStore()).isEqualTo(!scheme.equals("file") && !scheme.equals("hdfs"));
    }

    @Test
    void aPlainPathIsOfThisMachine() {
        assertThat(FileLocation.parse("curfew").local())
                .isEqualTo(Path.of("curfew").toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource({
        "hdfs://nn:8020,the root of a file system",
        "s3a://bucket/,the root of a file system",
        "file://host/x,names no path",
        "s3a://{bucket}/x,neither a path nor a URI",
    })
    void whatCannotBeADirectory(String dir, String problem) {
        assertThatThrownBy(() -> FileLocation.parse(dir))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("curfew.file.dir is ")
                .hasMessageContaining(problem);
    }

    @Test
    void theProviderIsFoundAndChecksItsSettings() {
        BackendProvider provider = ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals("file"))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> provider.open(new BackendConfig("ns", Role.SENDER, "me", Map.of())))
                .hasMessage("curfew.file.dir is not set: the backend file needs it");
        assertThatThrownBy(() -> provider.open(new BackendConfig(
                        "ns", Role.SENDER, "me", Map.of("file.dir", "/x", "file.poll-interval", "1ms"))))
                .hasMessage("curfew.file.poll-interval is 1ms: 10ms is the least");
    }
}
