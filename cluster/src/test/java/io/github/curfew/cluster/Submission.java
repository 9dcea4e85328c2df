package io.github.curfew.cluster;

import com.example.orders.OrdersApplication;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An application that was submitted to a cluster as {@code spark-submit} does it, by the same class. */
final class Submission implements AutoCloseable {
    private static final Pattern DRIVER = Pattern.compile("driver-[0-9]+-[0-9]+");

    private final SparkCluster cluster;
    private final Path folder;
    private final Process process;

    private Submission(SparkCluster cluster, Path folder, Process process) {
        this.cluster = cluster;
        this.folder = folder;
        this.process = process;
    }

    /**
     * Submits it.
     *
     * @param folder what is of this application alone
     * @param mode client or cluster
     * @param name of the application
     * @param options such as {@code --jars} and what follows it
     * @param settings in Spark's words
     */
    static Submission of(
            SparkCluster cluster,
            Path folder,
            String mode,
            String name,
            List<String> options,
            Map<String, String> settings)
            throws IOException {
        List<String> command = new ArrayList<>(
                cluster.java(mode.equals("client") ? ofDriver(options) : "", "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", cluster.url()));
        command.addAll(List.of("--deploy-mode", mode, "--name", name));
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(small(folder));
        all.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(options);
        command.addAll(List.of(
                "--class", OrdersApplication.class.getName(), jar(folder).toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("submitted").toFile());
        builder.environment().putAll(cluster.environment());
        builder.environment().putAll(Carrier.NO_ACCOUNT);
        return new Submission(cluster, folder, builder.start());
    }

    /** In client mode, the script that starts {@code spark-submit}'s class heeds this one. */
    private static String ofDriver(List<String> options) {
        String setting = "spark.driver.extraClassPath=";
        return options.stream()
                .filter(option -> option.startsWith(setting))
                .map(option -> option.substring(setting.length()) + File.pathSeparator)
                .collect(Collectors.joining());
    }

    private static Map<String, String> small(Path folder) {
        return Map.of(
                "spark.ui.enabled", "false",
                "spark.cores.max", "1",
                "spark.driver.memory", "512m",
                "spark.executor.memory", "512m",
                "spark.sql.streaming.checkpointLocation",
                        folder.resolve("checkpoint").toString(),
                // In cluster mode on JDK 17, Spark's own jars need them, and Spark 3.x leaves them out.
                "spark.driver.extraJavaOptions",
                        "-XX:TieredStopAtLevel=1 " + String.join(" ", SparkCluster.moduleOptions()),
                "spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -Xlog:class+load:file=loaded",
                // Else spark-submit ends with 0 once the driver runs.
                "spark.standalone.submit.waitAppCompletion", "true");
    }

    private static Path jar(Path folder) throws IOException {
        Path jar = folder.resolve("orders.jar");
        String name = OrdersApplication.class.getName().replace('.', '/') + ".class";
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                InputStream in = Objects.requireNonNull(OrdersApplication.class.getClassLoader())
                        .getResourceAsStream(name)) {
            out.putNextEntry(new ZipEntry(name));
            Objects.requireNonNull(in, name).transferTo(out);
        }
        return jar;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of {@code spark-submit}, and tells with what it ended. */
    int exitCode(Duration within) throws InterruptedException {
        if (!process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("spark-submit has not ended:\n" + said());
        }
        return process.exitValue();
    }

    /** In cluster mode, what the master calls the driver. */
    String driver() {
        Matcher matcher = DRIVER.matcher(read(folder.resolve("submitted")));
        if (!matcher.find()) {
            throw new AssertionError("no driver was submitted:\n" + said());
        }
        return matcher.group();
    }

    /** Batches that were begun and batches that were committed, as the query's checkpoint has them. */
    List<String> batches(String log) {
        try (Stream<Path> batches =
                Files.list(folder.resolve("checkpoint/orders").resolve(log))) {
            return batches.map(batch -> batch.getFileName().toString())
                    .filter(batch -> !batch.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** All that is known of it, for messages. */
    String said() {
        StringBuilder said = new StringBuilder(read(folder.resolve("submitted")));
        Matcher matcher = DRIVER.matcher(said.toString());
        try {
            if (matcher.find()) {
                for (Path attempt : cluster.ran(matcher.group())) {
                    said.append("\ndriver:\n").append(read(attempt.resolve("stderr")));
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        return said.toString();
    }

    private static String read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.contains(" INFO ") || line.contains("driver-"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends what is left of it, also in the cluster, where it would go on. */
    @Override
    public void close() throws IOException {
        Matcher driver = DRIVER.matcher(read(folder.resolve("submitted")));
        if (driver.find() && cluster.completedDriver(driver.group()).isMissingNode()) {
            cluster.kill(driver.group());
        }
        // Of one that ended long ago, onExit() waits for whoever has its process id now.
        if (process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }
}
