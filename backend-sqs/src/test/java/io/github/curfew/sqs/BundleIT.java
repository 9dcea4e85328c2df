package io.github.curfew.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.rate.RateApplication;
import io.github.curfew.servers.ElasticMqServer;
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
import software.amazon.awssdk.services.sqs.SqsClient;

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
                            "io/github/curfew/sqs/shaded/amazon/awssdk/services/sts/internal/"
                                    + "StsWebIdentityCredentialsProviderFactory.class",
                            "META-INF/services/io.github.curfew.sqs.shaded.amazon.awssdk.http.SdkHttpService")
                    .noneMatch(name -> name.contains("netty"))
                    .as("a bundle has its own, for its own SDK")
                    .noneMatch(name -> name.startsWith("io/github/curfew/aws/"));
        }
        assertThat(Files.size(bundle)).isLessThan(7_000_000);
    }

    /** Without Spark, the same jars are beside each other in every build, in the module cluster. */
    @Tag("full")
    @Test
    void aDriverWithAnOlderSdkIsStoppedByHand() throws Exception {
        try (ElasticMqServer server = ElasticMqServer.start();
                SqsClient client = Sqs.client(server.endpoint())) {
            String all = client.createQueue(request -> request.queueName("all")).queueUrl();
            Map<String, String> settings = Sqs.with(server.endpoint(), "sqs.reports-queue-url", all);
            Path output = folder.resolve("driver.out");
            Process driver =
                    start(settings, Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test"), output);
            try (Transport sender = Sqs.sender("default", settings)) {
                awaitLine(driver, output, "The application has the SDK " + OTHER);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() ->
                                !Sqs.queues(client, "curfew-default-signals-").isEmpty());
                String queue = Sqs.queues(client, "curfew-default-signals-").get(0);
                Reader reports = sender.read(Topic.REPORTS, sender.past(Topic.REPORTS, Duration.ofMinutes(5)));
                // Whoever stops a query within the first second is told that it cannot be known which came first.
                Sqs.await(reports, found -> Sqs.texts(found).stream().anyMatch(text -> text.contains("\"hello\"")));
                Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
                client.sendMessage(
                        request -> request.queueUrl(server.queueUrl(queue)).messageBody("stop rate"));
                assertThat(driver.waitFor(90, TimeUnit.SECONDS))
                        .as(Files.readString(output))
                        .isTrue();
                assertThat(driver.exitValue()).as(Files.readString(output)).isZero();
                Sqs.await(reports, found -> Sqs.texts(found).stream().anyMatch(text -> text.contains("\"stopped\"")));
                assertThat(Sqs.queues(client, "curfew-default-signals-")).isEmpty();
            } finally {
                driver.destroyForcibly();
            }
        }
    }

    @Test
    void aDriverThatHasNothingButAWebIdentityIsLetIn() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token-of-the-cluster");
        Path output = folder.resolve("driver.out");
        try (ElasticMqServer server = ElasticMqServer.start();
                FaultProxy proxy = new FaultProxy(server.endpoint());
                TokenService tokens = new TokenService()) {
            // As the webhook of EKS sets them, and where STS is.
            Map<String, String> identity = Map.of(
                    "AWS_ROLE_ARN",
                    "arn:aws:iam::123456789012:role/driver",
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    token.toString(),
                    "AWS_REGION",
                    "eu-west-1",
                    "AWS_ENDPOINT_URL_STS",
                    tokens.endpoint());
            Process driver = start(Map.of("sqs.endpoint", proxy.endpoint()), identity, output);
            try {
                awaitLine(driver, output, "Curfew listens on sqs");
                assertThat(proxy.keys()).containsExactly(TokenService.KEY);
                assertThat(tokens.asked()).contains("AssumeRoleWithWebIdentity", "a-token-of-the-cluster");
            } finally {
                driver.destroyForcibly().waitFor();
            }
        }
    }

    private static void awaitLine(Process driver, Path output, String line) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
            String said = Files.readString(output);
            assertThat(driver.isAlive()).as(said).isTrue();
            return said.contains(line);
        });
    }

    private Process start(Map<String, String> curfew, Map<String, String> aws, Path output) throws IOException {
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
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(aws);
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
