package io.github.curfew.benchmarks.child;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a JVM is started.
 *
 * @param classPath its own
 * @param options before the main class
 */
public record Jvm(String classPath, List<String> options) {
    /** Copies. */
    public Jvm {
        options = List.copyOf(options);
    }

    /**
     * With the class path of this one.
     *
     * @param megabytes of heap
     * @return with nothing else set
     */
    public static Jvm here(int megabytes) {
        return bare().with("-Xmx" + megabytes + "m");
    }

    /**
     * With the class path of this one, and as it is by default.
     *
     * @return with nothing set
     */
    public static Jvm bare() {
        return new Jvm(System.getProperty("java.class.path"), List.of());
    }

    /**
     * With another class path, before which come the places of some classes.
     *
     * @param others the rest of the class path
     * @param classes of each place one
     * @return the rest as it is
     */
    public Jvm on(String others, Class<?>... classes) {
        String own = Stream.of(classes).map(Jvm::place).collect(Collectors.joining(File.pathSeparator));
        return new Jvm(own + File.pathSeparator + others, options);
    }

    private static String place(Class<?> one) {
        try {
            return Path.of(one.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + one + " cannot be told", e);
        }
    }

    /**
     * With more options.
     *
     * @param more to be added
     * @return the rest as it is
     */
    public Jvm with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new Jvm(classPath, all);
    }

    /**
     * With what Spark asks of a JDK 17, as this one was given it.
     *
     * @return the rest as it is
     */
    public Jvm forSpark() {
        return with(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .toArray(String[]::new));
    }

    /**
     * How one is started.
     *
     * @param main its main class
     * @param arguments of that
     * @return for a process
     */
    public List<String> command(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }
}
