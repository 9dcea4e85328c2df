package io.github.curfew.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A temporary directory, and the processes that work in it. Closing it, as every exit does, Ctrl-C too, ends the processes
 * and removes the directory. Thread-safe.
 */
final class Workshop implements AutoCloseable {
    private static final List<String> OWN = List.of("SPARK_", "CURFEW_", "AWS_");

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final List<Process> servers = new ArrayList<>();
    private boolean closed;

    private Workshop(Path directory) {
        this.directory = directory;
    }

    static Workshop open() throws IOException {
        Workshop workshop = new Workshop(Files.createTempDirectory("curfew-quickstart-"));
        Runtime.getRuntime().addShutdownHook(new Thread(workshop::close, "clean-up"));
        return workshop;
    }

    Path directory() {
        return directory;
    }

    /** Starts a process whose standard error goes to a file. */
    synchronized Process start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        Process process = begin(command, environment, log);
        processes.add(process);
        process.getOutputStream().close();
        return process;
    }

    /** Starts a process that ends by itself when its standard input does. */
    synchronized Process serve(List<String> command, Path log) throws IOException {
        Process process = begin(command, Map.of(), log);
        servers.add(process);
        return process;
    }

    private Process begin(List<String> command, Map<String, String> environment, Path log) throws IOException {
        if (closed) {
            throw new IOException("the quickstart is being ended");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Settings of the machine's own Spark or Curfew, or somebody's account at AWS, are not meant for this one.
        builder.environment().keySet().removeIf(name -> OWN.stream().anyMatch(name::startsWith));
        builder.environment().putAll(environment);
        return builder.start();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        List<Process> left;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            left = List.copyOf(processes);
        }
        // By force: what they would still write is thrown away in a moment.
        left.forEach(Process::destroyForcibly);
        servers.forEach(Workshop::endInput);
        Stream.concat(left.stream(), servers.stream()).forEach(Workshop::awaitEnd);
        delete();
    }

    private static void endInput(Process server) {
        try {
            server.getOutputStream().close();
        } catch (IOException e) {
            server.destroy();
        }
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Could not remove " + directory + ": " + e);
        }
    }
}
