package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.rate.RateApplication;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.servers.SparkSubmit;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle, as it is put on a driver with {@code --jars}. */
class BundleIT {
    private static final Duration LONG = Duration.ofSeconds(90);

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

    /** The bundle and the other Jedis come to the driver in one way, by one class loader. */
    @Test
    void anApplicationWithAnotherJedisIsStoppedByHand() throws Exception {
        SparkSubmit spark = new SparkSubmit(folder, RateApplication.class, BundleIT::isSparks);
        try (RedisServer server = RedisServer.start();
                Transport sender = Redis.open("default", server.url())) {
            Process driver = spark.start(
                    Map.of(
                            "spark.plugins",
                            "io.github.curfew.spark.CurfewPlugin",
                            "spark.curfew.redis.url",
                            server.url()),
                    List.of("--jars", bundle + "," + otherJedis),
                    List.of(Integer.toString(server.port())));
            try {
                Awaitility.await().atMost(LONG).until(() -> {
                    assertThat(driver.isAlive()).as(spark.said()).isTrue();
                    return server.command("STRLEN application").length() > 2;
                });
                assertThat(server.commandBody("GET application"))
                        .endsWith(otherJedis.getFileName().toString());
                Reader reports = sender.read(Topic.REPORTS, sender.past(Topic.REPORTS, Duration.ofMinutes(5)));
                Redis.await(reports, all -> all.stream().anyMatch(report -> report.contains("\"hello\"")));
                assertThat(server.command("PUBLISH curfew:default:signals \"stop rate\""))
                        .isEqualTo(":1");
                assertThat(driver.waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                        .as(spark.said())
                        .isTrue();
                assertThat(driver.exitValue()).as(spark.said()).isZero();
                Redis.await(reports, all -> all.stream().anyMatch(report -> report.contains("\"stopped\"")));
            } finally {
                driver.destroyForcibly();
            }
        }
    }

    private static boolean isSparks(String name) {
        return !name.startsWith("curfew-") && !name.startsWith("jedis-");
    }
}
