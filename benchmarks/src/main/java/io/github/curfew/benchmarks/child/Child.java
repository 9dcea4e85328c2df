package io.github.curfew.benchmarks.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM of its own that takes orders; see {@link Orders}. It ends with this one. */
public final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String GONE = "";

    private final String name;
    private final Path log;
    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /**
     * Begins; {@link #answer} tells when it is ready.
     *
     * @param name of it in messages
     * @param jvm how it is started
     * @param main what it runs
     * @param arguments what that is told
     * @throws IOException if it cannot be started
     */
    public Child(String name, Jvm jvm, Class<?> main, List<String> arguments) throws IOException {
        this.name = name;
        log = Files.createTempFile("curfew-benchmark-", ".log");
        process = new ProcessBuilder(jvm.command(main, arguments))
                .redirectError(Redirect.to(log.toFile()))
                .start();
        Thread reader = new Thread(this::read, "answers of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.add("its answers cannot be read: " + e.getMessage());
        }
        answers.add(GONE);
    }

    /**
     * The process.
     *
     * @return it, to look at
     */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Gives an order and waits for what came of it.
     *
     * @param order in one line
     * @return what came of it
     * @throws IOException if it has ended, or is silent for five minutes
     * @throws InterruptedException if the wait is interrupted
     */
    public String ask(String order) throws IOException, InterruptedException {
        tell(order);
        return answer();
    }

    /**
     * Gives an order.
     *
     * @param order in one line
     * @throws IOException if it has ended
     */
    public void tell(String order) throws IOException {
        process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /**
     * Waits for the next answer.
     *
     * @return it
     * @throws IOException if it has ended, or is silent for five minutes
     * @throws InterruptedException if the wait is interrupted
     */
    public String answer() throws IOException, InterruptedException {
        String line = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new IOException(name + " does not answer within " + PATIENCE.toMinutes() + " minutes");
        }
        if (line.equals(GONE)) {
            throw new IOException(name + " has ended"
                    + complaint().findFirst().map(why -> "; " + why).orElse(""));
        }
        return line;
    }

    /**
     * Asks it to end, by SIGTERM where there is one, and waits until it has.
     *
     * @throws IOException if it has not ended after five minutes
     * @throws InterruptedException if the wait is interrupted
     */
    public void terminate() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException(name + " has not ended within " + PATIENCE.toMinutes() + " minutes");
        }
    }

    /**
     * The first thing that it complained of, if it did.
     *
     * @return one line at most
     */
    public Stream<String> complaint() {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.contains("Error")
                            || line.contains("Exception")
                            || line.contains("WARN")
                            || line.contains("failed"))
                    .limit(1)
                    .map(line -> name + ": " + line);
        } catch (IOException e) {
            return Stream.of(name + ": its log cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        // Of one that ended long ago, onExit() waits for whoever has its process id now.
        if (process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new IllegalStateException("cannot remove " + log, e);
        }
    }
}
