package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.rate.RateApplication;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle, as it is put on a driver with {@code --jars}. */
class BundleIT {
    private final Path bundle = Path.of(System.getProperty("bundle-jar"));
    private final Path otherJedis = Path.of(System.getProperty("other-jedis-jar"));

    @TempDir
    private Path folder;

    @Test
    void nothingOfOthersIsInItUnderItsOwnName() throws Exception {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            assertThat(jar.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.endsWith(".class"))
                            .filter(name -> !name.startsWith("io/github/curfew/")))
                    .isEmpty();
            assertThat(jar.getEntry("io/github/curfew/redis/shaded/clients/jedis/Connection.class"))
                    .isNotNull();
            assertThat(jar.getEntry("io/github/curfew/spark/CurfewPlugin.class"))
                    .isNotNull();
        }
    }

    @Test
    void aDriverWithAnotherJedisIsStoppedByHand() throws Exception {
        try (RedisServer server = RedisServer.start();
                Transport sender = Redis.open("default", server.url())) {
            Path output = folder.resolve("driver.out");
            Process driver = start(server, output);
            try {
                Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
                    assertThat(driver.isAlive()).as(Files.readString(output)).isTrue();
                    return server.command("STRLEN application").length() > 2;
                });
                assertThat(server.commandBody("GET application"))
                        .endsWith(otherJedis.getFileName().toString());
                assertThat(server.command("PUBLISH curfew:default:signals \"stop rate\""))
                        .isEqualTo(":1");
                assertThat(driver.waitFor(90, TimeUnit.SECONDS))
                        .as(Files.readString(output))
                        .isTrue();
                assertThat(driver.exitValue()).as(Files.readString(output)).isZero();
                Reader reports = sender.read(Topic.REPORTS, sender.past(Topic.REPORTS, Duration.ofMinutes(5)));
                Redis.await(reports, all -> all.stream().anyMatch(report -> report.contains("stopped")));
            } finally {
                driver.destroyForcibly();
            }
        }
    }

    private Process start(RedisServer server, Path output) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        Map<String, String> settings = Map.of(
                "spark.master", "local[2]",
                "spark.app.name", "rate",
                "spark.ui.enabled", "false",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.sql.streaming.checkpointLocation",
                        folder.resolve("checkpoint").toString(),
                "spark.plugins", "io.github.curfew.spark.CurfewPlugin",
                "spark.curfew.redis.url", server.url());
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(RateApplication.class.getName());
        command.add(Integer.toString(server.port()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", classPath());
        return builder.start();
    }

    /** That of the tests, with the bundle in place of our modules, and another Jedis in place of ours. */
    private String classPath() {
        Stream<String> others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !isOurs(Path.of(entry).getFileName().toString()));
        return Stream.concat(Stream.of(bundle.toString(), otherJedis.toString()), others)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isOurs(String name) {
        return name.equals("classes") || name.startsWith("curfew-") || name.startsWith("jedis-");
    }
}
