package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.rate.MirrorApplication;
import io.github.curfew.servers.FreePort;
import io.github.curfew.servers.RedisServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real driver with secrets from everywhere, each of which begins with the same word: it is not in its log, where everyone
 * talks at DEBUG, nor on its pages or in Spark's event log.
 */
@Timeout(180)
class SecretsTest {
    private static final String SECRET = "hunter2";

    @TempDir
    private Path folder;

    @Test
    void noneIsShownByADriver() throws Exception {
        int door = FreePort.next();
        try (RedisServer server = RedisServer.start()) {
            server.command("ACL SETUSER me on >" + SECRET + "-url ~* &* +@all");
            Path token = Files.writeString(folder.resolve("token"), SECRET + "-file");
            Map<String, String> settings = settings();
            settings.put("spark.curfew.backends", "redis,http");
            settings.put("spark.curfew.redis.url", "redis://me:" + SECRET + "-url@127.0.0.1:" + server.port());
            settings.put("spark.curfew.redis.sentinel.password", SECRET + "-conf");
            settings.put("spark.curfew.http.port", Integer.toString(door));
            settings.put("spark.curfew.http.token.file", token.toString());
            settings.put("spark.curfew.file.hadoop.fs.some.password", SECRET + "-hadoop");
            settings.put("spark.curfew.kafka.client.sasl.jaas.config", "x password=\"" + SECRET + "-jaas\";");
            settings.put("spark.curfew.sqs.endpoint", "http://me:" + SECRET + "-absent@127.0.0.1:1");
            settings.put("curfew.http.tls.keystore.password", SECRET + "-system");
            settings.put("spark.curfew.auth.keys.ops.secret", SECRET + "-of-a-key-that-signs-what-it-reports");
            Path output = folder.resolve("output");
            Process driver = start(settings, output, "http://127.0.0.1:" + door + "/health", token.toString());
            try {
                await().atMost(Duration.ofSeconds(90)).until(() -> {
                    assertThat(driver.isAlive()).as(tail(output)).isTrue();
                    return Files.readString(output).contains("Curfew listens");
                });
                await().atMost(Duration.ofSeconds(90)).until(() -> {
                    server.command("PUBLISH curfew:default:signals \"stop rate\"");
                    return driver.waitFor(1, TimeUnit.SECONDS);
                });
            } finally {
                driver.destroyForcibly();
            }
            String log = Files.readString(output);
            assertThat(driver.exitValue()).as(tail(output)).isZero();
            List<String> pages = List.of(page(0), page(1), page(2));

            assertThat(log).contains("DEBUG", "redis://me:***@127.0.0.1", "has a password inside");
            assertThat(pages).allMatch(page -> page.startsWith("200 "));
            assertThat(pages.get(0)).contains("spark.curfew.redis.url", "*********(redacted)");
            assertThat(pages.get(2)).contains("redis");
            assertNowhere(log);
            pages.forEach(SecretsTest::assertNowhere);
            try (Stream<Path> eventLogs = Files.walk(folder.resolve("events"))) {
                List<Path> files = eventLogs.filter(Files::isRegularFile).toList();
                assertThat(files).isNotEmpty();
                for (Path file : files) {
                    assertNowhere(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    @Test
    void noneIsInWhatIsSaidOfWrongSettings() throws Exception {
        Map<String, String> settings = settings();
        settings.put("spark.curfew.backends", "redis,http");
        settings.put("spark.curfew.redis.url", "redis://me:" + SECRET + "-url@127.0.0.1:port");
        settings.put("spark.curfew.redis.timeout", "redis://me:" + SECRET + "-timeout@127.0.0.1");
        settings.put("spark.curfew.http.token", SECRET + " with spaces");
        settings.put("spark.curfew.redis.pasword", SECRET + "-slip");
        settings.put("spark.curfew.redis.sentinel.password", SECRET + "-one");
        settings.put("spark.curfew.redis.sentinel.password.file", "/no/such");
        Path output = folder.resolve("output");
        Process driver = start(settings, output);
        try {
            assertThat(driver.waitFor(90, TimeUnit.SECONDS)).isTrue();
        } finally {
            driver.destroyForcibly();
        }

        assertThat(driver.exitValue()).isNotZero();
        assertThat(Files.readString(output))
                .contains(
                        "spark.curfew.redis.timeout in the SparkConf: \"redis://me:***@127.0.0.1\" is no length of time",
                        "did you mean spark.curfew.redis.password?",
                        "are both set: leave one of them out");
        assertNowhere(Files.readString(output));
    }

    private Map<String, String> settings() throws IOException {
        Path events = Files.createDirectories(folder.resolve("events"));
        return new TreeMap<>(Map.of(
                "spark.master", "local[2]",
                "spark.app.name", "rate",
                "spark.ui.port", "0",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.eventLog.enabled", "true",
                "spark.eventLog.dir", events.toUri().toString(),
                "spark.sql.streaming.checkpointLocation",
                        folder.resolve("checkpoint").toString(),
                "spark.plugins", "io.github.curfew.spark.CurfewPlugin",
                "org.slf4j.simpleLogger.defaultLogLevel", "debug"));
    }

    private Process start(Map<String, String> settings, Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(MirrorApplication.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("CURFEW_FILE_HADOOP_FS_OTHER_SECRET", SECRET + "-environment");
        return builder.start();
    }

    private String page(int number) throws IOException {
        return Files.readString(folder.resolve("page-" + number));
    }

    private static void assertNowhere(String text) {
        int at = text.indexOf(SECRET);
        if (at >= 0) {
            throw new AssertionError(
                    "a secret is shown: …" + text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 60)));
        }
    }

    private static String tail(Path output) throws IOException {
        String text = Files.readString(output);
        return text.substring(Math.max(0, text.length() - 3000));
    }
}
