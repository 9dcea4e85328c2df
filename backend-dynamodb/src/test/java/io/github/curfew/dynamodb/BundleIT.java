package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.rate.RateApplication;
import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The bundle, as it is put on a driver with {@code --jars}. */
class BundleIT {
    private static final String OTHER = "2.20.162";

    private final Path bundle = Path.of(System.getProperty("bundle-jar"));
    private final Path otherSdk = Path.of(System.getProperty("other-awssdk-jars"));

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
            assertThat(jar.getEntry("io/github/curfew/spark/CurfewPlugin.class"))
                    .isNotNull();
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .as("web identity needs STS, and STS an HTTP client that it finds by itself")
                    .contains(
                            "io/github/curfew/dynamodb/shaded/amazon/awssdk/services/sts/internal/"
                                    + "StsWebIdentityCredentialsProviderFactory.class",
                            "META-INF/services/io.github.curfew.dynamodb.shaded.amazon.awssdk.http.SdkHttpService")
                    .noneMatch(name -> name.contains("netty"))
                    .noneMatch(name -> name.startsWith("io/github/curfew/aws/"));
        }
        assertThat(Files.size(bundle)).isLessThan(10_000_000);
    }

    /** Without Spark, the same jars are beside each other in every build, in the module cluster. */
    @Tag("full")
    @Test
    void aDriverWithAnOlderSdkIsStoppedByHand() throws Exception {
        try (DynamoDbServer server = DynamoDbServer.start();
                DynamoDbClient client = Dynamo.client(server.endpoint())) {
            Dynamo.makeTable(server.endpoint());
            Map<String, String> settings = Dynamo.with(server.endpoint());
            Path output = folder.resolve("driver.out");
            Process driver = start(settings, output);
            try (Transport sender = Dynamo.sender("default", settings)) {
                awaitLine(driver, output, "The application has the SDK " + OTHER);
                Reader reports = sender.read(Topic.REPORTS, sender.past(Topic.REPORTS, Duration.ofMinutes(5)));
                Dynamo.await(reports, found -> told(found, "\"hello\""));
                Dynamo.put(client, Dynamo.item("default", "1", "stop", "rate"));
                assertThat(driver.waitFor(90, TimeUnit.SECONDS))
                        .as(Files.readString(output))
                        .isTrue();
                assertThat(driver.exitValue()).as(Files.readString(output)).isZero();
                Dynamo.await(reports, found -> told(found, "\"stopped\""));
            } finally {
                driver.destroyForcibly();
            }
        }
    }

    private static boolean told(List<Delivery> reports, String word) {
        return Dynamo.texts(reports).stream().anyMatch(text -> text.contains(word));
    }

    private static void awaitLine(Process driver, Path output, String line) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
            String said = Files.readString(output);
            assertThat(driver.isAlive()).as(said).isTrue();
            return said.contains(line);
        });
    }

    private Process start(Map<String, String> curfew, Path output) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        Map<String, String> settings = new TreeMap<>(Map.of(
                "spark.master", "local[2]",
                "spark.app.name", "rate",
                "spark.ui.enabled", "false",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.sql.streaming.checkpointLocation",
                        folder.resolve("checkpoint").toString(),
                "spark.plugins", "io.github.curfew.spark.CurfewPlugin"));
        curfew.forEach((key, value) -> settings.put("spark.curfew." + key, value));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(RateApplication.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        return builder.start();
    }

    /** That of the tests, with the bundle in place of our modules, and an older SDK in place of ours. */
    private String classPath() {
        Stream<String> others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !isOurs(entry));
        return Stream.concat(Stream.of(bundle.toString(), otherSdk + "/*"), others)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isOurs(String entry) {
        String name = Path.of(entry).getFileName().toString();
        return name.equals("classes") || name.startsWith("curfew-") || entry.contains("awssdk");
    }
}
