package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.orders.OrdersApplication;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.servers.SparkSubmit;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that are submitted with nothing but our jars and settings, each in a JVM of its own. */
class SubmitIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration SIGTERM_DEADLINE = Duration.ofSeconds(25);
    private static final int ORDERS = 3_000;

    private final String namespace = Broker.newNamespace();
    private final Path bundle = Path.of(property("bundle-jar"));

    @TempDir
    private Path folder;

    @BeforeEach
    void createTopics() {
        Broker.createTopics(namespace);
    }

    @Test
    void theBundleHasKafkasClientUnderItsOwnName() throws Exception {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            assertThat(jar.stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.endsWith(".class"))
                            .filter(name ->
                                    !name.startsWith("io/github/curfew/") && !name.startsWith("org/apache/kafka/")))
                    .as("logging, codecs and Jackson are Spark's")
                    .isEmpty();
            assertThat(jar.getEntry("org/apache/kafka/common/security/plain/PlainLoginModule.class"))
                    .as("by this name JAAS finds it")
                    .isNotNull();
            assertThat(jar.getEntry("io/github/curfew/spark/CurfewPlugin.class"))
                    .isNotNull();
        }
    }

    @Test
    void anApplicationWithoutKafkaIsStoppedWithTheBundleAsItsOnlyJar() throws Exception {
        Process application = submit(List.of("--jars", bundle.toString()), List.of());
        stop(application, this::hasSaidHello);
    }

    @Tag("full")
    @Test
    void anApplicationOnKafkaIsStoppedWithoutLossWithOurPackageOrOurThinJarsBesideItsConnector() throws Exception {
        String in = namespace + ".in";
        String out = namespace + ".out";
        Broker.createTopic(in, 1, Map.of());
        Broker.createTopic(out, 1, Map.of());
        List<String> orders =
                IntStream.range(0, ORDERS).mapToObj(Integer::toString).toList();
        Broker.produce(in, orders);
        Path ivy = folder.resolve("ivy");
        List<String> options = List.of(
                "--packages",
                property("package"),
                "--conf",
                "spark.jars.ivySettings=" + ivySettings(),
                "--conf",
                "spark.jars.ivy=" + ivy,
                "--jars",
                String.join(",", SparkSubmit.jars(SubmitIT::isTheConnectors)));
        List<String> arguments = List.of(Broker.SERVER.bootstrapServers(), in, out);

        stop(submit(options, arguments), () -> !Broker.everything(out).isEmpty());
        assertThat(Broker.everything(out)).as("it was stopped half way").hasSizeLessThan(ORDERS);
        try (Stream<Path> fetched = Files.list(ivy.resolve("jars"))) {
            assertThat(fetched.map(jar -> jar.getFileName().toString().replaceFirst("-[0-9].*", "")))
                    .as("one client, no codecs, and what signs")
                    .containsExactlyInAnyOrder(
                            "io.github.curfew_curfew-backend-kafka",
                            "io.github.curfew_curfew-core",
                            "org.apache.kafka_kafka-clients",
                            "com.fasterxml.jackson.core_jackson-core",
                            "org.bitbucket.b_c_jose4j",
                            "org.jspecify_jspecify",
                            "org.slf4j_slf4j-api");
        }

        List<String> thin =
                new ArrayList<>(SparkSubmit.jars(name -> isTheConnectors(name) || name.startsWith("kafka-clients-")));
        thin.addAll(SparkSubmit.jars(name -> name.matches("curfew-(core|backend-kafka)-[^-]*(-SNAPSHOT)?\\.jar")));
        stop(
                submit(List.of("--jars", String.join(",", thin)), arguments),
                () -> Broker.everything(out).size() >= ORDERS);
        assertThat(Broker.everything(out)).containsExactlyElementsOf(orders);
    }

    @Tag("full")
    @Test
    void aDriverThatIsTerminatedWhileTheBrokerIsDeadDrainsAndEndsWithinItsDeadline() throws Exception {
        Process application = submit(List.of("--jars", bundle.toString()), List.of());
        try {
            Awaitility.await().atMost(LONG).until(this::hasSaidHello);
            Broker.SERVER.process().stop();
            application.destroy();
            assertThat(application.waitFor(SIGTERM_DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .as(said())
                    .isTrue();
            assertThat(application.exitValue()).isEqualTo(128 + 15);
            assertThat(said())
                    .as("nobody took the report, so it is in the log")
                    .containsPattern("No broker took this final report: \\{.*\"report\":\"stopped\"");
        } finally {
            application.destroyForcibly();
            Broker.SERVER.process().start();
        }
    }

    /** Before it has, a signal would be older than the run. */
    private boolean hasSaidHello() {
        return Broker.everything(Broker.reports(namespace)).stream()
                .map(Payload::utf8)
                .map(Codec::decodeReport)
                .anyMatch(report -> report instanceof Report.OfRoster roster && roster.kind() == Kind.HELLO);
    }

    /** Stops the query by words that somebody typed, once it is so far; the application then ends by itself. */
    private void stop(Process application, BooleanSupplier isSoFar) throws Exception {
        try (KafkaTransport observer = Broker.transport(namespace)) {
            Awaitility.await().atMost(LONG).until(() -> {
                assertThat(application.isAlive()).as(said()).isTrue();
                return isSoFar.getAsBoolean();
            });
            Position before = observer.end(Topic.REPORTS);
            Broker.produce(Broker.signals(namespace), null, "stop orders");
            assertThat(application.waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                    .as(said())
                    .isTrue();
            assertThat(application.exitValue()).as(said()).isZero();
            assertThat(said()).doesNotContain("jars with a Kafka client");
            assertThat(Broker.outcomes(observer, before, Outcome.STOPPED)).contains(Outcome.STOPPED);
        } finally {
            application.destroyForcibly();
        }
    }

    private Process submit(List<String> options, List<String> arguments) {
        return spark().start(settings(), options, arguments);
    }

    private SparkSubmit spark() {
        return new SparkSubmit(folder, OrdersApplication.class, SubmitIT::isSparks);
    }

    private Map<String, String> settings() {
        return Map.of(
                "spark.plugins",
                "io.github.curfew.spark.CurfewPlugin",
                "spark.curfew.namespace",
                namespace,
                "spark.curfew.kafka.bootstrap.servers",
                Broker.SERVER.bootstrapServers());
    }

    private String said() {
        return spark().said();
    }

    /** Ours is what was just built, with this module added to it; the rest is where Maven has it. No network. */
    private Path ivySettings() throws IOException {
        String[] coordinates = property("package").split(":", -1);
        Path home = Path.of(property("repository"), coordinates[0].split("\\.", -1))
                .resolve(coordinates[1])
                .resolve(coordinates[2]);
        Files.createDirectories(home);
        for (String type : List.of("jar", "pom")) {
            Files.copy(
                    Path.of(property("package-" + type)),
                    home.resolve(coordinates[1] + "-" + coordinates[2] + "." + type),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        String resolvers = Stream.of("repository", "local-repository")
                .map(name -> "<ibiblio name=\"" + name + "\" m2compatible=\"true\" root=\""
                        + Path.of(property(name)).toUri() + "\"/>")
                .collect(Collectors.joining());
        return Files.writeString(
                folder.resolve("ivysettings.xml"),
                "<ivysettings><settings defaultResolver=\"here\"/><resolvers><chain name=\"here\" returnFirst=\"true\">"
                        + resolvers + "</chain></resolvers></ivysettings>");
    }

    private static boolean isTheConnectors(String name) {
        return name.startsWith("spark-sql-kafka-")
                || name.startsWith("spark-token-provider-kafka-")
                || name.startsWith("commons-pool2-");
    }

    private static boolean isSparks(String name) {
        return !name.startsWith("curfew-") && !name.startsWith("kafka-clients-") && !isTheConnectors(name);
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
