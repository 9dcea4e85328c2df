package io.github.curfew.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM of its own, with the class path and the module options of the test's; what it prints goes to a file. Closing it
 * kills it if it still runs.
 */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Prepares one that runs this class. */
    static Launch of(Class<?> main) {
        return new Launch(main);
    }

    /** What to start. */
    static final class Launch {
        private final Class<?> main;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private String classPath = System.getProperty("java.class.path");

        private Launch(Class<?> main) {
            this.main = main;
        }

        /** A system property of the child. */
        Launch with(String property, Object value) {
            properties.put(property, value.toString());
            return this;
        }

        /** One more directory of classes and resources. */
        Launch withClasses(Path directory) {
            classPath = classPath + File.pathSeparator + directory;
            return this;
        }

        /** Without the jars whose names begin so. */
        Launch without(String jars) {
            classPath = Stream.of(classPath.split(File.pathSeparator))
                    .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(jars))
                    .collect(Collectors.joining(File.pathSeparator));
            return this;
        }

        /** What a Spark application of two threads needs, without a user interface and on loopback alone. */
        Launch withLocalSpark() {
            return with("spark.master", "local[2]")
                    .with("spark.app.name", main.getSimpleName())
                    .with("spark.ui.enabled", false)
                    .with("spark.driver.host", "127.0.0.1")
                    .with("spark.driver.bindAddress", "127.0.0.1")
                    .with("spark.sql.shuffle.partitions", 2);
        }

        /**
         * Starts it.
         *
         * @param directory its working directory, where its output goes to a file too
         */
        ChildJvm start(Path directory, Object... arguments) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            // It lives for seconds, most of which would go into compiling what runs once.
            command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
                if (option.startsWith("--add-") || option.startsWith("-XX:+Ignore")) {
                    command.add(option);
                }
            }
            properties.forEach((property, value) -> command.add("-D" + property + "=" + value));
            command.add(main.getName());
            for (Object argument : arguments) {
                command.add(argument.toString());
            }
            Path output = Files.createTempFile(directory, main.getSimpleName() + "-", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            // As a variable, for a command line has a limit of its length.
            builder.environment().put("CLASSPATH", classPath);
            return new ChildJvm(builder.start(), output);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends it a SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends it a signal, such as INT: Ctrl-C in a terminal. */
    void kill(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + signal + " gave " + kill.exitValue());
        }
    }

    /** Waits for its end and gives its exit code. */
    int awaitExit(Duration longest) throws InterruptedException {
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + longest + ":\n" + output());
        }
        return process.exitValue();
    }

    /** All that it has printed up to now. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Its files may be removed next: it must be gone by then. If it ended long ago, onExit() would wait for another
        // process that has its id now.
        if (process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }
}
