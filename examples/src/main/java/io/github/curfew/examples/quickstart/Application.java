package io.github.curfew.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Spark application that runs in a JVM of its own, seen from outside. */
final class Application {
    private static final String ENDED = "the query has ended";

    private final Process process;
    private final Path log;
    private final CompletableFuture<Long> ended = new CompletableFuture<>();

    Application(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread reader = new Thread(this::read, "application-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(ENDED)) {
                    ended.complete(System.nanoTime());
                }
            }
            ended.completeExceptionally(new IOException("its output ended"));
        } catch (IOException | UncheckedIOException e) {
            ended.completeExceptionally(e);
        }
    }

    /** Fails if it is no longer there. */
    void mustRun() {
        if (!process.isAlive()) {
            throw new Failure("the application ended by itself, with exit code " + process.exitValue(), log);
        }
    }

    /**
     * Waits for its query's end, and then for its own.
     *
     * @return the query's end, in nanoseconds of this JVM
     */
    long awaitEnd(Duration atMost) throws InterruptedException {
        try {
            long at = ended.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Failure("the application did not end after its query", log);
            }
            if (process.exitValue() != 0) {
                throw new Failure("the application ended with exit code " + process.exitValue(), log);
            }
            return at;
        } catch (TimeoutException e) {
            throw new Failure("the query had not ended after " + atMost.toSeconds() + " s", log);
        } catch (ExecutionException e) {
            throw new Failure("the application ended before its query did", log);
        }
    }
}
