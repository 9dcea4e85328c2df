package io.github.curfew.servers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Submits an application of one class, in a JVM of its own, as {@code spark-submit --master local[2]} does. Spark's jars
 * are taken from the class path of whoever calls, which needs no others of its own there.
 *
 * @param folder where the application runs and keeps what is of it: its jar, its checkpoint and what it says
 * @param application a public class with a {@code main} and no other class of its own
 * @param isSparks whether a jar of that name is on Spark's class path, of those on the caller's
 */
public record SparkSubmit(Path folder, Class<?> application, Predicate<String> isSparks) {
    /**
     * Submits it.
     *
     * @param settings in Spark's words
     * @param options such as {@code --jars} and what follows it
     * @param arguments for the application
     * @return the driver, which whoever called has to end
     */
    public Process start(Map<String, String> settings, List<String> options, List<String> arguments) {
        // It lives for seconds, most of which would go into compiling what runs once.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        // What Spark needs to be open on newer JVMs, as its own script says too.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]", "--name", "shop"));
        quiet().forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        settings.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(options);
        try {
            command.addAll(List.of("--class", application.getName(), jar().toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile());
            builder.environment().put("CLASSPATH", String.join(File.pathSeparator, jars(isSparks)));
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot submit " + application.getName(), e);
        }
    }

    private Map<String, String> quiet() {
        return Map.of(
                "spark.ui.enabled",
                "false",
                "spark.driver.host",
                "127.0.0.1",
                "spark.driver.bindAddress",
                "127.0.0.1",
                "spark.sql.streaming.checkpointLocation",
                folder.resolve("checkpoint").toString());
    }

    private Path jar() throws IOException {
        Path jar = folder.resolve("application.jar");
        String name = application.getName().replace('.', '/') + ".class";
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                InputStream in =
                        Objects.requireNonNull(application.getClassLoader()).getResourceAsStream(name)) {
            out.putNextEntry(new ZipEntry(name));
            Objects.requireNonNull(in, name).transferTo(out);
        }
        return jar;
    }

    /**
     * What the driver has said so far.
     *
     * @return its log and its output, of the last one that was started
     */
    public String said() {
        try {
            Path said = folder.resolve("said");
            return Files.exists(said) ? Files.readString(said) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks for jars on the class path of whoever calls.
     *
     * @param wanted what their names are
     * @return their paths
     */
    public static List<String> jars(Predicate<String> wanted) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar")
                        && wanted.test(Path.of(entry).getFileName().toString()))
                .toList();
    }
}
