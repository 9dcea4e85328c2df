package io.github.curfew.compatibility.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Connect server that was started as the documentation says; its clients; and the command line. */
final class Server implements AutoCloseable {
    static final Duration LONG = Duration.ofMinutes(2);

    private final Path home;
    private final int port;
    private final List<Process> children = new ArrayList<>();
    private @Nullable Process process;

    Server(Path home) throws IOException {
        this.home = home;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    /** Starts it, and waits until it answers. */
    void start() throws IOException {
        List<String> command = java("-Xmx768m", property("server.classpath"));
        command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]"));
        command.addAll(List.of("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"));
        command.addAll(typed());
        for (String setting : List.of(
                "spark.connect.grpc.binding.address=127.0.0.1",
                "spark.connect.grpc.binding.port=" + port,
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.sql.warehouse.dir=" + home.resolve("warehouse"),
                "spark.sql.shuffle.partitions=2",
                "spark.ui.enabled=false")) {
            command.addAll(List.of("--conf", setting));
        }
        command.add("spark-internal");
        Process started = begin(command, "server");
        process = started;
        await().atMost(LONG).until(() -> {
            assertThat(started.isAlive()).as(said("server")).isTrue();
            return said("server").contains("Spark Connect server started");
        });
    }

    /** What the documentation gives to the script that starts a server. */
    private List<String> typed() throws IOException {
        Matcher typed = Pattern.compile("\nstart-connect-server\\.sh (.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../../docs/connect.md")));
        assertThat(typed.find()).isTrue();
        return Stream.of(typed.group(1).replace("\\\n", " ").strip().split("\\s+"))
                .map(word -> word.replace("curfew-core.jar", property("core.jar"))
                        .replace("/shared/curfew", home.resolve("curfew").toString()))
                .toList();
    }

    /** Asks it to end (SIGTERM), and waits until it has. */
    void terminate() throws Exception {
        Process ending = Objects.requireNonNull(process);
        ending.destroy();
        assertThat(ending.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(ending.exitValue()).as(said("server")).isEqualTo(128 + 15);
    }

    /** Starts a client; it is told where the server is, and then the rest. */
    Process client(String name, Class<?> application, String... arguments) throws IOException {
        List<String> command = java("-Xmx256m", property("client.classpath"));
        String ours = application == OneLine.class
                ? property("client.jar") + ":" + property("core.jar")
                : property("client.jar");
        command.set(command.size() - 1, command.get(command.size() - 1) + ":" + ours);
        command.addAll(List.of(application.getName(), "sc://127.0.0.1:" + port));
        command.addAll(List.of(arguments));
        return begin(command, name);
    }

    /** Types a stop, and waits for the final word of one run. */
    void stop(String selector) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                property("cli.jar"),
                "stop",
                selector,
                "--wait");
        builder.environment().put("CURFEW_FILE_DIR", home.resolve("curfew").toString());
        Process cli = builder.redirectErrorStream(true).start();
        String answer = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(cli.waitFor()).as(answer).isZero();
        assertThat(answer).contains("1 stopped in");
    }

    private Process begin(List<String> command, String name) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(name + ".said").toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process begun = builder.start();
        children.add(begun);
        return begun;
    }

    /** What the server, or a client, has said since it was last started. */
    String said(String name) throws IOException {
        return Files.readString(home.resolve(name + ".said"));
    }

    private static List<String> java(String heap, String classPath) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(heap, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(property("spark.jvm.options").strip().split("\\s+")));
        command.addAll(List.of("-cp", Files.readString(Path.of(classPath)).strip()));
        return command;
    }

    static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    @Override
    public void close() {
        children.forEach(Process::destroyForcibly);
    }
}
