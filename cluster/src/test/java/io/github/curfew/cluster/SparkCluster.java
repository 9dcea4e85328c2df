package io.github.curfew.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.curfew.servers.FreePort;
import io.github.curfew.servers.ServerProcess;
import io.github.curfew.servers.ServerProcess.Readiness;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A master and two workers of Spark's own cluster manager, each a process on loopback, of the jars that Maven has. */
final class SparkCluster implements AutoCloseable {
    private static final int WORKERS = 2;

    private final Path folder;
    private final Path home;
    private final int port = FreePort.next();
    private final int pages = FreePort.next();
    private final List<Path> links = new ArrayList<>();
    private final List<ServerProcess> processes = new ArrayList<>();

    private SparkCluster(Path folder) {
        this.folder = folder;
        this.home = folder.resolve("spark");
    }

    /** Starts it; what it keeps is in a folder that somebody else removes. */
    static SparkCluster start(Path folder) throws IOException {
        SparkCluster cluster = new SparkCluster(folder);
        try {
            cluster.install();
            cluster.startAll();
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** As an unpacked Spark: its scripts are not needed, only its jars in one folder. */
    private void install() throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        String classPath = Files.readString(Path.of(Built.property("spark.classpath")));
        for (String jar : classPath.strip().split(File.pathSeparator, -1)) {
            Path target = Path.of(jar);
            links.add(Files.createSymbolicLink(jars.resolve(target.getFileName().toString()), target));
        }
    }

    private void startAll() {
        start(
                "master",
                Readiness.logSays("New state: ALIVE"),
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                Integer.toString(pages));
        for (int worker = 0; worker < WORKERS; worker++) {
            start(
                    "worker-" + worker,
                    Readiness.logSays("Successfully registered with master"),
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    "0",
                    "--cores",
                    "2",
                    "--memory",
                    "2g",
                    "--work-dir",
                    work(worker).toString(),
                    url());
        }
    }

    private void start(String name, Readiness readiness, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env"));
        environment().forEach((key, value) -> command.add(key + "=" + value));
        command.addAll(java("", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        ServerProcess process = new ServerProcess(name, ServerProcess.newFolder(name), command, readiness);
        processes.add(0, process); // workers end before their master
        process.start();
    }

    /** A command line up to the main class, with what Spark's scripts would give it, and jars to be found first. */
    List<String> java(String first, String... options) {
        List<String> command = new ArrayList<>(List.of(Built.java().toString()));
        command.addAll(List.of(options));
        command.addAll(moduleOptions());
        command.addAll(List.of("-cp", first + home.resolve("jars") + File.separator + "*"));
        return command;
    }

    /** What Spark needs to be open on newer JVMs. */
    static List<String> moduleOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .toList();
    }

    /** Of the daemons and of whoever submits; Spark's scripts would find out the first two. */
    Map<String, String> environment() {
        return Map.of(
                "SPARK_HOME",
                home.toString(),
                "SPARK_SCALA_VERSION",
                Built.property("scala.version"),
                "SPARK_LOCAL_IP",
                "127.0.0.1");
    }

    String url() {
        return "spark://127.0.0.1:" + port;
    }

    private Path work(int worker) {
        return folder.resolve("work-" + worker);
    }

    /** What the master tells of itself, where its pages are. */
    private JsonNode told() throws IOException {
        return new ObjectMapper().readTree(page("/json/"));
    }

    /** An application that has ended, by its name; there has to be one of that name. */
    JsonNode completedApplication(String name) throws IOException {
        return only(told().get("completedapps"), "name", name);
    }

    JsonNode completedDriver(String id) throws IOException {
        return only(told().get("completeddrivers"), "id", id);
    }

    /** As its page does. */
    void kill(String driver) throws IOException {
        HttpURLConnection post = (HttpURLConnection) page("/driver/kill/").openConnection();
        post.setDoOutput(true);
        post.getOutputStream().write(("id=" + driver + "&terminate=true").getBytes(StandardCharsets.US_ASCII));
        post.setInstanceFollowRedirects(false);
        post.getResponseCode();
        post.disconnect();
    }

    private URL page(String path) throws IOException {
        return URI.create("http://127.0.0.1:" + pages + path).toURL();
    }

    private static JsonNode only(JsonNode all, String key, String value) {
        JsonNode found = all.path(-1);
        for (JsonNode one : all) {
            if (one.path(key).asText().equals(value)) {
                if (!found.isMissingNode()) {
                    throw new AssertionError("twice " + value + ": " + all);
                }
                found = one;
            }
        }
        return found;
    }

    /** The folders of all executors or of the driver that ran for an application or a driver, one for each attempt. */
    List<Path> ran(String id) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            Path ofIt = work(worker).resolve(id);
            if (id.startsWith("driver-") && Files.isDirectory(ofIt)) {
                folders.add(ofIt);
            } else if (Files.isDirectory(ofIt)) {
                try (Stream<Path> executors = Files.list(ofIt)) {
                    executors.forEach(folders::add);
                }
            }
        }
        return folders;
    }

    /** Asks them to end, so that they end what they started. */
    @Override
    public void close() throws IOException {
        processes.forEach(ServerProcess::stop);
        processes.forEach(ServerProcess::close);
        for (Path link : links) {
            Files.delete(link);
        }
    }
}
