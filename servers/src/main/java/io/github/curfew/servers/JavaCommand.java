package io.github.curfew.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that run a program of Maven's jars in a JVM of its own, a small one that starts quickly. */
final class JavaCommand {
    private JavaCommand() {}

    /**
     * Makes a command line.
     *
     * @param server whose jars: there is a resource {@code <server>.classpath}
     * @param options for the JVM
     * @param mainClass what to run
     * @param arguments for the program
     * @return the words
     */
    static List<String> of(String server, List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(server), mainClass));
        command.addAll(arguments);
        return command;
    }

    private static String classPath(String server) {
        String resource = server + ".classpath";
        try (InputStream in = JavaCommand.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing: build the module "
                        + "servers with Maven, which writes down where the jars of " + server + " are");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
