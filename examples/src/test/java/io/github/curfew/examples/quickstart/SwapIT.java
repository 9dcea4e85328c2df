package io.github.curfew.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.pigeons.PigeonProvider;
import io.github.curfew.examples.account.Feed;
import io.github.curfew.examples.readme.Readme;
import io.github.curfew.spi.BackendProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One application with one configuration, which names a Kafka and a Redis: which of them carries its signals is decided by
 * the jar that lies beside it.
 */
class SwapIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final Installation INSTALLATION = Installation.at(Readme.root());
    private static final Map<String, String> SETTINGS = new TreeMap<>();
    private static Workshop workshop;

    private Path home;
    private Path log;

    @BeforeAll
    static void startServers() throws IOException {
        workshop = Workshop.open();
        Files.createDirectories(INSTALLATION.logs());
        for (String kind : List.of("kafka", "redis")) {
            SETTINGS.putAll(Server.start(kind, INSTALLATION, workshop).settings());
        }
    }

    @AfterAll
    static void stopServers() {
        workshop.close();
    }

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createTempDirectory(workshop.directory(), "swap");
        log = home.resolve("application.log");
    }

    @Test
    void onlyTheKafkaJar() throws Exception {
        isStopped("kafka", List.of(), INSTALLATION.bundle("kafka"));
        assertThat(Files.readString(log)).contains("the backend redis is not on the classpath");
    }

    @Test
    void onlyTheRedisJar() throws Exception {
        isStopped("redis", List.of(), INSTALLATION.bundle("redis"));
        assertThat(Files.readString(log)).contains("the backend kafka is not on the classpath");
    }

    @Test
    void bothJarsAndNoChoice() throws Exception {
        String said = isRefused(List.of(), INSTALLATION.bundle("kafka"), INSTALLATION.bundle("redis"));
        assertThat(said).contains("the backends kafka and redis").contains("set curfew.backends to one of them");
    }

    @Test
    void bothJarsAndOneChosen() throws Exception {
        isStopped(
                "redis",
                List.of("--conf", "spark.curfew.backends=redis"),
                INSTALLATION.bundle("kafka"),
                INSTALLATION.bundle("redis"));
    }

    @Test
    void bothJarsAndBothChosen() throws Exception {
        isStopped(
                "kafka",
                List.of("--conf", "spark.curfew.backends=kafka,redis"),
                INSTALLATION.bundle("kafka"),
                INSTALLATION.bundle("redis"));
    }

    @Test
    void neitherJar() throws Exception {
        String said = isRefused(List.of(), INSTALLATION.coreJar());
        assertThat(said).contains("no backend is chosen").contains("put the jar of another backend on the classpath");
    }

    @Test
    void aBackendThatWasBuiltForANewerCore() throws Exception {
        String said = isRefused(
                List.of("--conf", "spark.curfew.backends=pigeons"),
                INSTALLATION.coreJar(),
                pigeons().toString());
        assertThat(said).contains("use a newer curfew-core, or an older curfew-backend-pigeons");
    }

    private Path pigeons() throws IOException {
        Path jar = home.resolve("pigeons.jar");
        String type = PigeonProvider.class.getName();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream compiled = PigeonProvider.class.getResourceAsStream("PigeonProvider.class")) {
            out.putNextEntry(new JarEntry("META-INF/services/" + BackendProvider.class.getName()));
            out.write(type.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry(type.replace('.', '/') + ".class"));
            compiled.transferTo(out);
        }
        return jar;
    }

    /** Stopped by the command line over this backend, with exit code 0. */
    private void isStopped(String backend, List<String> options, String... jars) throws Exception {
        try (Feed feed = new Feed(home.resolve("incoming"), 10)) {
            feed.run(Duration.ofMillis(200));
            Process process = submit(options, jars);
            Application application = new Application(process, log);
            await().atMost(LONG).until(() -> {
                application.mustRun();
                return Files.exists(home.resolve("written")) && Files.size(home.resolve("written")) > 0;
            });
            Map<String, String> environment = new TreeMap<>(Map.of("CURFEW_BACKENDS", backend));
            SETTINGS.forEach((key, value) -> environment.put(CurfewStop.variable(key), value));
            Process cli = workshop.start(
                    new Command()
                            .addAll(INSTALLATION.cli())
                            .add("stop", "orders", "--wait")
                            .words(),
                    environment,
                    log);
            String said = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(cli.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(cli.exitValue()).as(said).isZero();
            application.awaitEnd(LONG);
        }
    }

    /** Ends at its start with one sentence, before it has written a row. */
    private String isRefused(List<String> options, String... jars) throws Exception {
        Process process = submit(options, jars);
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(home.resolve("written")).doesNotExist();
        return Files.readString(log);
    }

    private Process submit(List<String> options, String... jars) throws IOException {
        Command command = new Command()
                .addAll(INSTALLATION.sparkSubmit(log, workshop.directory()))
                .add("--jars", String.join(",", jars))
                .conf("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                .addAll(options);
        SETTINGS.forEach((key, value) -> command.conf("spark.curfew." + key, value));
        return workshop.start(
                command.add("--class", "io.github.curfew.examples.orders.OrdersApp")
                        .add(INSTALLATION.examplesJar(), home.toString())
                        .words(),
                Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
                log);
    }
}
